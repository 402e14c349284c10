import type { components } from '@pg-usher/sdk';
import { Badge, Group, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { cssColor } from './server-colors.ts';
import type { Server } from './servers-query.ts';
import classes from './ServersPage.module.css';

type Reachability = components['schemas']['ReachabilityDto'];

interface Props {
  readonly server: Server;
  readonly reachability: Reachability | undefined;
}

const STATES: Readonly<Record<string, { readonly text: string; readonly color: string }>> = {
  reachable: { text: 'ready', color: 'var(--mantine-color-teal-6)' },
  unreachable: { text: 'not answering', color: 'var(--mantine-color-red-6)' },
  untrusted: { text: 'cannot be verified', color: 'var(--mantine-color-orange-6)' },
};

/** The row itself opens the server. */
export function ServerRow({ server, reachability }: Props): React.JSX.Element {
  const { id, name, host, port, comment, maintenanceDb, labels, color } = server;
  const state = STATES[reachability?.state ?? ''];
  return (
    <li>
      <Link
        to="/s/$server/$db"
        params={{ server: id, db: maintenanceDb }}
        className={classes['row']}
      >
        <span className={classes['stripe']} style={{ background: cssColor(color) }} />
        <Group gap={6}>
          <span className={classes['name']}>{name}</span>
          {labels.map((label) => (
            <Badge key={label} color={color ?? 'gray'}>
              {label}
            </Badge>
          ))}
        </Group>
        <Text size="sm" c="dimmed" className={classes['about']}>
          {comment ?? `${host}:${port}`}
        </Text>
        <span className={classes['state']} title={reachability?.detail}>
          {state === undefined ? null : (
            <>
              <span aria-hidden className={classes['dot']} style={{ background: state.color }} />
              <Text size="xs">{state.text}</Text>
            </>
          )}
        </span>
      </Link>
    </li>
  );
}
