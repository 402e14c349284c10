import type { components } from '@pg-usher/sdk';
import { Badge, Group, Table, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useMe } from '../app/me.tsx';
import { useSignOut } from '../app/sign-out.ts';
import { client } from '../client.ts';
import { Empty } from '../lists/Empty.tsx';
import { When } from '../lists/When.tsx';
import { EndableList } from './EndableList.tsx';
import { browserName } from './session-words.ts';

type OwnSession = components['schemas']['OwnSessionDto'];

const COLUMNS = [
  { title: 'Browser or program', width: '16ch' },
  { title: 'Address' },
  { title: 'Signed in' },
  { title: 'Last seen' },
  { title: 'Ends at the latest' },
];

interface Props {
  readonly now: number;
  readonly every: number;
}

/** Where one is signed in. */
export function OwnSessions({ now, every }: Props): React.JSX.Element {
  const me = useMe();
  const signOut = useSignOut();
  const query = useQuery({
    queryKey: ['listOwnSessions', me.issuer, me.subject],
    queryFn: ({ signal }) => client.call('listOwnSessions', { signal }),
    refetchInterval: every,
  });
  return (
    <EndableList
      title="Where you are signed in"
      about="If one of these is not you, end it, and tell an administrator."
      caption="Your login sessions"
      columns={COLUMNS}
      query={query}
      items={query.data?.items ?? []}
      empty={<Empty title="No login session">A program with an access token needs none.</Empty>}
      cells={(session) => <Cells session={session} now={now} />}
      button={({ current, userAgent }) =>
        current
          ? { text: 'Sign out', label: 'Sign out' }
          : { text: 'End', label: `End the session of ${browserName(userAgent)}` }
      }
      ending={(session) =>
        session.current
          ? () => void signOut()
          : {
              question: 'End this session?',
              action: 'End the session',
              loss: lossOf(session),
              end: () => client.call('endOwnSession', { path: { id: session.id } }),
              done: 'That session has ended, and what it ran.',
            }
      }
    />
  );
}

function lossOf({ userAgent, remoteAddress }: OwnSession): string {
  const place = remoteAddress ?? 'an unknown address';
  return `${browserName(userAgent)} at ${place} is signed out at once. Its database connections are closed, and what runs on them is cancelled and rolled back.`;
}

interface CellsProps {
  readonly session: OwnSession;
  readonly now: number;
}

function Cells({ session, now }: CellsProps): React.JSX.Element {
  const { userAgent, remoteAddress, createdAt, lastSeenAt, expiresAt, current } = session;
  return (
    <>
      <Table.Td title={userAgent ?? undefined}>
        <Group gap={6}>
          <span>{browserName(userAgent)}</span>
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
    </>
  );
}
