import { Table } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './ListTable.module.css';

export interface Column {
  readonly title: string;
  /** Of numbers, at the end of their cell. */
  readonly number?: boolean;
  /** CSS width at least. */
  readonly width?: string;
  /** Has a title for screen readers only. */
  readonly quiet?: boolean;
}

interface Props {
  /** Names the table; read out, not shown. */
  readonly caption: string;
  readonly columns: readonly Column[];
  /** Rows of `Table.Tr`. */
  readonly children: ReactNode;
  /** The rows scroll under the header from this height on. */
  readonly maxHeight?: string;
}

export function ListTable({ caption, columns, children, maxHeight }: Props): React.JSX.Element {
  return (
    <div
      className={classes.frame}
      style={{ maxBlockSize: maxHeight }}
      role="group"
      aria-label={caption}
      tabIndex={0}
    >
      <Table stickyHeader highlightOnHover>
        <caption className={classes.caption}>{caption}</caption>
        <Table.Thead>
          <Table.Tr>
            {columns.map(({ title, number, width, quiet }) => (
              <Table.Th
                key={title}
                scope="col"
                className={number === true ? classes.number : undefined}
                style={width === undefined ? undefined : { minInlineSize: width }}
              >
                {quiet === true ? <span className={classes.caption}>{title}</span> : title}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>{children}</Table.Tbody>
      </Table>
    </div>
  );
}

export function NumberCell({ children }: { readonly children: ReactNode }): React.JSX.Element {
  return <Table.Td className={classes.number}>{children}</Table.Td>;
}
