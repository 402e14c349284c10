import { checkServerIdentity, type PeerCertificate, type SecureContext } from 'node:tls';
import type pg from 'pg';
import type { DatabaseUser } from '../auth/database-user.js';
import { Problem } from '../common/problem.js';
import type { Secret } from '../common/secret.js';
import type { SslMode } from '../servers/server-definition.js';
import type { StoredCaller } from './caller.js';
import { GuardedConnection } from './guarded-connection.js';

/**
 * Run-time parameters of every session. Constants only, because a blank in a value
 * would start another `-c`.
 * - `client_connection_check_interval` (PostgreSQL 14): a backend whose client is gone ends within
 *   half a second instead of running its statement to the end.
 * - `role=none`: undoes `ALTER ROLE … SET role = somebody`, so that the session starts, and after
 *   `RESET ROLE` stays, as the person.
 */
const SESSION_OPTIONS = '-c client_connection_check_interval=500 -c role=none';

/** PostgreSQL cuts identifiers after 63 bytes (NAMEDATALEN) without a word. */
const MAX_NAME_BYTES = 63;

declare const stored: unique symbol;

/** The user name of a definition without passthrough; made by {@link storedUser} only. */
export type StoredUser = string & { readonly [stored]: 'StoredUser' };

/** @throws Problem `credentials-missing` */
export function storedUser({ server }: StoredCaller): StoredUser {
  const { username } = server;
  if (isStoredUser(username)) return username;
  throw new Problem('credentials-missing', {
    detail: `${server.name} has no stored user, and "Use OAuth identity for database connection" is off, so there is nobody to connect as.`,
    owner: 'admin',
  });
}

function isStoredUser(username: string | null): username is StoredUser {
  return username !== null;
}

/** The parameters of one connection. */
export interface Dsn {
  readonly host: string;
  /** 1 to 65535. */
  readonly port: number;
  readonly database: string;
  readonly user: DatabaseUser | StoredUser;
  readonly applicationName: string;
  readonly sslMode: SslMode;
  readonly options: string;
}

/** A person's connection is always verified in full; a stored user's as the definition says. */
export type DsnInput = Target &
  (
    | { readonly user: DatabaseUser; readonly sslMode: 'verify-full' }
    | { readonly user: StoredUser; readonly sslMode: SslMode }
  );

interface Target {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  /** A UUID; ties PostgreSQL's log and `pg_stat_activity` to the request. */
  readonly requestId: string;
}

/**
 * Builds the connection parameters. Every value that goes into the start-up packet is a
 * NUL-terminated string there, so a NUL would begin a parameter of the attacker's choice; all were
 * checked at the edge, and are checked again here.
 *
 * @throws Problem `validation-failed` for a database name that PostgreSQL would read differently
 */
export function buildDsn(input: DsnInput): Dsn {
  const applicationName = `pg-usher/${input.requestId}`;
  for (const value of [input.host, input.database, input.user, applicationName]) {
    if (value === '' || value.includes('\0')) throw unusableName();
  }
  for (const name of [input.database, input.user, applicationName]) {
    if (Buffer.byteLength(name) > MAX_NAME_BYTES) throw unusableName();
  }
  return {
    host: input.host,
    port: input.port,
    database: input.database,
    user: input.user,
    applicationName,
    sslMode: input.sslMode,
    options: SESSION_OPTIONS,
  };
}

function unusableName(): Problem {
  return new Problem('validation-failed', {
    detail: 'A name in this connection is empty, longer than 63 bytes, or has a NUL in it.',
    owner: 'user',
  });
}

/** PostgreSQL asked for a password, which a passthrough connection has not. */
export class PasswordRequested extends Error {
  override readonly name = 'PasswordRequested';
}

/** What proves to the server that we may be who we say. */
export interface Credentials {
  readonly secureContext: SecureContext;
  /** Of a stored user; never on a passthrough connection. */
  readonly password?: Secret;
}

/**
 * What the driver gets: always this object, never a connection string, where a part of a name
 * could become another parameter. Without a password `password` is a function that throws, because
 * leaving it out would make pg look into PGPASSWORD and the password file.
 */
export function driverConfig(
  dsn: Dsn,
  { secureContext, password }: Credentials,
  maxMessageBytes: number,
): pg.ClientConfig {
  const ssl = tlsOptions(dsn, secureContext);
  return {
    host: dsn.host,
    port: dsn.port,
    user: dsn.user,
    database: dsn.database,
    password: () => {
      if (password === undefined) throw new PasswordRequested();
      return password.reveal();
    },
    ssl,
    application_name: dsn.applicationName,
    options: dsn.options,
    connection: new GuardedConnection({ ssl, keepAlive: true }, maxMessageBytes),
  };
}

export interface TlsOptions {
  readonly secureContext: SecureContext;
  readonly rejectUnauthorized: boolean;
  readonly checkServerIdentity: (name: string, certificate: PeerCertificate) => Error | undefined;
}

/**
 * libpq's modes (PostgreSQL 18, section 32.19.1). verify-full, the only one of a passthrough
 * connection: the chain ends at our CA and the certificate names the host we dialled. verify-ca
 * leaves out the name. `require`, `prefer` and `allow` encrypt without knowing with whom, and
 * unlike libpq never fall back to a clear connection.
 *
 * @returns false for `disable`
 */
export function tlsOptions(
  { host, sslMode }: Pick<Dsn, 'host' | 'sslMode'>,
  secureContext: SecureContext,
): TlsOptions | false {
  if (sslMode === 'disable') return false;
  const checksName = sslMode === 'verify-full';
  return {
    secureContext,
    rejectUnauthorized: checksName || sslMode === 'verify-ca',
    checkServerIdentity: (_name, certificate) =>
      checksName ? checkServerIdentity(host, certificate) : undefined,
  };
}

/**
 * A libpq keyword string (PostgreSQL 18, section 32.1.1.1) for people to read. It names no
 * certificate file, and nothing in the service ever connects with it.
 */
export function displayDsn(dsn: Dsn): string {
  const keywords: readonly (readonly [string, string])[] = [
    ['host', dsn.host],
    ['port', String(dsn.port)],
    ['dbname', dsn.database],
    ['user', dsn.user],
    ['sslmode', dsn.sslMode],
    ['application_name', dsn.applicationName],
  ];
  return keywords.map(([keyword, value]) => `${keyword}=${quoteKeyword(value)}`).join(' ');
}

function quoteKeyword(value: string): string {
  return /^[\w.:/@+-]+$/.test(value)
    ? value
    : `'${value.replaceAll(/[\\']/g, (character) => `\\${character}`)}'`;
}
