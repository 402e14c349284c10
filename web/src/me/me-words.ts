import type { Me } from '../app/me.tsx';

type Source = Me['authSource'];
type UserProblem = NonNullable<Me['databaseUserProblem']>;

export interface Reason {
  readonly title: string;
  /** Why it is so, and who can change it. */
  readonly body: string;
}

/** How somebody came in, as a sentence about them. */
export function sourceWords(source: Source, provider: string | null): string {
  switch (source) {
    case 'oauth2':
      return `You signed in through OpenID Connect, with the identity provider "${provider ?? ''}".`;
    case 'internal':
      return 'You signed in with a local account of pg-usher, by its password.';
    case 'ldap':
      return 'You signed in with your account of the directory (LDAP), by its password.';
    case 'kerberos':
      return 'You signed in by Kerberos.';
    case 'webserver':
      return 'The web server in front of pg-usher signed you in and said who you are.';
  }
}

/** Why there is no database user. */
export function noDatabaseUser(problem: UserProblem | undefined): Reason {
  switch (problem) {
    case 'not-oauth':
      return {
        title: 'This login has no database identity',
        body: 'Only a sign-in through OpenID Connect names a database user. To use passthrough servers, sign out and sign in with an identity provider. Nobody has to change anything.',
      };
    case 'claim-missing':
      return {
        title: 'Your sign-in did not include a database user',
        body: 'The identity provider sent no username claim, or an empty one. You are signed in, but cannot open passthrough servers. An administrator of the identity provider can add the claim to what pg-usher receives; then sign in again.',
      };
    case 'claim-invalid':
      return {
        title: 'Your sign-in names a database user that is not allowed',
        body: 'A database user has 1 to 63 bytes of A-Z a-z 0-9 _ . @ + - and begins with a letter or _. Nothing is trimmed or changed to make it fit. An administrator of the identity provider can correct the claim; then sign in again.',
      };
    case undefined:
      return {
        title: 'You have no database user',
        body: 'pg-usher did not say why. An administrator finds the reason in the audit.',
      };
  }
}

/** One step on the way to the data, and what is shown there to be let in. */
export interface Hop {
  readonly from: string;
  readonly to: string;
  readonly credential: string;
  readonly about: string;
}

/** The way from the browser to a passthrough server; the last hop is missing where it is closed. */
export function hopsOf(
  me: Pick<Me, 'authSource' | 'databaseUser'>,
): readonly [Hop, Hop | undefined] {
  const proof = me.authSource === 'oauth2' ? 'the identity provider' : 'your sign-in';
  const browser: Hop = {
    from: 'Your browser',
    to: 'pg-usher',
    credential: 'A session cookie',
    about: `It was made when ${proof} said who you are. No script can read it.`,
  };
  if (me.databaseUser === null) return [browser, undefined];
  return [
    browser,
    {
      from: 'pg-usher',
      to: 'PostgreSQL',
      credential: `Its own client certificate, with the user "${me.databaseUser}"`,
      about: 'No password is sent, and none is stored. TLS checks that it is the right server.',
    },
  ];
}
