import {
  Anchor,
  Badge,
  Button,
  Group,
  Kbd,
  Menu,
  UnstyledButton,
  VisuallyHidden,
} from '@mantine/core';
import { useMantineColorScheme } from '@mantine/core';
import {
  IconApi,
  IconChevronDown,
  IconDeviceDesktop,
  IconHistory,
  IconLogout,
  IconMoon,
  IconPlugConnected,
  IconSearch,
  IconServer,
  IconShield,
  IconSun,
  IconUser,
} from '@tabler/icons-react';
import { Link, useNavigate } from '@tanstack/react-router';
import { useSyncExternalStore } from 'react';
import { IdentityChip } from '../identity/IdentityChip.tsx';
import { useCommands } from './commands.tsx';
import classes from './Header.module.css';
import { keysText } from './keys.ts';
import { useMe } from './me.tsx';
import { isAway, onAwayChange } from './reachability.ts';
import { openPalette } from './sheets.tsx';
import { useSignOut } from './sign-out.ts';

const SCHEMES = [
  { value: 'auto', label: 'As the system', icon: IconDeviceDesktop },
  { value: 'light', label: 'Light', icon: IconSun },
  { value: 'dark', label: 'Dark', icon: IconMoon },
] as const;

export function Header(): React.JSX.Element {
  useGoCommands();
  return (
    <Group h="100%" px="sm" gap="sm" wrap="nowrap" justify="space-between">
      <Group gap="sm" wrap="nowrap" component="nav" aria-label="Main" className={classes['side']}>
        <Anchor component={Link} to="/servers" className={classes['name']} underline="never">
          pg-usher
        </Anchor>
        <IdentityChip />
      </Group>
      <div role="status">
        {useSyncExternalStore(onAwayChange, isAway) ? (
          <Badge color="orange">pg-usher cannot be reached</Badge>
        ) : null}
      </div>
      <Button
        variant="default"
        leftSection={<IconSearch size={14} aria-hidden />}
        rightSection={<Kbd size="xs">{keysText('mod+k')}</Kbd>}
        className={classes['search']}
        onClick={openPalette}
      >
        Search or run a command
      </Button>
      <Group gap="xs" wrap="nowrap">
        <PersonMenu />
      </Group>
    </Group>
  );
}

function PersonMenu(): React.JSX.Element {
  const me = useMe();
  const signOut = useSignOut();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <Menu position="bottom-end" width={220}>
      <Menu.Target>
        <UnstyledButton className={classes['person']}>
          <VisuallyHidden>Account of </VisuallyHidden>
          <span className={classes['personName']}>{me.username}</span>
          {me.isAdmin ? <Badge color="grape">admin</Badge> : null}
          <IconChevronDown size={14} aria-hidden />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconServer size={14} />} component={Link} to="/servers">
          Servers
        </Menu.Item>
        <Menu.Item leftSection={<IconUser size={14} />} component={Link} to="/me">
          Who am I
        </Menu.Item>
        <Menu.Item leftSection={<IconHistory size={14} />} component={Link} to="/history">
          My history
        </Menu.Item>
        <Menu.Item leftSection={<IconPlugConnected size={14} />} component={Link} to="/sessions">
          My sessions
        </Menu.Item>
        <Menu.Item leftSection={<IconApi size={14} />} component={Link} to="/api/docs">
          The API
        </Menu.Item>
        {me.isAdmin ? (
          <Menu.Item leftSection={<IconShield size={14} />} component={Link} to="/admin/servers">
            Administration
          </Menu.Item>
        ) : null}
        <Menu.Divider />
        <Menu.Label>Colours</Menu.Label>
        {SCHEMES.map(({ value, label, icon: Icon }) => (
          <Menu.RadioItem
            key={value}
            value={value}
            checked={colorScheme === value}
            rightSection={<Icon size={14} aria-hidden />}
            onChange={() => setColorScheme(value)}
          >
            {label}
          </Menu.RadioItem>
        ))}
        <Menu.Divider />
        <Menu.Item leftSection={<IconLogout size={14} />} onClick={() => void signOut()}>
          Sign out
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

/** What can be reached from everywhere. */
function useGoCommands(): void {
  const navigate = useNavigate();
  const me = useMe();
  const signOut = useSignOut();
  const { setColorScheme } = useMantineColorScheme();
  const go =
    (
      to:
        | '/servers'
        | '/history'
        | '/me'
        | '/sessions'
        | '/api/docs'
        | '/admin/servers'
        | '/admin/audit',
    ) =>
    (): void =>
      void navigate({ to });
  useCommands([
    { id: 'go-servers', label: 'Go to the servers', group: 'Go', run: go('/servers') },
    { id: 'go-history', label: 'Go to my history', group: 'Go', run: go('/history') },
    { id: 'go-me', label: 'Who am I', group: 'Go', run: go('/me') },
    { id: 'go-sessions', label: 'Go to my sessions', group: 'Go', run: go('/sessions') },
    { id: 'go-api', label: 'Read about the API', group: 'Go', run: go('/api/docs') },
    ...(me.isAdmin
      ? [
          {
            id: 'go-admin',
            label: 'Administer the servers',
            group: 'Go',
            run: go('/admin/servers'),
          },
          { id: 'go-audit', label: 'Read the audit', group: 'Go', run: go('/admin/audit') },
        ]
      : []),
    ...SCHEMES.map(({ value, label }) => ({
      id: `colours-${value}`,
      label: `Colours: ${label}`,
      group: 'Page',
      run: () => setColorScheme(value),
    })),
    { id: 'sign-out', label: 'Sign out', group: 'Page', run: () => void signOut() },
  ]);
}
