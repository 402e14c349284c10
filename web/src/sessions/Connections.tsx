import type { components } from '@pg-usher/sdk';
import { Badge, Button, Table, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useLimits } from '../app/limits.ts';
import { useMe } from '../app/me.tsx';
import { client } from '../client.ts';
import { Ask } from '../lists/Ask.tsx';
import { Empty } from '../lists/Empty.tsx';
import { ListTable } from '../lists/ListTable.tsx';
import { durationText } from '../lists/times.ts';
import { When } from '../lists/When.tsx';
import { notifyDone } from '../problem/notify.ts';
import { Section } from './Section.tsx';
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
  { title: 'Actions', quiet: true },
];

/** The database connections that are kept for one. */
export function Connections({
  now,
  every,
}: {
  readonly now: number;
  readonly every: number;
}): React.JSX.Element {
  const me = useMe();
  const [asked, setAsked] = useState<Connection | undefined>(undefined);
  const query = useQuery({
    queryKey: ['listDatabaseSessions', me.issuer, me.subject],
    queryFn: ({ signal }) => client.call('listDatabaseSessions', { signal }),
    refetchInterval: every,
  });
  const sessions = query.data?.sessions ?? [];
  const close = async ({ id }: Connection): Promise<void> => {
    await client.call('closeDatabaseSession', { path: { id } });
    notifyDone('The connection is closed.');
    await query.refetch();
  };
  return (
    <Section
      title="Your database connections"
      about={aboutConnections(useLimits()?.databaseSessions.perPerson)}
      query={query}
    >
      {sessions.length === 0 ? (
        <Empty title="No connection is kept for you">
          A statement opens one, and closes it when it is done. An editor tab in manual mode keeps
          one for its transaction.
        </Empty>
      ) : (
        <ListTable caption="Your database connections" columns={COLUMNS}>
          {sessions.map((session) => (
            <Row key={session.id} session={session} now={now} onClose={() => setAsked(session)} />
          ))}
        </ListTable>
      )}
      {asked === undefined ? null : (
        <Ask
          title="Close this connection?"
          action="Close it"
          onClose={() => setAsked(undefined)}
          onConfirm={() => close(asked)}
        >
          The connection to {asked.serverName}, database {asked.database}.{' '}
          <strong>{connectionState(asked.transactionStatus).loss}</strong> Temporary tables and
          settings of it are gone.
        </Ask>
      )}
    </Section>
  );
}

interface RowProps {
  readonly session: Connection;
  readonly now: number;
  readonly onClose: () => void;
}

function Row({ session, now, onClose }: RowProps): React.JSX.Element {
  const { serverId, serverName, database, databaseUser, transactionStatus, openedAt, backendPid } =
    session;
  const { text, color } = connectionState(transactionStatus);
  return (
    <Table.Tr>
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
      <Table.Td align="right">
        <Button
          size="compact-xs"
          variant="default"
          onClick={onClose}
          aria-label={`Close the connection to ${serverName}, process ${backendPid}`}
        >
          Close
        </Button>
      </Table.Td>
    </Table.Tr>
  );
}
