import type { components } from '@pg-usher/sdk';
import { Badge, Button, Group, Table, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useMe } from '../app/me.tsx';
import { useSignOut } from '../app/sign-out.ts';
import { client } from '../client.ts';
import { Ask } from '../lists/Ask.tsx';
import { Empty } from '../lists/Empty.tsx';
import { ListTable } from '../lists/ListTable.tsx';
import { When } from '../lists/When.tsx';
import { notifyDone } from '../problem/notify.ts';
import { Section } from './Section.tsx';
import { browserName } from './session-words.ts';

type OwnSession = components['schemas']['OwnSessionDto'];

const COLUMNS = [
  { title: 'Browser or program', width: '16ch' },
  { title: 'Address' },
  { title: 'Signed in' },
  { title: 'Last seen' },
  { title: 'Ends at the latest' },
  { title: 'Actions', quiet: true },
];

/** Where one is signed in. */
export function OwnSessions({
  now,
  every,
}: {
  readonly now: number;
  readonly every: number;
}): React.JSX.Element {
  const me = useMe();
  const signOut = useSignOut();
  const [asked, setAsked] = useState<OwnSession | undefined>(undefined);
  const query = useQuery({
    queryKey: ['listOwnSessions', me.issuer, me.subject],
    queryFn: ({ signal }) => client.call('listOwnSessions', { signal }),
    refetchInterval: every,
  });
  const items = query.data?.items ?? [];
  const end = async (session: OwnSession): Promise<void> => {
    await client.call('endOwnSession', { path: { id: session.id } });
    notifyDone('That session has ended, and what it ran.');
    await query.refetch();
  };
  return (
    <Section
      title="Where you are signed in"
      about="If one of these is not you, end it, and tell an administrator."
      query={query}
    >
      {items.length === 0 ? (
        <Empty title="No login session">A program with an access token needs none.</Empty>
      ) : (
        <ListTable caption="Your login sessions" columns={COLUMNS}>
          {items.map((session) => (
            <Row
              key={session.id}
              session={session}
              now={now}
              onEnd={() => (session.current ? void signOut() : setAsked(session))}
            />
          ))}
        </ListTable>
      )}
      {asked === undefined ? null : (
        <Ask
          title="End this session?"
          action="End the session"
          onClose={() => setAsked(undefined)}
          onConfirm={() => end(asked)}
        >
          {browserName(asked.userAgent)} at {asked.remoteAddress ?? 'an unknown address'} is signed
          out at once. Its database connections are closed, and what runs on them is cancelled and
          rolled back.
        </Ask>
      )}
    </Section>
  );
}

interface RowProps {
  readonly session: OwnSession;
  readonly now: number;
  readonly onEnd: () => void;
}

function Row({ session, now, onEnd }: RowProps): React.JSX.Element {
  const { userAgent, remoteAddress, createdAt, lastSeenAt, expiresAt, current } = session;
  const name = browserName(userAgent);
  return (
    <Table.Tr>
      <Table.Td title={userAgent ?? undefined}>
        <Group gap={6}>
          <span>{name}</span>
          {current ? (
            <Badge variant="dot" color="teal">
              this one
            </Badge>
          ) : null}
        </Group>
      </Table.Td>
      <Table.Td>
        {remoteAddress ?? (
          <Text size="sm" c="dimmed">
            not known
          </Text>
        )}
      </Table.Td>
      <Table.Td>
        <When at={createdAt} />
      </Table.Td>
      <Table.Td>
        <When at={lastSeenAt} from={now} />
      </Table.Td>
      <Table.Td>
        <When at={expiresAt} from={now} />
      </Table.Td>
      <Table.Td align="right">
        <Button
          size="compact-xs"
          variant="default"
          onClick={onEnd}
          aria-label={current ? 'Sign out' : `End the session of ${name}`}
        >
          {current ? 'Sign out' : 'End'}
        </Button>
      </Table.Td>
    </Table.Tr>
  );
}
