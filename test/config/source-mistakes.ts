import type { Env } from './mistakes.js';

export const LDAP: Env = { LDAP_URL: 'ldaps://ldap.example', LDAP_USER_BASE: 'dc=example' };
export const WEBSERVER: Env = {
  WEBSERVER_HEADER: 'X-Remote-User',
  WEBSERVER_PROXIES: '10.0.0.5, 10.1.0.0/16 ::1',
};
const LDAP_ADDRESS =
  'LDAP_URL must be a scheme, a host and a port only, such as ldaps://ldap.example:636.';
const LDAP_FILTER =
  'LDAP_USER_FILTER must be a filter in parentheses that compares something with {username}, such as (uid={username}).';
const LDAP_TEMPLATE =
  'LDAP_USER_DN_TEMPLATE must begin with an attribute that is {username}, such as uid={username},ou=people,dc=example.';
const LDAP_CLEAR =
  'LDAP_URL would send passwords in the clear: use ldaps://, or set LDAP_STARTTLS=required. Plain ldap:// is accepted for loopback only.';
const HEADER =
  'WEBSERVER_HEADER must be a header of its own, of letters, digits and hyphens, such as X-Remote-User.';
const PROXIES =
  'WEBSERVER_PROXIES must be a list of IP addresses and networks, such as 10.0.0.5, 10.1.0.0/16.';

/** The same for the sources that are not OpenID Connect, and for what stands in front of us. */
export const SOURCE_MISTAKES: readonly (readonly [env: Env, sentence: string])[] = [
  [
    { LDAP_USER_BASE: 'dc=example', LDAP_BIND_PASSWORD: 'x' },
    'LDAP_URL is missing: LDAP_BIND_PASSWORD, LDAP_USER_BASE cannot be used without it.',
  ],
  [{ ...LDAP, LDAP_URL: 'ldap.example' }, LDAP_ADDRESS],
  [{ ...LDAP, LDAP_URL: 'ldaps://' }, LDAP_ADDRESS],
  [{ ...LDAP, LDAP_URL: 'ldaps://u:p@ldap.example' }, LDAP_ADDRESS],
  [{ ...LDAP, LDAP_URL: 'ldaps://ldap.example/dc=example' }, LDAP_ADDRESS],
  [{ ...LDAP, LDAP_URL: 'ldaps://ldap.example?uid' }, LDAP_ADDRESS],
  [
    { ...LDAP, LDAP_URL: 'https://ldap.example' },
    'LDAP_URL must start with ldaps:// or, with LDAP_STARTTLS=required, ldap://.',
  ],
  [{ ...LDAP, LDAP_URL: 'ldap://ldap.example' }, LDAP_CLEAR],
  [{ ...LDAP, LDAP_URL: 'ldap://127.0.0.1.nip.example' }, LDAP_CLEAR],
  [
    { ...LDAP, LDAP_URL: 'ldap://ldap.example', LDAP_STARTTLS: 'optional' },
    'LDAP_STARTTLS must be "required" or not set; there is no "if possible".',
  ],
  [
    { ...LDAP, LDAP_STARTTLS: 'required' },
    'LDAP_STARTTLS is for ldap://; with ldaps:// the connection begins with TLS.',
  ],
  [
    { ...LDAP, LDAP_USER_BASE: undefined },
    'LDAP_USER_BASE is missing: people are searched below it. Or set LDAP_USER_DN_TEMPLATE to bind directly.',
  ],
  [
    { ...LDAP, LDAP_USER_DN_TEMPLATE: 'uid={username},dc=example' },
    'LDAP_USER_DN_TEMPLATE and LDAP_USER_BASE are two ways to find people; keep one of them.',
  ],
  ...['{username}', 'uid=x,dc=example', 'cn=x,uid={username}', 'uid={username},ou={username}'].map(
    (template): readonly [Env, string] => [
      { ...LDAP, LDAP_USER_BASE: undefined, LDAP_USER_DN_TEMPLATE: template },
      LDAP_TEMPLATE,
    ],
  ),
  ...[
    'uid={username}',
    '(uid=x)',
    '(uid={user})',
    '({username})',
    '({username}=x)',
    '(uid={username}',
    '(uid={username}))',
    '(uid={username})(cn=x)',
    '(uid={username}*)',
    '(uid=*{username}*)',
  ].map((filter): readonly [Env, string] => [{ ...LDAP, LDAP_USER_FILTER: filter }, LDAP_FILTER]),
  [
    { ...LDAP, LDAP_BIND_DN: 'cn=usher' },
    'LDAP_BIND_DN and LDAP_BIND_PASSWORD belong together: set both or none.',
  ],
  [
    { ...LDAP, LDAP_GROUP_FILTER: '(member={dn})' },
    'LDAP_GROUP_BASE is missing: LDAP_GROUP_FILTER searches below it.',
  ],
  [
    { ...LDAP, LDAP_GROUP_BASE: 'ou=groups', LDAP_GROUP_FILTER: '(cn=*)' },
    'LDAP_GROUP_FILTER must be a filter in parentheses that compares something with {dn} or {username}, such as (member={dn}).',
  ],
  [
    { ...LDAP, LDAP_ID_ATTRIBUTE: 'entryUUID,uid' },
    'LDAP_ID_ATTRIBUTE must be the name of one attribute, such as entryUUID.',
  ],
  [
    { ...LDAP, LDAP_USERNAME_ATTRIBUTE: '*' },
    'LDAP_USERNAME_ATTRIBUTE must be the name of one attribute, such as uid.',
  ],
  [
    { WEBSERVER_PROXIES: '10.0.0.5', WEBSERVER_ADMIN_GROUPS: 'a' },
    'WEBSERVER_HEADER is missing: WEBSERVER_PROXIES, WEBSERVER_ADMIN_GROUPS cannot be used without it.',
  ],
  [
    { ...WEBSERVER, WEBSERVER_PROXIES: undefined },
    'WEBSERVER_PROXIES is missing: without the addresses of the proxies, anybody could name themselves in WEBSERVER_HEADER.',
  ],
  [
    { ...WEBSERVER, WEBSERVER_PROXIES: '' },
    'WEBSERVER_PROXIES is missing: without the addresses of the proxies, anybody could name themselves in WEBSERVER_HEADER.',
  ],
  [{ ...WEBSERVER, WEBSERVER_PROXIES: ' , ' }, 'WEBSERVER_PROXIES names nobody.'],
  ...['*', 'localhost', '10.0.0.0/33', '10.0.0', '10.0.0.5;10.0.0.6'].map(
    (list): readonly [Env, string] => [{ ...WEBSERVER, WEBSERVER_PROXIES: list }, PROXIES],
  ),
  ...['0.0.0.0/0', '10.0.0.5, ::/0'].map((list): readonly [Env, string] => [
    { ...WEBSERVER, WEBSERVER_PROXIES: list },
    'WEBSERVER_PROXIES must not be the whole world.',
  ]),
  ...[
    'X_Remote_User',
    'X Remote User',
    'X-Remote-User:',
    'Authorization',
    'cookie',
    'X-Forwarded-For',
    'Host',
  ].map((header): readonly [Env, string] => [{ ...WEBSERVER, WEBSERVER_HEADER: header }, HEADER]),
  [
    { ...WEBSERVER, WEBSERVER_GROUPS_HEADER: 'x-remote-user' },
    'WEBSERVER_GROUPS_HEADER and WEBSERVER_HEADER must be two headers.',
  ],
  [
    { ...WEBSERVER, WEBSERVER_ADMIN_GROUPS: 'a' },
    'WEBSERVER_ADMIN_GROUPS is set but WEBSERVER_GROUPS_HEADER is not, so that nobody could be in one of them.',
  ],
  [
    { TRUSTED_PROXIES: 'true' },
    'TRUSTED_PROXIES must be a list of IP addresses and networks, such as 10.0.0.5, 10.1.0.0/16.',
  ],
  [{ TRUSTED_PROXIES: '0.0.0.0/0' }, 'TRUSTED_PROXIES must not be the whole world.'],
  [
    { RATE_LIMIT_LOGIN_PER_MINUTE: '0' },
    'RATE_LIMIT_LOGIN_PER_MINUTE must be a whole number from 1 to 1000000.',
  ],
  [
    { WEBSERVER_PROXY: '10.0.0.5' },
    'WEBSERVER_PROXY is not known; did you mean WEBSERVER_PROXIES?',
  ],
  [{ LDAP_STARTLS: 'required' }, 'LDAP_STARTLS is not known; did you mean LDAP_STARTTLS?'],
];
