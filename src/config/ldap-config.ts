import type { Secret } from '../common/secret.js';
import type { EnvironmentReader } from './environment-reader.js';
import type { PlainName, SecretName } from './names.js';
import { isLoopback } from './urls.js';

/** How the people of a directory are found, and how they prove who they are. */
export type LdapUserLookup =
  | {
      readonly kind: 'search';
      readonly base: string;
      /** RFC 4515, with `{username}` where the escaped name goes. */
      readonly filter: string;
      /** Undefined binds anonymously for the search. */
      readonly bind: { readonly dn: string; readonly password: Secret } | undefined;
    }
  | {
      readonly kind: 'direct';
      /** RFC 4514, with `{username}` where the escaped name goes. */
      readonly dnTemplate: string;
    };

/** A directory that people may sign in with (RFC 4511). */
export interface LdapConfig {
  readonly host: string;
  readonly port: number;
  /** `none` on loopback only. */
  readonly security: 'tls' | 'starttls' | 'none';
  /** Undefined means the public roots that Node brings. */
  readonly caFile: string | undefined;
  readonly user: LdapUserLookup;
  /** The attribute that holds the name that people read. */
  readonly usernameAttribute: string;
  /** The attribute that stays the same when a person is renamed. */
  readonly idAttribute: string;
  /** Undefined reads `memberOf` of the person's entry. */
  readonly groups: { readonly base: string; readonly filter: string } | undefined;
  /** Distinguished names, compared without case. A name alone could be had in another branch. */
  readonly adminGroups: readonly string[];
  /** Each operation, and connecting, ends after this. */
  readonly timeoutMs: number;
}

const NAMES: readonly (PlainName | SecretName)[] = [
  'LDAP_STARTTLS',
  'LDAP_CA_FILE',
  'LDAP_BIND_DN',
  'LDAP_BIND_PASSWORD',
  'LDAP_USER_BASE',
  'LDAP_USER_FILTER',
  'LDAP_USER_DN_TEMPLATE',
  'LDAP_USERNAME_ATTRIBUTE',
  'LDAP_ID_ATTRIBUTE',
  'LDAP_GROUP_BASE',
  'LDAP_GROUP_FILTER',
  'LDAP_ADMIN_GROUPS',
];

/** RFC 4512 section 1.4: a name or an OID. */
const ATTRIBUTE = /^(?:[A-Za-z][A-Za-z0-9-]*|\d+(?:\.\d+)+)$/;
const TIMEOUT_MS = 5000;

/** The directory, or undefined when none is configured; mistakes go to the reader. */
export function ldapConfig(reader: EnvironmentReader): LdapConfig | undefined {
  const url = reader.text('LDAP_URL');
  if (url === undefined) {
    const orphans = NAMES.filter((name) => reader.has(name));
    if (orphans.length > 0) {
      reader.mistake(`LDAP_URL is missing: ${orphans.join(', ')} cannot be used without it.`);
    }
    return undefined;
  }
  const address = ldapAddress(reader, url);
  const user = userLookup(reader);
  const idAttribute = attribute(reader, 'LDAP_ID_ATTRIBUTE', 'entryUUID');
  const usernameAttribute = attribute(reader, 'LDAP_USERNAME_ATTRIBUTE', 'uid');
  const groups = groupSearch(reader);
  if (address === undefined || user === undefined) return undefined;
  return {
    ...address,
    caFile: reader.text('LDAP_CA_FILE'),
    user,
    usernameAttribute,
    idAttribute,
    groups,
    // A DN has commas of its own.
    adminGroups: reader.list('LDAP_ADMIN_GROUPS', /;/),
    timeoutMs: TIMEOUT_MS,
  };
}

function ldapAddress(
  reader: EnvironmentReader,
  text: string,
): Pick<LdapConfig, 'host' | 'port' | 'security'> | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !isAddressOnly(url)) {
    reader.mistake(
      'LDAP_URL must be a scheme, a host and a port only, such as ldaps://ldap.example:636.',
    );
    return undefined;
  }
  const secure = url.protocol === 'ldaps:';
  if (!secure && url.protocol !== 'ldap:') {
    reader.mistake('LDAP_URL must start with ldaps:// or, with LDAP_STARTTLS=required, ldap://.');
    return undefined;
  }
  const startTls = isStartTlsRequired(reader, secure);
  if (startTls === undefined) return undefined;
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  if (!secure && !startTls && !isLoopback(host)) {
    reader.mistake(
      'LDAP_URL would send passwords in the clear: use ldaps://, or set LDAP_STARTTLS=required. Plain ldap:// is accepted for loopback only.',
    );
  }
  const port = url.port === '' ? (secure ? 636 : 389) : Number(url.port);
  return { host, port, security: secure ? 'tls' : startTls ? 'starttls' : 'none' };
}

function isAddressOnly(url: URL): boolean {
  const more = [url.username, url.password, url.search, url.hash, url.pathname.replace(/^\/$/, '')];
  return url.hostname !== '' && more.every((part) => part === '');
}

function isStartTlsRequired(reader: EnvironmentReader, secure: boolean): boolean | undefined {
  const value = reader.text('LDAP_STARTTLS');
  if (value !== undefined && value !== 'required') {
    reader.mistake('LDAP_STARTTLS must be "required" or not set; there is no "if possible".');
    return undefined;
  }
  if (value !== undefined && secure) {
    reader.mistake('LDAP_STARTTLS is for ldap://; with ldaps:// the connection begins with TLS.');
    return undefined;
  }
  return value === 'required';
}

function userLookup(reader: EnvironmentReader): LdapUserLookup | undefined {
  const dnTemplate = reader.text('LDAP_USER_DN_TEMPLATE');
  const base = reader.text('LDAP_USER_BASE');
  const searchNames = (['LDAP_USER_BASE', 'LDAP_USER_FILTER', 'LDAP_BIND_DN'] as const).filter(
    (name) => reader.has(name),
  );
  if (dnTemplate === undefined) return userSearch(reader, base);
  if (searchNames.length > 0) {
    reader.mistake(
      `LDAP_USER_DN_TEMPLATE and ${searchNames.join(', ')} are two ways to find people; keep one of them.`,
    );
    return undefined;
  }
  if (/^[A-Za-z][A-Za-z0-9-]*=\{username\}(?:,[^{}]+)?$/.test(dnTemplate)) {
    return { kind: 'direct', dnTemplate };
  }
  reader.mistake(
    'LDAP_USER_DN_TEMPLATE must begin with an attribute that is {username}, such as uid={username},ou=people,dc=example.',
  );
  return undefined;
}

function userSearch(
  reader: EnvironmentReader,
  base: string | undefined,
): LdapUserLookup | undefined {
  if (base === undefined) {
    reader.mistake(
      'LDAP_USER_BASE is missing: people are searched below it. Or set LDAP_USER_DN_TEMPLATE to bind directly.',
    );
    return undefined;
  }
  const filter = reader.text('LDAP_USER_FILTER') ?? '(uid={username})';
  if (!isFilter(filter)) {
    reader.mistake(
      'LDAP_USER_FILTER must be a filter in parentheses that compares something with {username}, such as (uid={username}).',
    );
  }
  const dn = reader.text('LDAP_BIND_DN');
  const password = reader.secret('LDAP_BIND_PASSWORD');
  if ((dn === undefined) === reader.has('LDAP_BIND_PASSWORD')) {
    reader.mistake('LDAP_BIND_DN and LDAP_BIND_PASSWORD belong together: set both or none.');
  }
  const bind = dn === undefined || password === undefined ? undefined : { dn, password };
  return { kind: 'search', base, filter, bind };
}

/** The entry's DN is put in for `{dn}`, the name for `{username}`. */
function groupSearch(reader: EnvironmentReader): LdapConfig['groups'] {
  const base = reader.text('LDAP_GROUP_BASE');
  if (base === undefined) {
    if (reader.has('LDAP_GROUP_FILTER')) {
      reader.mistake('LDAP_GROUP_BASE is missing: LDAP_GROUP_FILTER searches below it.');
    }
    return undefined;
  }
  const filter = reader.text('LDAP_GROUP_FILTER') ?? '(member={dn})';
  const plain = filter.replaceAll('{dn}', '{username}');
  if (!isFilter(plain)) {
    reader.mistake(
      'LDAP_GROUP_FILTER must be a filter in parentheses that compares something with {dn} or {username}, such as (member={dn}).',
    );
  }
  return { base, filter };
}

function attribute(reader: EnvironmentReader, name: PlainName, fallback: string): string {
  const value = reader.text(name) ?? fallback;
  if (!ATTRIBUTE.test(value)) {
    reader.mistake(`${name} must be the name of one attribute, such as ${fallback}.`);
  }
  return value;
}

/** A whole filter, in which the name is all of a value and never a part of the filter's own words. */
function isFilter(filter: string): boolean {
  const bare = filter.replaceAll(/=\{username\}(?=\))/g, '=x');
  return filter !== bare && /^\([^{}]*\)$/.test(bare) && isBalanced(bare);
}

function isBalanced(filter: string): boolean {
  let depth = 0;
  for (const [index, character] of [...filter].entries()) {
    if (character === '(') depth += 1;
    if (character === ')') depth -= 1;
    if (depth < 0 || (depth === 0 && index < filter.length - 1)) return false;
  }
  return depth === 0;
}
