import { tmpdir } from 'node:os';

export type Env = Record<string, string | undefined>;

export const MINIMAL: Env = {
  DATABASE_URL: 'postgresql://usher:pw@127.0.0.1:5432/usher',
  SESSION_SECRET: 's'.repeat(32),
};
export const OIDC: Env = {
  OIDC_ISSUER: 'https://login.example/realms/main',
  OIDC_CLIENT_ID: 'usher',
  OIDC_CLIENT_SECRET: 'client-secret',
  OAUTH2_USERNAME_CLAIM: 'preferred_username',
};

const NAMES_TOGETHER =
  'OAUTH_PASSTHROUGH_SSL_CERT, OAUTH_PASSTHROUGH_SSL_KEY and OAUTH_PASSTHROUGH_SSL_ROOTCERT belong together: set all three or none.';
const TLS_OFF =
  'NODE_TLS_REJECT_UNAUTHORIZED switches the verification of certificates off; remove it and give the right CA instead.';

/** What is set besides a minimal environment, and the one sentence that it must give. */
export const MISTAKES: readonly (readonly [env: Env, sentence: string])[] = [
  [
    { DATABASE_URL: undefined },
    'DATABASE_URL is missing: pg-usher keeps its own data (never yours) in that PostgreSQL database.',
  ],
  [
    { DATABASE_URL: '' },
    'DATABASE_URL is missing: pg-usher keeps its own data (never yours) in that PostgreSQL database.',
  ],
  [
    { DATABASE_URL: 'not a url' },
    'DATABASE_URL cannot be read; it must look like postgresql://user:password@host:5432/database, and special characters in the password must be percent-encoded.',
  ],
  [
    { DATABASE_URL: 'mysql://u:p@h/d' },
    'DATABASE_URL must start with postgresql://, since pg-usher keeps its own data in PostgreSQL.',
  ],
  [
    { DATABASE_URL: 'postgres://u:p@h' },
    'DATABASE_URL must name one database, as in postgresql://user:password@host:5432/database.',
  ],
  [
    { DATABASE_URL: 'postgres://u:p@h/a/b' },
    'DATABASE_URL must name one database, as in postgresql://user:password@host:5432/database.',
  ],
  [{ DATABASE_URL: 'postgres://h/d' }, 'DATABASE_URL names no user.'],
  [{ DATABASE_URL: 'postgres:///d?user=u' }, 'DATABASE_URL names no host.'],
  [
    { SESSION_SECRET: undefined },
    'SESSION_SECRET is missing: make one with `openssl rand -base64 48`.',
  ],
  [
    { SESSION_SECRET: 'x'.repeat(31) },
    'SESSION_SECRET must have at least 32 bytes; make one with `openssl rand -base64 48`.',
  ],
  [{ SESSION_IDLE_MINUTES: '0' }, 'SESSION_IDLE_MINUTES must be a whole number from 1 to 1440.'],
  [
    { SESSION_ABSOLUTE_HOURS: '169' },
    'SESSION_ABSOLUTE_HOURS must be a whole number from 1 to 168.',
  ],
  [
    { SESSION_IDLE_MINUTES: '61', SESSION_ABSOLUTE_HOURS: '1' },
    'SESSION_IDLE_MINUTES must not be longer than SESSION_ABSOLUTE_HOURS.',
  ],
  [
    { SESSION_SECRET_FILE: '/nowhere' },
    'SESSION_SECRET and SESSION_SECRET_FILE are both set; keep one of them.',
  ],
  [
    { SESSION_SECRET: undefined, SESSION_SECRET_FILE: '/nowhere/at/all' },
    'SESSION_SECRET_FILE names a file that cannot be read (ENOENT).',
  ],
  [
    { SESSION_SECRET: undefined, SESSION_SECRET_FILE: 'a\0b' },
    'SESSION_SECRET_FILE names a file that cannot be read (ERR_INVALID_ARG_VALUE).',
  ],
  [
    { SESSION_SECRET: undefined, SESSION_SECRET_FILE: tmpdir() },
    'SESSION_SECRET_FILE names a file that cannot be read (EISDIR).',
  ],
  [
    { SESSION_SECRET: undefined, SESSION_SECRET_FILE: '/dev/null' },
    'SESSION_SECRET_FILE names a file that is empty.',
  ],
  [
    { SESSION_SECRET: undefined, SESSION_SECRET_FILE: '/dev/zero' },
    'SESSION_SECRET_FILE names a file of more than 65536 bytes.',
  ],
  [{ PORT: '80x' }, 'PORT must be a whole number from 0 to 65535.'],
  [{ PORT: '65536' }, 'PORT must be a whole number from 0 to 65535.'],
  [{ PORT: '-1' }, 'PORT must be a whole number from 0 to 65535.'],
  [{ PORT: '3e3' }, 'PORT must be a whole number from 0 to 65535.'],
  [{ PORT: '0x10' }, 'PORT must be a whole number from 0 to 65535.'],
  [
    { HOST: 'a b', PUBLIC_URL: 'https://usher.example' },
    'HOST must be an IP address or a host name to listen on, such as 127.0.0.1 or 0.0.0.0.',
  ],
  [
    { HOST: '0.0.0.0' },
    'PUBLIC_URL is missing: with HOST open to others, pg-usher must know the https URL under which browsers see it.',
  ],
  [{ PUBLIC_URL: 'usher.example' }, 'PUBLIC_URL must be a URL such as https://usher.example.'],
  [
    { PUBLIC_URL: 'ftp://usher.example' },
    'PUBLIC_URL must be a URL such as https://usher.example.',
  ],
  [
    { PUBLIC_URL: 'https://me:pw@usher.example' },
    'PUBLIC_URL must not contain a user name or a password.',
  ],
  [
    { PUBLIC_URL: 'https://usher.example/app' },
    'PUBLIC_URL must be an origin only, such as https://usher.example, without a path, a query or a fragment.',
  ],
  [
    { PUBLIC_URL: 'https://usher.example/?a=b' },
    'PUBLIC_URL must be an origin only, such as https://usher.example, without a path, a query or a fragment.',
  ],
  [
    { PUBLIC_URL: 'https://usher.example#top' },
    'PUBLIC_URL must be an origin only, such as https://usher.example, without a path, a query or a fragment.',
  ],
  [
    { PUBLIC_URL: 'http://usher.example' },
    'PUBLIC_URL must be https: over http, session cookies could be read on the way. http is accepted for loopback only.',
  ],
  [
    { PUBLIC_URL: 'http://localhost.evil.example' },
    'PUBLIC_URL must be https: over http, session cookies could be read on the way. http is accepted for loopback only.',
  ],
  [
    { PUBLIC_URL: 'http://127.0.0.1.nip.example' },
    'PUBLIC_URL must be https: over http, session cookies could be read on the way. http is accepted for loopback only.',
  ],
  [{ NODE_TLS_REJECT_UNAUTHORIZED: '0' }, TLS_OFF],
  [{ NODE_TLS_REJECT_UNAUTHORIZED: 'false' }, TLS_OFF],
  [{ NODE_TLS_REJECT_UNAUTHORIZED: ' 0' }, TLS_OFF],
  [
    { SSLKEYLOGFILE: '/tmp/keys' },
    'SSLKEYLOGFILE would write the keys of TLS sessions to a file; remove it.',
  ],
  [
    { NODE_OPTIONS: '--enable-source-maps --tls-keylog=/tmp/k' },
    'Node has the option --tls-keylog, which would write the keys of TLS sessions to a file; remove it.',
  ],
  [
    { ...OIDC, OIDC_ISSUER: undefined },
    'OIDC_ISSUER is missing: OIDC_CLIENT_ID, OIDC_CLIENT_SECRET, OAUTH2_USERNAME_CLAIM cannot be used without it.',
  ],
  [
    { OAUTH2_USERNAME_CLAIM: 'sub' },
    'OIDC_ISSUER is missing: OAUTH2_USERNAME_CLAIM cannot be used without it.',
  ],
  [
    { ...OIDC, OIDC_ISSUER: 'login.example' },
    'OIDC_ISSUER must be a URL such as https://login.example/realms/main, exactly as the provider writes it.',
  ],
  [
    { ...OIDC, OIDC_ISSUER: 'http://login.example' },
    'OIDC_ISSUER must be https: over http, anybody on the way could sign in as anybody. http is accepted for loopback only.',
  ],
  [
    { ...OIDC, OIDC_ISSUER: 'https://u:p@login.example' },
    'OIDC_ISSUER must not contain a user name or a password.',
  ],
  [
    { ...OIDC, OIDC_ISSUER: 'https://login.example/?x=1' },
    'OIDC_ISSUER must not contain a query or a fragment.',
  ],
  [
    { ...OIDC, OIDC_ISSUER: 'https://login.example/#' },
    'OIDC_ISSUER must not contain a query or a fragment.',
  ],
  [
    { ...OIDC, OIDC_CLIENT_ID: undefined },
    'OIDC_CLIENT_ID is missing: the provider knows pg-usher by it.',
  ],
  [
    { ...OIDC, OAUTH2_USERNAME_CLAIM: undefined },
    "OAUTH2_USERNAME_CLAIM is missing: it names the claim that holds a person's PostgreSQL user, and there is no default.",
  ],
  [
    { ...OIDC, OAUTH2_USERNAME_CLAIM: 'upn, email' },
    'OAUTH2_USERNAME_CLAIM must name exactly one claim; there is no list of fallbacks.',
  ],
  [
    { ...OIDC, OIDC_SCOPES: 'profile email' },
    'OIDC_SCOPES must contain openid; scopes are separated by blanks.',
  ],
  [
    { ...OIDC, OIDC_SCOPES: 'openid,email' },
    'OIDC_SCOPES must contain openid; scopes are separated by blanks.',
  ],
  [
    { ...OIDC, ADMIN_GROUPS: 'dba' },
    'ADMIN_GROUPS is set but OIDC_GROUPS_CLAIM is not, so that nobody could be in one of them.',
  ],
  [{ OAUTH_PASSTHROUGH_SSL_CERT: 'c' }, NAMES_TOGETHER],
  [{ OAUTH_PASSTHROUGH_SSL_KEY: 'k', OAUTH_PASSTHROUGH_SSL_ROOTCERT: 'r' }, NAMES_TOGETHER],
  [{ OAUTH_PASSTHROUGH_SSL_CERT: 'c', OAUTH_PASSTHROUGH_SSL_KEY: 'k' }, NAMES_TOGETHER],
  [
    { BOOTSTRAP_ADMIN_USERNAME: 'root' },
    'BOOTSTRAP_ADMIN_USERNAME and BOOTSTRAP_ADMIN_PASSWORD belong together: set both or none.',
  ],
  [
    { BOOTSTRAP_ADMIN_PASSWORD: 'twelve chars' },
    'BOOTSTRAP_ADMIN_USERNAME and BOOTSTRAP_ADMIN_PASSWORD belong together: set both or none.',
  ],
  [
    { BOOTSTRAP_ADMIN_USERNAME: 'root', BOOTSTRAP_ADMIN_PASSWORD: 'eleven char' },
    'BOOTSTRAP_ADMIN_PASSWORD must have at least 12 characters.',
  ],
  [
    { BOOTSTRAP_ADMIN_USERNAME: 'ro ot', BOOTSTRAP_ADMIN_PASSWORD: 'twelve chars' },
    'BOOTSTRAP_ADMIN_USERNAME must have 1 to 64 characters and no blanks.',
  ],
  [{ QUERY_MAX_ROWS: '0' }, 'QUERY_MAX_ROWS must be a whole number from 1 to 10000000.'],
  [{ QUERY_TIMEOUT_MS: '1s' }, 'QUERY_TIMEOUT_MS must be a whole number from 1000 to 86400000.'],
  [{ OIDC_ISUER: 'x' }, 'OIDC_ISUER is not known; did you mean OIDC_ISSUER?'],
  [{ oidc_issuer: 'x' }, 'oidc_issuer is not known; did you mean OIDC_ISSUER?'],
  [{ OIDC_CLIENTID: 'x' }, 'OIDC_CLIENTID is not known; did you mean OIDC_CLIENT_ID?'],
  [
    { OIDC_CLIENT_SECRETFILE: 'x' },
    'OIDC_CLIENT_SECRETFILE is not known; did you mean OIDC_CLIENT_SECRET_FILE?',
  ],
  [
    { OAUTH_USERNAME_CLAIM: 'x' },
    'OAUTH_USERNAME_CLAIM is not known; did you mean OAUTH2_USERNAME_CLAIM?',
  ],
  [
    { OIDC_ISSUER_FILE: 'x' },
    'OIDC_ISSUER_FILE is not known: OIDC_ISSUER is not a secret and is given as it is.',
  ],
  [
    { OAUTH2_COLOUR: 'x' },
    'OAUTH2_COLOUR is not known; the settings that start with OAUTH2_ are OAUTH2_USERNAME_CLAIM.',
  ],
  [{ USHER_ANYTHING: 'x' }, 'USHER_ANYTHING is not known; no setting starts with USHER_.'],
  [{ SERVER_FILE: 'x' }, 'SERVER_FILE is not known; did you mean SERVERS_FILE?'],
  [{ PUBLIC_ULR: 'x' }, 'PUBLIC_ULR is not known; did you mean PUBLIC_URL?'],
  [{ ADMIN_GROUP: 'x' }, 'ADMIN_GROUP is not known; did you mean ADMIN_GROUPS?'],
];
