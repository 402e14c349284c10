import { closestName, slipsBetween } from './closest-name.js';

/** Names whose values are secret; each may also be given as `NAME_FILE`, the path of a file. */
export const SECRET_NAMES = [
  'OIDC_CLIENT_SECRET',
  'DATABASE_URL',
  'SESSION_SECRET',
  'BOOTSTRAP_ADMIN_PASSWORD',
  'LDAP_BIND_PASSWORD',
  'CREDENTIALS_KEY',
] as const;
export type SecretName = (typeof SECRET_NAMES)[number];

/** Names whose values may be shown. */
export const PLAIN_NAMES = [
  'OAUTH_PASSTHROUGH_SSL_CERT',
  'OAUTH_PASSTHROUGH_SSL_KEY',
  'OAUTH_PASSTHROUGH_SSL_ROOTCERT',
  'OIDC_ISSUER',
  'OIDC_CLIENT_ID',
  'OIDC_SCOPES',
  'OIDC_AUDIENCE',
  'OAUTH2_USERNAME_CLAIM',
  'OIDC_GROUPS_CLAIM',
  'OIDC_PROVIDERS_FILE',
  'OIDC_NAME',
  'OIDC_CLIENT_AUTH',
  'OIDC_PRIVATE_KEY_FILE',
  'OIDC_CA_FILE',
  'OIDC_ACCESS_TOKEN_TYP',
  'OIDC_CLIENT_IDS',
  'OIDC_MAX_TOKEN_AGE_SECONDS',
  'OIDC_INTROSPECTION',
  'OIDC_USERNAME_TRANSFORM',
  'OIDC_USERNAME_DOMAINS',
  'OIDC_STALE_KEYS_SECONDS',
  'ADMIN_GROUPS',
  'PUBLIC_URL',
  'SERVERS_FILE',
  'WELCOME_FILE',
  'PORT',
  'HOST',
  'BOOTSTRAP_ADMIN_USERNAME',
  'SESSION_IDLE_MINUTES',
  'SESSION_ABSOLUTE_HOURS',
  'QUERY_MAX_ROWS',
  'QUERY_TIMEOUT_MS',
  'QUERY_MAX_BYTES',
  'QUERY_MAX_CELL_BYTES',
  'DATABASE_SESSION_IDLE_MINUTES',
  'DATABASE_SESSION_TRANSACTION_IDLE_MINUTES',
  'DATABASE_SESSION_ABSOLUTE_HOURS',
  'DATABASE_SESSIONS_PER_PERSON',
  'HISTORY_DAYS',
  'HISTORY_SQL_TEXT',
  'INSTANCE_NAME',
  'BINDING',
  'PROTECTED_ROLES',
  'LDAP_URL',
  'LDAP_STARTTLS',
  'LDAP_CA_FILE',
  'LDAP_BIND_DN',
  'LDAP_USER_BASE',
  'LDAP_USER_FILTER',
  'LDAP_USER_DN_TEMPLATE',
  'LDAP_USERNAME_ATTRIBUTE',
  'LDAP_ID_ATTRIBUTE',
  'LDAP_GROUP_BASE',
  'LDAP_GROUP_FILTER',
  'LDAP_ADMIN_GROUPS',
  'WEBSERVER_HEADER',
  'WEBSERVER_PROXIES',
  'WEBSERVER_GROUPS_HEADER',
  'WEBSERVER_ADMIN_GROUPS',
  'TRUSTED_PROXIES',
  'RATE_LIMIT_LOGIN_PER_MINUTE',
] as const;
export type PlainName = (typeof PLAIN_NAMES)[number];

const KNOWN: readonly string[] = [
  ...PLAIN_NAMES,
  ...SECRET_NAMES,
  ...SECRET_NAMES.map((name) => `${name}_FILE`),
];

/** What nobody else's variable starts with, so that an unknown one is a mistake. */
const OUR_PREFIXES = ['OIDC_', 'OAUTH_', 'OAUTH2_', 'USHER_', 'BOOTSTRAP_ADMIN_', 'WEBSERVER_'];

/**
 * What Kubernetes sets for every service of the namespace: a service named `oidc` gives
 * `OIDC_SERVICE_HOST`, `OIDC_PORT` and `OIDC_PORT_8080_TCP_ADDR`.
 */
const SERVICE_LINK = /_(SERVICE_HOST|SERVICE_PORT(_\w+)?|PORT(_\d+_(TCP|UDP|SCTP)(_\w+)?)?)$/;

/**
 * One sentence for each variable that looks like ours and is not. A name outside our prefixes is
 * only complained about when it is a slip away from a name of ours that is not set itself, so that
 * the variables of other programs are left alone.
 */
export function unknownNames(env: Readonly<Record<string, string | undefined>>): string[] {
  return Object.keys(env)
    .filter((name) => env[name] !== undefined && !KNOWN.includes(name) && !SERVICE_LINK.test(name))
    .map((name) => complaint(name, env))
    .filter((sentence) => sentence !== undefined);
}

function complaint(
  name: string,
  env: Readonly<Record<string, string | undefined>>,
): string | undefined {
  const plain = PLAIN_NAMES.find((known) => name.toUpperCase() === `${known}_FILE`);
  if (plain !== undefined) {
    return `${name} is not known: ${plain} is not a secret and is given as it is.`;
  }
  const prefix = OUR_PREFIXES.find((start) => name.toUpperCase().startsWith(start));
  if (prefix !== undefined) {
    const meant = closestName(name, KNOWN);
    return meant === undefined
      ? `${name} is not known; ${namesThatStart(prefix)}.`
      : `${name} is not known; did you mean ${meant}?`;
  }
  const near = KNOWN.find((known) => known.length >= 8 && isSlipOf(name, known));
  return near === undefined || env[near] !== undefined
    ? undefined
    : `${name} is not known; did you mean ${near}?`;
}

/** One or two slips, and no more than one in a short name: `PUBLIC_IP` is not `PUBLIC_URL`. */
function isSlipOf(name: string, known: string): boolean {
  return slipsBetween(name.toUpperCase(), known) <= (known.length >= 12 ? 2 : 1);
}

function namesThatStart(prefix: string): string {
  const names = KNOWN.filter((known) => known.startsWith(prefix));
  return names.length === 0
    ? `no setting starts with ${prefix}`
    : `the settings that start with ${prefix} are ${names.join(', ')}`;
}
