import type { components } from '@pg-usher/sdk';
import { Badge, Button, Stack, Table, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useMe } from '../app/me.tsx';
import { client } from '../client.ts';
import { ListTable, NumberCell } from '../lists/ListTable.tsx';
import { durationText } from '../lists/times.ts';
import { notifyDone, notifyProblem } from '../problem/notify.ts';
import { placedId } from '../runs/placed-id.ts';
import { waitWords } from '../runs/wait-words.ts';

export type Run = components['schemas']['ExecutionDto'];

const COLUMNS = [
  { title: 'Server' },
  { title: 'Database' },
  { title: 'State' },
  { title: 'Waits for', width: '24ch' },
  { title: 'Running for', number: true },
  { title: 'Rows so far', number: true },
  { title: 'Actions', quiet: true },
];

interface Props {
  readonly runs: readonly Run[];
  /** After a cancel, when the list is old. */
  readonly onChange: () => void;
  readonly every: number;
}

export function RunningRuns({ runs, onChange, every }: Props): React.JSX.Element {
  return (
    <ListTable caption="What runs now" columns={COLUMNS}>
      {runs.map((run) => (
        <Row key={run.id} run={run} onChange={onChange} every={every} />
      ))}
    </ListTable>
  );
}

interface RowProps {
  readonly run: Run;
  readonly onChange: () => void;
  readonly every: number;
}

function Row({ run, onChange, every }: RowProps): React.JSX.Element {
  const { issuer, subject } = useMe();
  const [cancelling, setCancelling] = useState(false);
  const path = { id: placedId(run.instance, run.id) };
  // The list does not say what PostgreSQL waits for; one run does.
  const { data } = useQuery({
    queryKey: ['getExecution', run.id, issuer, subject],
    queryFn: ({ signal }) => client.call('getExecution', { path, signal }),
    refetchInterval: every,
    retry: false,
  });
  const busy = cancelling || run.state === 'cancelling';
  const cancel = async (): Promise<void> => {
    setCancelling(true);
    try {
      const { state } = await client.call('cancelExecution', { path });
      if (state === 'ended') notifyDone('PostgreSQL has stopped it.');
    } catch (error) {
      notifyProblem(error);
    } finally {
      setCancelling(false);
      onChange();
    }
  };
  const wait = data?.activity === undefined ? undefined : waitWords(data.activity, run.elapsedMs);
  return (
    <Table.Tr>
      <Table.Td>{run.serverName}</Table.Td>
      <Table.Td>{run.database}</Table.Td>
      <Table.Td>
        <Stack gap={0} align="start">
          <Badge variant="dot" color={busy ? 'yellow' : 'blue'}>
            {busy ? 'cancelling' : run.state}
          </Badge>
          {run.kind === 'copy' ? <Text size="xs">copies rows in</Text> : null}
        </Stack>
      </Table.Td>
      <Table.Td>
        {wait ?? (
          <Text size="sm" c="dimmed">
            nothing that PostgreSQL names
          </Text>
        )}
      </Table.Td>
      <NumberCell>{durationText(run.elapsedMs)}</NumberCell>
      <NumberCell>{run.rows}</NumberCell>
      <Table.Td align="right">
        <Button
          size="compact-xs"
          color="red"
          variant="light"
          loading={busy}
          onClick={() => void cancel()}
          aria-label={`Cancel the run on ${run.serverName}`}
        >
          Cancel
        </Button>
      </Table.Td>
    </Table.Tr>
  );
}
