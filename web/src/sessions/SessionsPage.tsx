import { Button, Container, Stack } from '@mantine/core';
import { IconRefresh } from '@tabler/icons-react';
import { useCommands } from '../app/commands.tsx';
import { PageHead } from '../lists/PageHead.tsx';
import { useNow } from '../lists/use-now.ts';
import { Connections } from './Connections.tsx';
import { OwnSessions } from './OwnSessions.tsx';
import { useQueryClient } from '@tanstack/react-query';
import { Runs } from './Runs.tsx';

/** Milliseconds between two looks, while the page is in front. */
const EVERY = 4000;

const LISTS = ['listExecutions', 'getExecution', 'listDatabaseSessions', 'listOwnSessions'];

/** `/sessions`: what is open for the caller, and what runs. */
export default function SessionsPage(): React.JSX.Element {
  const queries = useQueryClient();
  const now = useNow(1000);
  const renew = (): void => {
    void queries.invalidateQueries({
      predicate: ({ queryKey: [name] }) => LISTS.includes(String(name)),
    });
  };
  useCommands([
    {
      id: 'sessions.renew',
      label: 'Look again at sessions and runs',
      group: 'Sessions',
      keys: 'r',
      run: renew,
    },
  ]);
  return (
    <Container size="xl" py="md">
      <Stack gap="lg">
        <PageHead
          title="Sessions and connections"
          actions={
            <Button
              variant="default"
              leftSection={<IconRefresh size={14} aria-hidden />}
              onClick={renew}
              title="R"
            >
              Look again
            </Button>
          }
        >
          What is open for you, and what runs. It is looked at every few seconds while you are here,
          on the instance of pg-usher that answers you.
        </PageHead>
        <Runs every={EVERY} />
        <Connections now={now} every={EVERY} />
        <OwnSessions now={now} every={5 * EVERY} />
      </Stack>
    </Container>
  );
}
