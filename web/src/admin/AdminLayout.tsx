import { Container, Stack } from '@mantine/core';
import { Link, useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useCommands } from '../app/commands.tsx';
import { useMe } from '../app/me.tsx';
import { PageHead } from '../lists/PageHead.tsx';
import { Notice } from '../lists/Notice.tsx';
import classes from './AdminLayout.module.css';

const PAGES = [
  { to: '/admin/servers', label: 'Servers' },
  { to: '/admin/accounts', label: 'Local accounts' },
  { to: '/admin/bindings', label: 'Database users' },
  { to: '/admin/sessions', label: 'Sessions' },
  { to: '/admin/audit', label: 'Audit' },
] as const;

/**
 * Around each page for administrators. Others are told why there is nothing; what stands inside is
 * not rendered for them, and asks for nothing.
 */
export function AdminLayout({ children }: { readonly children: ReactNode }): React.JSX.Element {
  const { isAdmin } = useMe();
  return (
    <Container size="xl" py="md">
      {isAdmin ? <ForAdmins>{children}</ForAdmins> : <ForOthers />}
    </Container>
  );
}

function ForAdmins({ children }: { readonly children: ReactNode }): React.JSX.Element {
  const navigate = useNavigate();
  useCommands(
    PAGES.map(({ to, label }) => ({
      id: `admin.${to}`,
      label: `Administration: ${label}`,
      group: 'Administration',
      run: () => void navigate({ to }),
    })),
  );
  return (
    <Stack gap="md">
      <nav aria-label="Administration">
        <ul className={classes.nav}>
          {PAGES.map(({ to, label }) => (
            <li key={to}>
              <Link to={to} className={classes.link}>
                {label}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      {children}
    </Stack>
  );
}

function ForOthers(): React.JSX.Element {
  const { username } = useMe();
  return (
    <Stack gap="md">
      <PageHead title="Administration" />
      <Notice color="orange" title="This is for administrators of pg-usher" maw={760}>
        You are signed in as {username}, who is none. Who is one decides the identity provider, by a
        group, or another administrator, for local accounts. It has nothing to do with rights in any
        database.
      </Notice>
    </Stack>
  );
}
