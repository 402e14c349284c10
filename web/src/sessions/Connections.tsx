import type { components } from '@pg-usher/sdk';
import { Badge, Table, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useLimits } from '../app/limits.ts';
import { useMe } from '../app/me.tsx';
import { client } from '../client.ts';
import { Empty } from '../lists/Empty.tsx';
import { durationText } from '../lists/times.ts';
import { When } from '../lists/When.tsx';
import { EndableList } from './EndableList.tsx';
import { aboutConnections, connectionState } from './session-words.ts';

type Connection = components['schemas']['DatabaseSessionDto'];

const COLUMNS = [
  { title: 'Server' },
  { title: 'Database' },
  { title: 'As' },
  { title: 'State' },
  { title: 'Opened' },
  { title: 'Closes' },
  { title: 'Process' },
];

interface Props {
  readonly now: number;
  readonly every: number;
}

/** The database connections that are kept for one. */
export function Connections({ now, every }: Props): React.JSX.Element {
  const me = useMe();
  const query = useQuery({
    queryKey: ['listDatabaseSessions', me.issuer, me.subject],
    queryFn: ({ signal }) => client.call('listDatabaseSessions', { signal }),
    refetchInterval: every,
  });
  return (
    <EndableList
      title="Your database connections"
      about={aboutConnections(useLimits()?.databaseSessions.perPerson)}
      caption="Your database connections"
      columns={COLUMNS}
      query={query}
      items={query.data?.sessions ?? []}
      empty={
        <Empty title="No connection is kept for you">
          An editor tab opens one when it runs something, and closes it with the tab, or when you
          leave the page.
        </Empty>
      }
      cells={(session) => <Cells session={session} now={now} />}
      button={({ serverName, backendPid }) => ({
        text: 'Close',
        label: `Close the connection to ${serverName}, process ${backendPid}`,
      })}
      ending={(session) => ({
        question: 'Close this connection?',
        action: 'Close it',
        loss: <Loss session={session} />,
        end: () => client.call('closeDatabaseSession', { path: { id: session.id } }),
        done: 'The connection is closed.',
      })}
    />
  );
}

function Loss({ session }: { readonly session: Connection }): React.JSX.Element {
  return (
    <>
      The connection to {session.serverName}, database {session.database}.{' '}
      <strong>{connectionState(session.transactionStatus).loss}</strong> Temporary tables and
      settings of it are gone.
    </>
  );
}

interface CellsProps {
  readonly session: Connection;
  readonly now: number;
}

function Cells({ session, now }: CellsProps): React.JSX.Element {
  const { serverId, serverName, database, databaseUser, transactionStatus, openedAt, backendPid } =
    session;
  const { text, color } = connectionState(transactionStatus);
  return (
    <>
      <Table.Td title={serverId}>{serverName}</Table.Td>
      <Table.Td>{database}</Table.Td>
      <Table.Td>{databaseUser}</Table.Td>
      <Table.Td>
        <Badge variant="dot" color={color}>
          {text}
        </Badge>{' '}
        {session.idleSince === null ? null : (
          <Text span size="xs" c="dimmed">
            <When at={session.idleSince} from={now} />
          </Text>
        )}
      </Table.Td>
      <Table.Td>
        <When at={openedAt} from={now} />
      </Table.Td>
      <Table.Td>
        <When at={session.expiresAt} from={now} />, or after {durationText(session.idleTimeoutMs)}{' '}
        without a statement
      </Table.Td>
      <Table.Td>{backendPid}</Table.Td>
    </>
  );
}
