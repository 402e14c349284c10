import './mantine-more.ts';
import '@mantine/spotlight/styles.layer.css';
import { Kbd } from '@mantine/core';
import { Spotlight, spotlight } from '@mantine/spotlight';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useEffect } from 'react';
import { serversQuery } from '../servers/servers-query.ts';
import { useAllCommands } from './commands.tsx';
import { keysText } from './keys.ts';

/** Every command that is offered now, and every server. */
export default function Palette({ asked }: { readonly asked: number }): React.JSX.Element {
  useEffect(() => spotlight.open(), [asked]);
  const navigate = useNavigate();
  const commands = useAllCommands().filter(
    ({ enabled, id }) => enabled !== false && id !== 'palette',
  );
  const { data } = useQuery(serversQuery);
  const groups = [...new Set(commands.map(({ group }) => group))];
  return (
    <Spotlight
      shortcut={null}
      attributes={{ content: { 'aria-label': 'Palette' } }}
      nothingFound="Nothing is called that"
      highlightQuery
      scrollable
      maxHeight={420}
      searchProps={{
        placeholder: 'A command, a server …',
        'aria-label': 'Search or run a command',
      }}
      actions={[
        ...groups.map((group) => ({
          group,
          actions: commands
            .filter((command) => command.group === group)
            .map(({ id, label, keys, run }) => ({
              id,
              label,
              onClick: run,
              ...(keys === undefined
                ? {}
                : { rightSection: <Kbd size="xs">{keysText(keys)}</Kbd> }),
            })),
        })),
        {
          group: 'Servers',
          actions: (data?.items ?? []).map((server) => ({
            id: `server-${server.id}`,
            label: server.name,
            description: server.group ?? '',
            onClick: () =>
              void navigate({
                to: '/s/$server/$db',
                params: { server: server.id, db: server.maintenanceDb },
              }),
          })),
        },
      ]}
    />
  );
}
