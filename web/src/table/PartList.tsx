import { Table, Title } from '@mantine/core';
import { useId } from 'react';
import classes from './table.module.css';

interface Props {
  readonly title: string;
  readonly heads: readonly string[];
  /** One row for each entry; nothing is shown where there is none. */
  readonly rows: readonly {
    readonly id: string;
    readonly cells: readonly React.ReactNode[];
  }[];
}

/** One kind of parts of a table, under a heading of its own. */
export function PartList({ title, heads, rows }: Props): React.JSX.Element | null {
  const id = useId();
  if (rows.length === 0) return null;
  return (
    <section aria-labelledby={id}>
      <Title order={2} size="h5" id={id} mt="lg" mb={4}>
        {title} ({rows.length})
      </Title>
      <div className={classes.scroll}>
        <Table aria-labelledby={id} withTableBorder>
          <Table.Thead>
            <Table.Tr>
              {heads.map((head) => (
                <Table.Th key={head} scope="col">
                  {head}
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {rows.map(({ id: key, cells }) => (
              <Table.Tr key={key}>
                {cells.map((cell, index) => (
                  <Table.Td key={heads[index]} className={classes.words}>
                    {cell}
                  </Table.Td>
                ))}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </div>
    </section>
  );
}
