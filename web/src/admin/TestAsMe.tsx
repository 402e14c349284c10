import { Button, Code, Group, Stack, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useCommands } from '../app/commands.tsx';
import { client } from '../client.ts';
import { Facts } from '../me/Facts.tsx';
import { ProblemNotice } from '../problem/ProblemNotice.tsx';

interface Props {
  readonly id: string;
  /** Whether the form has changes that a test does not see. */
  readonly dirty: boolean;
}

/** Opens a connection by the saved definition, as whoever presses the button. */
export function TestAsMe({ id, dirty }: Props): React.JSX.Element {
  const { mutate, data, error, isPending } = useMutation({
    mutationFn: () => client.call('connectToServer', { path: { id }, body: {} }),
  });
  useCommands([
    {
      id: 'admin.server.test',
      label: 'Test this server as me',
      group: 'Servers',
      keys: 'mod+shift+e',
      run: () => mutate(),
    },
  ]);
  return (
    <Stack gap="sm">
      <Group gap="sm">
        <Button variant="default" onClick={() => mutate()} loading={isPending} title="Ctrl+Shift+E">
          Test as me
        </Button>
        <Text size="sm" c="dimmed">
          Connects to what is saved{dirty ? ', without the changes in the form' : ''}, the way that
          people do, and asks PostgreSQL who you are.
        </Text>
      </Group>
      <div aria-live="polite">
        {error === null ? null : <ProblemNotice error={error} onRetry={() => mutate()} />}
        {data === undefined ? null : (
          <Facts
            label="What PostgreSQL says"
            facts={[
              ['You are', data.sessionUser],
              [
                'Current user',
                data.currentUser === data.sessionUser ? undefined : data.currentUser,
              ],
              ['Database', data.database],
              ['Version', data.serverVersion],
              ['TLS', `${data.tls.protocol}, ${data.tls.cipher}`],
              ['Process', data.backendPid],
              ['Connection', <Code key="dsn">{data.dsn}</Code>],
            ]}
          />
        )}
      </div>
    </Stack>
  );
}
