import { checkServerIdentity, type PeerCertificate, type SecureContext } from 'node:tls';
import type pg from 'pg';
import type { DatabaseUser } from '../auth/database-user.js';
import { Problem } from '../common/problem.js';
import { GuardedConnection } from './guarded-connection.js';

/**
 * Run-time parameters of every passthrough session. Constants only, because a blank in a value
 * would start another `-c`.
 * - `client_connection_check_interval` (PostgreSQL 14): a backend whose client is gone ends within
 *   half a second instead of running its statement to the end.
 * - `role=none`: undoes `ALTER ROLE … SET role = somebody`, so that the session starts, and after
 *   `RESET ROLE` stays, as the person.
 */
const SESSION_OPTIONS = '-c client_connection_check_interval=500 -c role=none';

/** PostgreSQL cuts identifiers after 63 bytes (NAMEDATALEN) without a word. */
const MAX_NAME_BYTES = 63;

/** The parameters of one passthrough connection. */
export interface Dsn {
  readonly host: string;
  /** 1 to 65535. */
  readonly port: number;
  readonly database: string;
  readonly user: DatabaseUser;
  readonly applicationName: string;
  readonly sslMode: 'verify-full';
  readonly options: string;
}

export interface DsnInput {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: DatabaseUser;
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
    sslMode: 'verify-full',
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

/**
 * What the driver gets: always this object, never a connection string, where a part of a name
 * could become another parameter. `password` is a function that throws, because leaving it out
 * would make pg look into PGPASSWORD and the password file.
 */
export function driverConfig(
  dsn: Dsn,
  secureContext: SecureContext,
  maxMessageBytes: number,
): pg.ClientConfig {
  const ssl = tlsOptions(dsn.host, secureContext);
  return {
    host: dsn.host,
    port: dsn.port,
    user: dsn.user,
    database: dsn.database,
    password: () => {
      throw new PasswordRequested();
    },
    ssl,
    application_name: dsn.applicationName,
    options: dsn.options,
    connection: new GuardedConnection({ ssl, keepAlive: true }, maxMessageBytes),
  };
}

/** verify-full: the server's chain ends at our CA and its certificate names the host we dialled. */
export function tlsOptions(
  host: string,
  secureContext: SecureContext,
): {
  secureContext: SecureContext;
  rejectUnauthorized: true;
  checkServerIdentity: (name: string, certificate: PeerCertificate) => Error | undefined;
} {
  return {
    secureContext,
    rejectUnauthorized: true,
    checkServerIdentity: (_name, certificate) => checkServerIdentity(host, certificate),
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
