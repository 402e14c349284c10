import type { components } from '@pg-usher/sdk';
import { SSL_MODES } from './server-labels.ts';

/** What a connection string says that a definition keeps. */
export interface PastedFields {
  readonly host?: string;
  readonly port?: number;
  readonly maintenanceDb?: string;
  readonly sslMode?: components['schemas']['SslMode'];
}

export interface Pasted {
  readonly fields: PastedFields;
  /** Names of what was left out, never its values. */
  readonly ignored: readonly string[];
  /** Sentences. With any of them `fields` is empty; the text is not repeated, it may be a password. */
  readonly mistakes: readonly string[];
}

interface Parameter {
  readonly name: string;
  readonly value: string;
}

class Mistake {
  constructor(readonly sentence: string) {}
}

/**
 * Reads a `postgres://` URL (also `postgresql://`, and JDBC's) or a libpq keyword string. Users and
 * passwords are left out, and so is everything that a definition has no field for.
 */
export function parseDsn(text: string): Pasted {
  const trimmed = text.trim();
  const found = /^(?:jdbc:)?postgres(?:ql)?:\/\//i.test(trimmed)
    ? urlParameters(trimmed)
    : keywordParameters(trimmed);
  return found instanceof Mistake ? wrong(found.sentence) : fieldsOf(found);
}

function wrong(...mistakes: string[]): Pasted {
  return { fields: {}, ignored: [], mistakes };
}

/** RFC 3986, read as libpq reads it: section 34.1.1.2 of the PostgreSQL manual. */
function urlParameters(url: string): Parameter[] | Mistake {
  const rest = url.slice(url.indexOf('://') + 3);
  const [beforeQuery = '', ...query] = rest.split('?');
  const slash = beforeQuery.indexOf('/');
  const authority = slash === -1 ? beforeQuery : beforeQuery.slice(0, slash);
  const path = slash === -1 ? '' : beforeQuery.slice(slash + 1);
  const at = authority.lastIndexOf('@');
  // A "/" or "?" in a password that nobody has escaped ends the authority too early.
  if (path.includes('@') || query.some((part) => part.includes('@'))) {
    return new Mistake(
      'In an address, the signs @ / ? and : of a user, a password or a database are written as %40 %2F %3F and %3A.',
    );
  }
  const parts = [
    ...userParameters(at === -1 ? '' : authority.slice(0, at)),
    ...hostParameters(authority.slice(at + 1)),
    ...(path === '' ? [] : [{ name: 'dbname', value: path }]),
    ...queryParameters(query.join('?')),
  ];
  return decoded(parts);
}

function userParameters(userinfo: string): Parameter[] {
  const [user = '', ...password] = userinfo.split(':');
  return [
    ...(user === '' ? [] : [{ name: 'user', value: '' }]),
    ...(password.length === 0 ? [] : [{ name: 'password', value: '' }]),
  ];
}

function hostParameters(hosts: string): Parameter[] {
  const [first = '', ...others] = hosts.split(',');
  const [, host = first, port] = /^(\[[^\]]*\]|[^:]*)(?::(.*))?$/s.exec(first) ?? [];
  return [
    ...(host === '' ? [] : [{ name: 'host', value: host.replace(/^\[|\]$/g, '') }]),
    ...(port === undefined || port === '' ? [] : [{ name: 'port', value: port }]),
    ...(others.length === 0 ? [] : [{ name: 'further hosts', value: '' }]),
  ];
}

function queryParameters(query: string): Parameter[] {
  return query
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair) => {
      const [name = '', ...value] = pair.split('=');
      return { name, value: value.join('=') };
    });
}

function decoded(parameters: readonly Parameter[]): Parameter[] | Mistake {
  try {
    return parameters.map(({ name, value }) => ({
      name: decodeURIComponent(name),
      value: decodeURIComponent(value),
    }));
  } catch {
    return new Mistake(
      'A percent sign in the address is not followed by two hexadecimal digits of UTF-8; write it as %25.',
    );
  }
}

/** `keyword = value`, the value in single quotes where it has blanks; section 34.1.1.1. */
function keywordParameters(text: string): Parameter[] | Mistake {
  const pair = /\s*([a-z_]+)\s*=\s*(?:'((?:[^'\\]|\\.)*)'|((?:[^\s'\\]|\\.)*))(?=\s|$)/sy;
  const found: Parameter[] = [];
  while (pair.lastIndex < text.length) {
    const match = pair.exec(text);
    if (match === null) {
      return new Mistake(
        'This is neither an address such as postgres://host:5432/database nor a list such as host=… port=… dbname=….',
      );
    }
    const [, name = '', quoted, plain = ''] = match;
    found.push({ name, value: (quoted ?? plain).replace(/\\(.)/gs, '$1') });
  }
  return found.length === 0 ? new Mistake('There is nothing to read.') : found;
}

/** Of two of the same name the later one counts, as in libpq. */
function fieldsOf(parameters: readonly Parameter[]): Pasted {
  const given = new Map(parameters.map(({ name, value }) => [name, value]));
  const read = [
    readHost(given.get('host')),
    readPort(given.get('port')),
    readDatabase(given.get('dbname')),
    readSslMode(given.get('sslmode')),
  ];
  const mistakes = read.flatMap((part) => (part instanceof Mistake ? [part.sentence] : []));
  if (mistakes.length > 0) return wrong(...mistakes);
  const fields = read.reduce<PastedFields>(
    (all, part) => (part instanceof Mistake ? all : { ...all, ...part }),
    {},
  );
  const ignored = [...given.keys()].filter(
    (name) => !['host', 'port', 'dbname', 'sslmode'].includes(name),
  );
  return { fields, ignored: ignoredNames(ignored), mistakes: [] };
}

function readHost(host: string | undefined): PastedFields | Mistake {
  if (host === undefined || host === '') return {};
  if (host.startsWith('/') || host.startsWith('@')) {
    return new Mistake(
      'The host is a socket on the disk of one computer. A definition takes a DNS name or an IP address.',
    );
  }
  const [first = ''] = host.split(',');
  return /^[a-z0-9_.:-]{1,253}$/i.test(first)
    ? { host: first }
    : new Mistake('The host is no DNS name and no IP address.');
}

function readPort(port: string | undefined): PastedFields | Mistake {
  if (port === undefined || port === '') return {};
  const [first = ''] = port.split(',');
  const number = /^\d{1,5}$/.test(first) ? Number(first) : 0;
  return number >= 1 && number <= 65_535
    ? { port: number }
    : new Mistake('The port is no number from 1 to 65535.');
}

function readDatabase(name: string | undefined): PastedFields | Mistake {
  if (name === undefined || name === '') return {};
  const fits = new TextEncoder().encode(name).length <= 63 && !/[\p{Cc}\p{Cs}]/u.test(name);
  return fits
    ? { maintenanceDb: name }
    : new Mistake('The database has a name of more than 63 bytes, or with control characters.');
}

function readSslMode(mode: string | undefined): PastedFields | Mistake {
  if (mode === undefined || mode === '') return {};
  const known = SSL_MODES.find(({ value }) => value === mode)?.value;
  return known === undefined
    ? new Mistake(`sslmode is none of ${SSL_MODES.map(({ value }) => value).join(', ')}.`)
    : { sslMode: known };
}

/** A name that libpq does not know may be a part of a password that was torn apart. */
function ignoredNames(names: readonly string[]): string[] {
  const known = names.filter((name) => NAMED.has(name));
  const others = names.length - known.length;
  return others === 0
    ? known
    : [...known, `${others} ${others === 1 ? 'other setting' : 'other settings'}`];
}

const NAMED: ReadonlySet<string> = new Set([
  'user',
  'password',
  'further hosts',
  'hostaddr',
  'passfile',
  'service',
  'options',
  'application_name',
  'client_encoding',
  'connect_timeout',
  'channel_binding',
  'gssencmode',
  'keepalives',
  'require_auth',
  'sslcert',
  'sslkey',
  'sslpassword',
  'sslrootcert',
  'sslcrl',
  'sslnegotiation',
  'ssl',
  'target_session_attrs',
]);
