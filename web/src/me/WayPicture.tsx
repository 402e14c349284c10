import { Text } from '@mantine/core';
import { IconBrowser, IconDatabase, IconShieldCheck } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { Me } from '../app/me.tsx';
import { hopsOf, noDatabaseUser } from './me-words.ts';
import classes from './WayPicture.module.css';

/** Browser, pg-usher, PostgreSQL: which credential is used at each hop. */
export function WayPicture({ me }: { readonly me: Me }): React.JSX.Element {
  const [browser, database] = hopsOf(me);
  return (
    <ol className={classes.way} aria-label="Which credential is used at each hop">
      <Place icon={<IconBrowser size={22} aria-hidden />}>Your browser</Place>
      <HopText credential={browser.credential} about={browser.about} />
      <Place icon={<IconShieldCheck size={22} aria-hidden />}>pg-usher</Place>
      {database === undefined ? (
        <HopText
          closed
          credential="Closed for you"
          about={noDatabaseUser(me.databaseUserProblem).title}
        />
      ) : (
        <HopText credential={database.credential} about={database.about} />
      )}
      <Place icon={<IconDatabase size={22} aria-hidden />}>
        PostgreSQL
        <Text size="xs" c="dimmed" fw={400}>
          passthrough servers
        </Text>
      </Place>
    </ol>
  );
}

function Place({
  icon,
  children,
}: {
  readonly icon: ReactNode;
  readonly children: ReactNode;
}): React.JSX.Element {
  return (
    <li className={classes.place}>
      {icon}
      <span>{children}</span>
    </li>
  );
}

interface HopProps {
  readonly credential: string;
  readonly about: string;
  readonly closed?: boolean;
}

function HopText({ credential, about, closed = false }: HopProps): React.JSX.Element {
  return (
    <li className={classes.hop}>
      <Text size="sm" fw={600} style={{ overflowWrap: 'anywhere' }}>
        {credential}
      </Text>
      <div
        aria-hidden
        className={`${classes.line ?? ''} ${closed ? (classes.closed ?? '') : ''}`}
      />
      <Text size="xs" c="dimmed">
        {about}
      </Text>
    </li>
  );
}
