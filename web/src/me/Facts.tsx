import { Table, Text } from '@mantine/core';
import type { ReactNode } from 'react';

/** A name and what is known under it; `undefined` is left out. */
export type Fact = readonly [name: string, value: ReactNode | undefined];

export function Facts({
  label,
  facts,
}: {
  readonly label: string;
  readonly facts: readonly Fact[];
}): React.JSX.Element {
  return (
    <Table aria-label={label} withTableBorder maw={760}>
      <Table.Tbody>
        {facts.map(([name, value]) =>
          value === undefined ? null : (
            <Table.Tr key={name}>
              <Table.Th scope="row" w={170} style={{ verticalAlign: 'top', fontWeight: 600 }}>
                {name}
              </Table.Th>
              <Table.Td style={{ overflowWrap: 'anywhere' }}>
                {value === '' || value === null ? (
                  <Text span size="sm" c="dimmed">
                    none
                  </Text>
                ) : (
                  value
                )}
              </Table.Td>
            </Table.Tr>
          ),
        )}
      </Table.Tbody>
    </Table>
  );
}
