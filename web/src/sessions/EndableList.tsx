import { Button, Table } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { Ask } from '../lists/Ask.tsx';
import { type Column, ListTable } from '../lists/ListTable.tsx';
import { notifyDone } from '../problem/notify.ts';
import { Section } from './Section.tsx';

/** How one of the list ends, and what is asked before. */
interface Ending {
  readonly question: string;
  /** What is lost with it. */
  readonly loss: ReactNode;
  /** What the question's button does, as a verb. */
  readonly action: string;
  readonly end: () => Promise<unknown>;
  /** Said when it has ended. */
  readonly done: string;
}

interface Props<T> {
  readonly title: string;
  readonly about: ReactNode;
  /** Names the table. */
  readonly caption: string;
  /** Those before the one of the buttons. */
  readonly columns: readonly Column[];
  readonly query: {
    readonly isPending: boolean;
    readonly error: unknown;
    readonly refetch: () => Promise<unknown>;
  };
  readonly items: readonly T[];
  /** In place of the table when there is nothing. */
  readonly empty: ReactNode;
  /** The cells of one. */
  readonly cells: (item: T) => ReactNode;
  readonly button: (item: T) => { readonly text: string; readonly label: string };
  /** Something to do at once is done without a question. */
  readonly ending: (item: T) => Ending | (() => void);
}

const ACTIONS: Column = { title: 'Actions', quiet: true };

/** A list of what is open for one; each of them can be ended. */
export function EndableList<T extends { readonly id: string }>({
  query,
  items,
  cells,
  button,
  ending,
  ...words
}: Props<T>): React.JSX.Element {
  const [asked, setAsked] = useState<Ending | undefined>(undefined);
  const press = (item: T): void => {
    const way = ending(item);
    if (typeof way === 'function') way();
    else setAsked(way);
  };
  const end = async (which: Ending): Promise<void> => {
    await which.end();
    notifyDone(which.done);
    await query.refetch();
  };
  return (
    <Section title={words.title} about={words.about} query={query}>
      {items.length === 0 ? (
        words.empty
      ) : (
        <ListTable caption={words.caption} columns={[...words.columns, ACTIONS]}>
          {items.map((item) => (
            <Table.Tr key={item.id}>
              {cells(item)}
              <Table.Td align="right">
                <Button
                  size="compact-xs"
                  variant="default"
                  onClick={() => press(item)}
                  aria-label={button(item).label}
                >
                  {button(item).text}
                </Button>
              </Table.Td>
            </Table.Tr>
          ))}
        </ListTable>
      )}
      {asked === undefined ? null : (
        <Ask
          title={asked.question}
          action={asked.action}
          onClose={() => setAsked(undefined)}
          onConfirm={() => end(asked)}
        >
          {asked.loss}
        </Ask>
      )}
    </Section>
  );
}
