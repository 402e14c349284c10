import { ProblemError, type SessionDescription } from '@pg-usher/sdk';
import { Button, Group, Stack, Table, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { client } from '../client.ts';
import { Note } from './Note.tsx';
import { ProblemNotice } from '../problem/ProblemNotice.tsx';
import { notifyProblem } from '../problem/notify.ts';
import { type LostSession, lossWords } from '../runs/tab-session.ts';
import type { TabRunner, TabState } from '../runs/tab-runner.ts';

interface Props {
  readonly runner: TabRunner;
  readonly state: TabState;
}

/** What is to be known of a session that ended, and the way on. */
export function LostNotice({ runner, state }: Props): React.JSX.Element | null {
  const { session } = state;
  if (session.kind !== 'lost') return null;
  return <Lost session={session} runner={runner} />;
}

/** Why no session could be opened; where there are too many, the ones there are. */
export function TroubleNotice({
  runner,
  state,
  tabNameOf,
}: Props & {
  /** The editor tab that a session belongs to, if it is one of this page. */
  readonly tabNameOf: (sessionId: string) => string | undefined;
}): React.JSX.Element {
  const { trouble, run } = state;
  const isFull = trouble instanceof ProblemError && trouble.code === 'too-many-sessions';
  return (
    <>
      {trouble === undefined || trouble === run?.problem ? null : <ProblemNotice error={trouble} />}
      {isFull ? <OpenSessions tabNameOf={tabNameOf} onOpen={() => void runner.open()} /> : null}
    </>
  );
}

function Lost({
  session,
  runner,
}: {
  readonly session: LostSession;
  readonly runner: TabRunner;
}): React.JSX.Element {
  const { reason, hadTransaction } = session;
  return (
    <Note color="yellow" title="The database session of this tab has ended" role="alert">
      <Stack gap={6} align="start">
        <Text size="sm">
          {reason} {lossWords(session)}
        </Text>
        <Text size="sm">
          {hadTransaction
            ? 'Nothing runs in this tab before you open a new session: it would run outside of the transaction. Nothing is run again by itself.'
            : 'Your next run opens a new session. Nothing is run again by itself.'}
        </Text>
        <Button size="compact-xs" variant="default" onClick={() => void runner.open()}>
          Open a new session
        </Button>
      </Stack>
    </Note>
  );
}

/** One's sessions, to close one of them. */
function OpenSessions({
  onOpen,
  tabNameOf,
}: {
  readonly onOpen: () => void;
  readonly tabNameOf: (sessionId: string) => string | undefined;
}): React.JSX.Element {
  const { data, error, refetch } = useQuery({
    queryKey: ['listDatabaseSessions', 'workspace'],
    queryFn: ({ signal }) => client.call('listDatabaseSessions', { signal }),
    staleTime: 0,
  });
  const close = async ({ id }: SessionDescription): Promise<void> => {
    try {
      await client.call('closeDatabaseSession', { path: { id } });
    } catch (failure) {
      notifyProblem(failure);
    }
    await refetch();
  };
  if (error !== null) return <ProblemNotice error={error} compact />;
  return (
    <Note color="blue" title="Close one that you do not need">
      <Table aria-label="Your open database sessions">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Database</Table.Th>
            <Table.Th>Editor tab</Table.Th>
            <Table.Th>Process</Table.Th>
            <Table.Th>State</Table.Th>
            <Table.Th>Last used</Table.Th>
            <Table.Td />
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {data?.sessions.map((session) => (
            <Table.Tr key={session.id}>
              <Table.Td>
                {session.database} on {session.serverName}
              </Table.Td>
              <Table.Td>{tabNameOf(session.id) ?? 'elsewhere'}</Table.Td>
              <Table.Td>{session.backendPid}</Table.Td>
              <Table.Td>{session.transactionStatus ?? 'running'}</Table.Td>
              <Table.Td>{new Date(session.lastUsedAt).toLocaleTimeString()}</Table.Td>
              <Table.Td>
                <Button
                  size="compact-xs"
                  variant="default"
                  aria-label={`Close the session of process ${String(session.backendPid)}`}
                  onClick={() => void close(session)}
                >
                  Close
                </Button>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      <Group mt={6}>
        <Button size="compact-xs" onClick={onOpen}>
          Open a session for this tab
        </Button>
      </Group>
    </Note>
  );
}
