import '../app/mantine-more.ts';
import { Drawer, Skeleton, Stack, Table, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { client } from '../client.ts';
import { ProblemNotice } from '../problem/ProblemNotice.tsx';
import type { Server } from '../servers/servers-query.ts';
import { IDENTITY_SQL, identityFacts } from './identity-sql.ts';
import { useFocusBack } from '../app/use-focus-back.ts';

interface Props {
  readonly server: Server;
  readonly database: string;
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** "Who does PostgreSQL think I am?": asks it, on a connection of the caller's own. */
export default function IdentityPanel({
  server,
  database,
  opened,
  onClose,
}: Props): React.JSX.Element {
  useFocusBack();
  const { data, error, refetch } = useQuery({
    queryKey: ['runQuery', 'identity', server.id, database],
    queryFn: ({ signal }) =>
      client.call('runQuery', {
        path: { id: server.id },
        body: { sql: IDENTITY_SQL, database },
        signal,
      }),
    gcTime: 0,
  });
  const answer = data !== undefined && 'rows' in data ? data : undefined;
  const [row] = answer?.rows ?? [];
  const named = Object.fromEntries(
    answer?.columns.map(({ name }, index) => [name, row?.[index]]) ?? [],
  );
  return (
    <Drawer
      opened={opened}
      onClose={onClose}
      position="right"
      size="md"
      title="Who does PostgreSQL think I am?"
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <Stack gap="sm">
        <Text size="sm">
          {server.passthrough
            ? 'PostgreSQL let pg-usher in by its certificate, as your own role. Grants, row-level security and the log all see you.'
            : 'This server keeps one account for everybody. PostgreSQL cannot tell you from the others.'}
        </Text>
        {error === null ? null : <ProblemNotice error={error} onRetry={() => void refetch()} />}
        {data === undefined && error === null ? <Skeleton h={240} /> : null}
        {data === undefined ? null : (
          <Table aria-label="What PostgreSQL says" layout="fixed">
            <Table.Tbody>
              {identityFacts(named).map(({ name, value }) => (
                <Table.Tr key={name}>
                  <Table.Th scope="row" w={150} style={{ verticalAlign: 'top' }}>
                    {name}
                  </Table.Th>
                  <Table.Td style={{ overflowWrap: 'anywhere' }}>{value}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        )}
      </Stack>
    </Drawer>
  );
}
