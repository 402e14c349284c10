import type { components } from '@pg-usher/sdk';
import { Button, Container, Stack } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useCommands } from '../app/commands.tsx';
import { useLimits } from '../app/limits.ts';
import { useMe } from '../app/me.tsx';
import { client } from '../client.ts';
import { Ask } from '../lists/Ask.tsx';
import { Empty } from '../lists/Empty.tsx';
import { useFilters } from '../lists/filters.ts';
import { ListTable } from '../lists/ListTable.tsx';
import { PagedList } from '../lists/PagedList.tsx';
import { PageHead } from '../lists/PageHead.tsx';
import { PAGE_AFTER_PAGE, type Pages } from '../lists/pages.ts';
import { notifyDone, notifyProblem } from '../problem/notify.ts';
import { Notice } from '../lists/Notice.tsx';
import { FILTERS, type HistoryFilter, HistoryFilters } from './HistoryFilters.tsx';
import { HistoryRow } from './HistoryRow.tsx';
import { aboutHistory, type HistoryRun, isOutcome, NO_TEXT } from './history-words.ts';

const COLUMNS = [
  { title: 'Time' },
  { title: 'Server and database' },
  { title: 'What', width: '32ch' },
  { title: 'How it ended', width: '18ch' },
  { title: 'Took', number: true },
  { title: 'Rows', number: true },
  { title: 'Actions', quiet: true },
];

/** `/history` */
export default function HistoryPage(): React.JSX.Element {
  const [filters, change] = useFilters(FILTERS);
  const search = useRef<HTMLInputElement>(null);
  const [asked, setAsked] = useState(false);
  const kept = useLimits()?.history;
  const query = useHistory(filters);
  const runs = query.data?.pages.flatMap(({ items }) => items) ?? [];
  const narrowed = FILTERS.some((name) => filters[name] !== '');
  useCommands([
    {
      id: 'history.search',
      label: 'Search the history',
      group: 'History',
      keys: '/',
      run: () => search.current?.focus(),
    },
    {
      id: 'history.deleteAll',
      label: 'Delete my whole history',
      group: 'History',
      run: () => setAsked(true),
    },
  ]);
  const deleteOne = async (run: HistoryRun): Promise<void> => {
    try {
      await client.call('forgetHistoryEntry', { path: { id: run.id } });
      notifyDone('Deleted from your history.');
    } catch (error) {
      notifyProblem(error);
    }
    await query.refetch();
  };
  const deleteAll = async (): Promise<void> => {
    const { deleted } = await client.call('forgetHistory');
    notifyDone(`Deleted ${deleted} ${deleted === 1 ? 'run' : 'runs'} from your history.`);
    await query.refetch();
  };
  return (
    <Container size="xl" py="md">
      <Stack gap="md">
        <PageHead
          title="History"
          actions={
            <Button
              variant="default"
              color="red"
              disabled={runs.length === 0 && !narrowed}
              onClick={() => setAsked(true)}
            >
              Delete all
            </Button>
          }
        >
          {aboutHistory(kept)}
        </PageHead>
        <HistoryFilters filters={filters} onChange={change} searchRef={search} />
        {runs.some(({ sql }) => sql === null) ? (
          <Notice color="gray" p="xs">
            {NO_TEXT}
          </Notice>
        ) : null}
        <PagedList
          query={query}
          count={runs.length}
          noun={['run', 'runs']}
          empty={<NoRuns narrowed={narrowed} keepsNone={kept?.days === 0} />}
        >
          <ListTable
            caption="Your runs, the newest first"
            columns={COLUMNS}
            maxHeight="calc(100dvh - 290px)"
          >
            {runs.map((run) => (
              <HistoryRow key={run.id} run={run} onDelete={() => void deleteOne(run)} />
            ))}
          </ListTable>
        </PagedList>
      </Stack>
      {asked ? (
        <Ask
          title="Delete your whole history?"
          action="Delete all"
          onClose={() => setAsked(false)}
          onConfirm={deleteAll}
        >
          Every run of yours is forgotten, whatever the filters show now. It cannot be undone. The
          audit keeps who ran something, where and when, without its text.
        </Ask>
      ) : null}
    </Container>
  );
}

function useHistory(filters: HistoryFilter): Pages<components['schemas']['HistoryPageDto']> {
  const me = useMe();
  const { q, server, outcome } = filters;
  return useInfiniteQuery({
    queryKey: ['listHistory', me.issuer, me.subject, q, server, outcome],
    queryFn: ({ signal, pageParam }) =>
      client.call('listHistory', {
        query: {
          ...(q === '' ? {} : { search: q }),
          ...(server === '' ? {} : { serverId: server }),
          ...(isOutcome(outcome) ? { outcome } : {}),
          ...(pageParam === undefined ? {} : { before: pageParam }),
        },
        signal,
      }),
    ...PAGE_AFTER_PAGE,
  });
}

interface NoRunsProps {
  readonly narrowed: boolean;
  readonly keepsNone: boolean;
}

function NoRuns({ narrowed, keepsNone }: NoRunsProps): React.JSX.Element {
  if (keepsNone) {
    return (
      <Empty title="No history is kept">
        An administrator can change that (HISTORY_DAYS). Your editor tabs are kept in this browser.
      </Empty>
    );
  }
  return narrowed ? (
    <Empty title="No run fits">
      Take a filter away. Without the text of runs (the administrator may keep none) the search
      finds the names of servers and databases only.
    </Empty>
  ) : (
    <Empty title="Nothing has been run yet">
      Open a server, write a statement and press Ctrl+Enter: it is here a moment later.
    </Empty>
  );
}
