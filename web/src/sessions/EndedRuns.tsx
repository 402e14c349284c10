import { Badge, Stack, Table, Text } from '@mantine/core';
import { ListTable, NumberCell } from '../lists/ListTable.tsx';
import { durationText } from '../lists/times.ts';
import { When } from '../lists/When.tsx';
import type { Run } from './RunningRuns.tsx';
import { outcomeWords } from './session-words.ts';

const COLUMNS = [
  { title: 'Began' },
  { title: 'Server' },
  { title: 'Database' },
  { title: 'How it ended', width: '24ch' },
  { title: 'Took', number: true },
  { title: 'Rows', number: true },
];

export function EndedRuns({ runs }: { readonly runs: readonly Run[] }): React.JSX.Element {
  return (
    <ListTable caption="What ended in the last ten minutes" columns={COLUMNS} maxHeight="320px">
      {runs.map((run) => (
        <Row key={run.id} run={run} />
      ))}
    </ListTable>
  );
}

function Row({ run }: { readonly run: Run }): React.JSX.Element {
  const { text, color } = outcomeWords(run.outcome);
  return (
    <Table.Tr>
      <Table.Td>
        <When at={run.startedAt} />
      </Table.Td>
      <Table.Td>{run.serverName}</Table.Td>
      <Table.Td>{run.database}</Table.Td>
      <Table.Td>
        <Stack gap={2} align="start">
          <Badge variant="dot" color={color}>
            {text}
          </Badge>
          {run.problem === undefined ? null : (
            <Text size="xs">
              {run.problem.detail}
              {run.problem.sqlstate === undefined ? '' : ` (SQLSTATE ${run.problem.sqlstate})`}
            </Text>
          )}
        </Stack>
      </Table.Td>
      <NumberCell>{durationText(run.elapsedMs)}</NumberCell>
      <NumberCell>{run.rows}</NumberCell>
    </Table.Tr>
  );
}
