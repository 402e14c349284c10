import { Badge, UnstyledButton, VisuallyHidden } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { Suspense } from 'react';
import { useCommands } from '../app/commands.tsx';
import { lazyPart } from '../app/lazy-part.tsx';
import { useMe } from '../app/me.tsx';
import { MissingSheet } from '../app/MissingPart.tsx';
import { cssColor } from '../servers/server-colors.ts';
import { serversQuery } from '../servers/servers-query.ts';
import classes from './IdentityChip.module.css';

const IdentityPanel = lazyPart(() => import('./IdentityPanel.tsx'), MissingSheet);

/** `alice @ shop`, at all times: the name that PostgreSQL knows, and where. */
export function IdentityChip(): React.JSX.Element {
  const me = useMe();
  const { server: serverId, db } = useParams({ strict: false });
  const { data } = useQuery(serversQuery);
  const server = data?.items.find(({ id }) => id === serverId);
  const [opened, { open, close }] = useDisclosure(false);
  useCommands([
    {
      id: 'identity',
      label: 'Who does PostgreSQL think I am?',
      group: 'Identity',
      keys: 'mod+i',
      run: open,
      enabled: server !== undefined,
    },
  ]);
  // Without passthrough everybody is the definition's own user, which must be seen at a glance.
  const name = server?.passthrough === false ? server.username : me.databaseUser;
  if (server === undefined) {
    return (
      <span className={classes['chip']} data-plain>
        {me.databaseUser ?? `${me.username}, no database user`}
      </span>
    );
  }
  return (
    <>
      <UnstyledButton
        className={classes['chip']}
        style={{ borderColor: cssColor(server.color) }}
        onClick={open}
      >
        <VisuallyHidden>You are</VisuallyHidden>
        <strong>{name ?? 'no database user'}</strong>
        <span aria-hidden>@</span>
        <VisuallyHidden>at</VisuallyHidden>
        <span className={classes['server']}>{server.name}</span>
        {server.passthrough ? null : <Badge color="orange">shared account</Badge>}
        {server.labels.map((label) => (
          <Badge key={label} color={server.color ?? 'gray'} variant="filled" autoContrast>
            {label}
          </Badge>
        ))}
        <VisuallyHidden>Who does PostgreSQL think I am?</VisuallyHidden>
      </UnstyledButton>
      <Suspense>
        {opened ? (
          <IdentityPanel
            server={server}
            database={db ?? server.maintenanceDb}
            opened={opened}
            onClose={close}
          />
        ) : null}
      </Suspense>
    </>
  );
}
