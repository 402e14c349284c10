import type { components } from '@pg-usher/sdk';
import { Badge, Button, Code, Group, Stack, Table, Text } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useCommands } from '../app/commands.tsx';
import { client } from '../client.ts';
import { Ask } from '../lists/Ask.tsx';
import { Empty } from '../lists/Empty.tsx';
import { useFilters } from '../lists/filters.ts';
import { ListTable } from '../lists/ListTable.tsx';
import { PagedList } from '../lists/PagedList.tsx';
import { PageHead } from '../lists/PageHead.tsx';
import { PAGE_AFTER_PAGE, type Pages } from '../lists/pages.ts';
import { useNow } from '../lists/use-now.ts';
import { When } from '../lists/When.tsx';
import { notifyDone } from '../problem/notify.ts';
import { browserName } from '../sessions/session-words.ts';
import { AdminLayout } from './AdminLayout.tsx';
import { FILTERS, type SessionFilter, SessionFilters } from './SessionFilters.tsx';

type Session = components['schemas']['SessionDto'];

/** `/admin/sessions` */
export default function AdminSessionsPage(): React.JSX.Element {
  return (
    <AdminLayout>
      <Sessions />
    </AdminLayout>
  );
}

const COLUMNS = [
  { title: 'Person', width: '24ch' },
  { title: 'Came by' },
  { title: 'From', width: '18ch' },
  { title: 'Signed in' },
  { title: 'Last seen' },
  { title: 'Ends at the latest' },
  { title: 'Actions', quiet: true },
];

interface Asked {
  readonly kind: 'one' | 'all';
  readonly session: Session;
}

function Sessions(): React.JSX.Element {
  const now = useNow(10_000);
  const [filters, change] = useFilters(FILTERS);
  const [asked, setAsked] = useState<Asked | undefined>(undefined);
  const search = useRef<HTMLInputElement>(null);
  const query = useSessions(filters);
  const { refetch } = query;
  const sessions = query.data?.pages.flatMap(({ items }) => items) ?? [];
  useCommands([
    {
      id: 'admin.sessions.renew',
      label: 'Look again at the sessions',
      group: 'Sessions',
      keys: 'r',
      run: () => void refetch(),
    },
    {
      id: 'admin.sessions.search',
      label: 'Search the sessions',
      group: 'Sessions',
      keys: '/',
      run: () => search.current?.focus(),
    },
  ]);
  const end = async ({ kind, session }: Asked): Promise<void> => {
    if (kind === 'one') {
      await client.call('endSession', { path: { id: session.id } });
      notifyDone('The session has ended.');
    } else {
      const body = { issuer: session.issuer, subject: session.subject };
      const { ended } = await client.call('endSessionsOfIdentity', { body });
      notifyDone(`${ended} ${ended === 1 ? 'session has' : 'sessions have'} ended.`);
    }
    await refetch();
  };
  return (
    <Stack gap="md">
      <PageHead
        title="Sessions"
        actions={
          <Button variant="default" onClick={() => void refetch()} title="R">
            Look again
          </Button>
        }
      >
        Who is signed in, the newest first. Ending a session ends what runs in it, and closes its
        database connections.
      </PageHead>
      <SessionFilters filters={filters} onChange={change} searchRef={search} />
      <PagedList
        query={query}
        count={sessions.length}
        noun={['session', 'sessions']}
        empty={
          <Empty title="No session fits">
            Take a filter away. Programs with an access token have no session.
          </Empty>
        }
      >
        <ListTable
          caption="Everybody's login sessions"
          columns={COLUMNS}
          maxHeight="calc(100dvh - 300px)"
        >
          {sessions.map((session) => (
            <Row
              key={session.id}
              session={session}
              now={now}
              onAsk={(kind) => setAsked({ kind, session })}
              onOnly={() => change({ issuer: session.issuer, subject: session.subject })}
            />
          ))}
        </ListTable>
      </PagedList>
      {asked === undefined ? null : (
        <EndQuestion
          asked={asked}
          onClose={() => setAsked(undefined)}
          onConfirm={() => end(asked)}
        />
      )}
    </Stack>
  );
}

function useSessions({
  q,
  issuer,
  subject,
}: SessionFilter): Pages<components['schemas']['SessionListDto']> {
  const search = q.trim();
  return useInfiniteQuery({
    queryKey: ['listSessions', search, issuer, subject],
    queryFn: ({ signal, pageParam }) =>
      client.call('listSessions', {
        query: {
          ...(search === '' ? {} : { search }),
          ...(issuer === '' ? {} : { issuer }),
          ...(subject === '' ? {} : { subject }),
          ...(pageParam === undefined ? {} : { before: pageParam }),
        },
        signal,
      }),
    ...PAGE_AFTER_PAGE,
    refetchInterval: 15_000,
  });
}

interface RowProps {
  readonly session: Session;
  readonly now: number;
  readonly onAsk: (kind: Asked['kind']) => void;
  readonly onOnly: () => void;
}

function Row({ session, now, onAsk, onOnly }: RowProps): React.JSX.Element {
  const { username, issuer, subject, authSource, isAdmin, current, userAgent, remoteAddress } =
    session;
  return (
    <Table.Tr>
      <Table.Td>
        <Group gap={6}>
          <strong>{username}</strong>
          {isAdmin ? (
            <Badge variant="dot" color="violet">
              administrator
            </Badge>
          ) : null}
          {current ? (
            <Badge variant="dot" color="teal">
              this one
            </Badge>
          ) : null}
        </Group>
        <Text size="xs" c="dimmed">
          {subject} of {issuer}
        </Text>
      </Table.Td>
      <Table.Td>{authSource}</Table.Td>
      <Table.Td title={userAgent ?? undefined}>
        {browserName(userAgent)}
        <Text size="xs" c="dimmed">
          {remoteAddress ?? 'address not known'}
        </Text>
      </Table.Td>
      <Table.Td>
        <When at={session.createdAt} />
      </Table.Td>
      <Table.Td>
        <When at={session.lastSeenAt} from={now} />
      </Table.Td>
      <Table.Td>
        <When at={session.expiresAt} from={now} />
      </Table.Td>
      <Table.Td>
        <Group gap={4} justify="end" wrap="nowrap">
          <Button
            size="compact-xs"
            variant="subtle"
            onClick={onOnly}
            aria-label={`Only theirs: sessions of ${username}`}
          >
            Only theirs
          </Button>
          <Button
            size="compact-xs"
            variant="default"
            onClick={() => onAsk('one')}
            aria-label={`End this session of ${username}`}
          >
            End
          </Button>
          <Button
            size="compact-xs"
            variant="default"
            color="red"
            onClick={() => onAsk('all')}
            aria-label={`End all of theirs: sessions of ${username}`}
          >
            End all of theirs
          </Button>
        </Group>
      </Table.Td>
    </Table.Tr>
  );
}

interface QuestionProps {
  readonly asked: Asked;
  readonly onClose: () => void;
  readonly onConfirm: () => Promise<void>;
}

function EndQuestion({
  asked: { kind, session },
  onClose,
  onConfirm,
}: QuestionProps): React.JSX.Element {
  const { username, issuer, subject, current } = session;
  return (
    <Ask
      title={
        kind === 'one' ? `End this session of ${username}?` : `End all sessions of ${username}?`
      }
      action={kind === 'one' ? 'End it' : 'End all'}
      onClose={onClose}
      onConfirm={onConfirm}
    >
      {kind === 'one' ? (
        <>
          They are signed out there at once. What runs in it is cancelled, and uncommitted work is
          rolled back.
        </>
      ) : (
        <>
          <Code>{subject}</Code> of <Code>{issuer}</Code> is signed out everywhere, and what runs
          with their access tokens ends, too. They can sign in again: to keep them out, disable the
          account where it is kept.
        </>
      )}
      {current ? <strong> It is your own: you are signed out.</strong> : null}
    </Ask>
  );
}
