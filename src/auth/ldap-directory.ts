import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { type Entry, ResultCodeError } from 'ldapts';
import { errorCode } from '../common/error-code.js';
import { Problem } from '../common/problem.js';
import { ConfigError } from '../config/config-error.js';
import { APP_CONFIG, type AppConfig } from '../config/config.js';
import type { LdapConfig } from '../config/ldap-config.js';
import { LdapConnection } from './ldap-connection.js';
import { binaryNameOf, idOf, textsOf } from './ldap-entry.js';
import { escapeDnValue, escapeFilterValue, foldDn } from './ldap-names.js';
import type { Verified } from './local-accounts.js';
import type { LocalPrincipal } from './principal.js';

const MAX_NAME_LENGTH = 255;
const MAX_GROUPS = 1000;
/** Without bound, a person with all groups of a company would fill every session row. */
const MAX_GROUP_LENGTH = 1024;

interface Settings extends LdapConfig {
  readonly ca: string | undefined;
}

/** A person of the directory whose password was right. */
interface Person {
  readonly entry: Entry;
  readonly username: string;
}

type Open = () => Promise<LdapConnection>;

/** The people of a directory (RFC 4511 to 4519). Their principals have no database identity. */
@Injectable()
export class LdapDirectory {
  readonly #logger = new Logger('Ldap');
  readonly #settings: Settings | undefined;

  /** @throws ConfigError when LDAP_CA_FILE cannot be read */
  constructor(@Inject(APP_CONFIG) { ldap }: AppConfig) {
    this.#settings = ldap === undefined ? undefined : { ...ldap, ca: readCa(ldap.caFile) };
  }

  /**
   * Who a right password stands for; undefined for a wrong one, and for a name that is nobody's or
   * several people's.
   *
   * @throws Problem `provider-unavailable`, `provider-error`
   */
  async verify(username: string, password: string): Promise<Verified | undefined> {
    const settings = this.#settings;
    if (settings === undefined || username === '' || password === '') return undefined;
    const principal = await this.#within(settings, async (open) => {
      const found = await identify(settings, open, { username, password });
      return found === undefined ? undefined : principalOf(settings, found);
    });
    if (principal === undefined) return undefined;
    return { principal, stillStands: () => Promise.resolve(true) };
  }

  /** Runs with connections that are all closed at the end, and at the latest after twice the time. */
  async #within<T>(settings: Settings, run: (open: Open) => Promise<T>): Promise<T> {
    const { timeoutMs } = settings;
    const signal = AbortSignal.timeout(2 * timeoutMs);
    const opened: LdapConnection[] = [];
    try {
      return await run(async () => {
        const connection = await LdapConnection.open(settings, timeoutMs, signal);
        opened.push(connection);
        return connection;
      });
    } catch (error) {
      if (error instanceof Problem) throw error;
      this.#logger.warn(`The directory could not be asked (${reasonOf(error)}).`);
      throw directoryUnavailable(error);
    } finally {
      for (const connection of opened) connection.close();
    }
  }
}

interface Found extends Person {
  readonly groups: readonly string[];
}

async function identify(
  settings: Settings,
  open: Open,
  login: { readonly username: string; readonly password: string },
): Promise<Found | undefined> {
  const { user } = settings;
  const { username, password } = login;
  const searching = await open();
  if (user.kind === 'direct') {
    const dn = user.dnTemplate.replaceAll('{username}', () => escapeDnValue(username));
    if (!(await searching.accepts(dn, password))) return undefined;
    const query = { base: dn, scope: 'base', filter: '(objectClass=*)' } as const;
    const [entry] = await searchPeople(settings, searching, query);
    if (entry === undefined) throw unusable('does not show a person their own entry');
    return { entry, username, groups: await groupsOf(settings, searching, { entry, username }) };
  }
  if (user.bind !== undefined) await bindService(searching, user.bind);
  const filter = user.filter.replaceAll('{username}', () => escapeFilterValue(username));
  const people = await searchPeople(settings, searching, { base: user.base, scope: 'sub', filter });
  const entry = people.length === 1 ? people[0] : undefined;
  // A name of nobody's costs a bind, too, so that the time does not tell it apart.
  const dn = entry?.dn ?? `cn=${randomUUID()},${user.base}`;
  // On a connection of its own, so that what follows is read with the rights of the service.
  const accepted = await (await open()).accepts(dn, password);
  if (!accepted || entry === undefined) return undefined;
  return { entry, username, groups: await groupsOf(settings, searching, { entry, username }) };
}

async function bindService(
  connection: LdapConnection,
  { dn, password }: { readonly dn: string; readonly password: { reveal(): string } },
): Promise<void> {
  if (await connection.accepts(dn, password.reveal())) return;
  throw unusable('does not take LDAP_BIND_DN with LDAP_BIND_PASSWORD');
}

function searchPeople(
  { idAttribute, usernameAttribute, groups }: Settings,
  connection: LdapConnection,
  query: { readonly base: string; readonly scope: 'base' | 'sub'; readonly filter: string },
): Promise<Entry[]> {
  const binary = binaryNameOf(idAttribute);
  return connection.search({
    ...query,
    // Two are enough to know that a name is not one person's.
    sizeLimit: 2,
    attributes: [
      binary ?? idAttribute,
      usernameAttribute,
      ...(groups === undefined ? ['memberOf'] : []),
    ],
    binary: binary === undefined ? [] : [binary],
  });
}

async function groupsOf(
  { groups }: Settings,
  connection: LdapConnection,
  { entry, username }: Person,
): Promise<readonly string[]> {
  if (groups === undefined) return textsOf(entry, 'memberOf');
  const filter = groups.filter
    .replaceAll('{username}', () => escapeFilterValue(username))
    .replaceAll('{dn}', () => escapeFilterValue(entry.dn));
  const found = await connection.search({
    ...{ base: groups.base, scope: 'sub', filter },
    ...{ sizeLimit: MAX_GROUPS, attributes: ['1.1'], binary: [] },
  });
  return found.map(({ dn }) => dn);
}

function principalOf(settings: Settings, { entry, username, groups: all }: Found): LocalPrincipal {
  const accountId = idOf(entry, settings.idAttribute);
  if (accountId === undefined) throw unusable('shows no usable LDAP_ID_ATTRIBUTE of a person');
  const groups = all.filter((group) => group.length <= MAX_GROUP_LENGTH).slice(0, MAX_GROUPS);
  const [name] = textsOf(entry, settings.usernameAttribute);
  const shown = name === undefined || name.length > MAX_NAME_LENGTH ? username : name;
  const admins = new Set(settings.adminGroups.map(foldDn));
  return {
    authSource: 'ldap',
    accountId,
    username: shown,
    groups,
    isAdmin: groups.some((group) => admins.has(foldDn(group))),
  };
}

function readCa(path: string | undefined): string | undefined {
  if (path === undefined) return undefined;
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const code = errorCode(error);
    if (code === undefined) throw error;
    const sentence = `LDAP_CA_FILE names a file that cannot be read (${code}).`;
    throw new ConfigError([sentence], { cause: error });
  }
}

/** A code or a class, never a text: texts of a directory are not ours. */
function reasonOf(error: unknown): string {
  if (error instanceof ResultCodeError) return `result code ${error.code}`;
  return errorCode(error) ?? (error instanceof Error ? error.name : 'no code');
}

function directoryUnavailable(cause: unknown): Problem {
  return new Problem('provider-unavailable', {
    detail: 'The directory is not answering. Try again in a few seconds.',
    owner: 'admin',
    retryAfter: 5,
    cause,
  });
}

function unusable(what: string): Problem {
  return new Problem('provider-error', { detail: `The directory ${what}.`, owner: 'admin' });
}
