import { once } from 'node:events';
import { Socket } from 'node:net';
import pg from 'pg';
import { detached } from '../common/detached.js';
import { Problem } from '../common/problem.js';
import { connectProblem, ConnectTimeout } from './connect-failure.js';
import { type Credentials, driverConfig, type Dsn } from './dsn.js';
import type { ParameterStatusMessage } from './pg-internals.js';
import { refuseProtectedAttributes } from './protected-roles.js';
import type { Protection } from '../servers/server-definition.js';
import { decodeRows, type Row } from './data-rows.js';
import { Statement } from './statement.js';

export interface SessionOptions {
  readonly credentials: Credentials;
  /** Destroys the socket when it aborts, until the session is verified. */
  readonly signal: AbortSignal;
  readonly maxMessageBytes: number;
  /** For messages only. */
  readonly serverName: string;
}

/** Who PostgreSQL says this session is. */
export interface SessionIdentity {
  readonly sessionUser: string;
  readonly currentUser: string;
  readonly database: string;
  readonly serverVersion: string;
}

/** A connected client with what the server reported about it. Closed by whoever opened it. */
export interface Session {
  readonly client: pg.Client;
  readonly parameters: ReadonlyMap<string, string>;
  /** The address that was reached; a name may stand for several servers. */
  readonly address: string;
}

const REPORTS: ReadonlySet<string> = new Set([
  'session_authorization',
  'is_superuser',
  'server_version',
  'standard_conforming_strings',
]);

/**
 * Step 8 of the gate: dials, does TLS, and authenticates as the role of the DSN.
 *
 * @throws Problem that says why PostgreSQL did not accept us
 */
export async function openSession(dsn: Dsn, options: SessionOptions): Promise<Session> {
  const client = new pg.Client(driverConfig(dsn, options.credentials, options.maxMessageBytes));
  const parameters = new Map<string, string>();
  client.connection.on('parameterStatus', (message: ParameterStatusMessage) => {
    // A server may report as many names as it likes; these are what is asked for.
    if (!REPORTS.has(message.parameterName)) return;
    parameters.set(message.parameterName, message.parameterValue);
  });
  // A connection that breaks later fails its statement; without a listener it would end the process.
  client.on('error', () => undefined);
  let closed = false;
  client.connection.once('end', () => {
    closed = true;
  });
  // Our own clock instead of pg's, so that the failure is recognised by its class.
  const giveUp = (): void => {
    client.connection.stream.destroy(new ConnectTimeout());
  };
  options.signal.addEventListener('abort', giveUp, { once: true });
  try {
    options.signal.throwIfAborted();
    await client.connect();
    const address = remoteAddress(client.connection.stream) ?? dsn.host;
    return { client, parameters, address };
  } catch (error) {
    destroySession(client);
    throw connectProblem(error, { dsn, serverName: options.serverName, closed });
  } finally {
    options.signal.removeEventListener('abort', giveUp);
  }
}

function remoteAddress(stream: unknown): string | undefined {
  return stream instanceof Socket ? stream.remoteAddress : undefined;
}

/** Ends the session without a word to the server. */
export function destroySession(client: pg.Client): void {
  client.connection.stream.destroy();
}

/** Ends the session in order; resolves once the socket is closed, or was closed after a second. */
export async function closeSession(client: pg.Client): Promise<void> {
  const { stream } = client.connection;
  if (stream.destroyed) return;
  const closed = once(stream, 'close', { signal: AbortSignal.timeout(1000) });
  client.connection.end();
  try {
    await closed;
  } catch {
    stream.destroy();
  }
}

/**
 * The first half of step 9, without a round trip: PostgreSQL reports at start-up who it took us
 * for. It must be the role we asked for, byte for byte, and no superuser.
 *
 * @throws Problem `identity-mismatch`, `role-protected`
 */
export function verifyStartup(
  session: Session,
  role: string,
  allowed: readonly Protection[] = [],
): void {
  const authorization = session.parameters.get('session_authorization');
  if (authorization !== role) {
    throw new Problem('identity-mismatch', {
      detail: `PostgreSQL opened the session as ${authorization === undefined ? 'nobody it named' : `"${authorization}"`}, not as "${role}"; the connection was closed before anything ran on it. A connection pooler in between is a usual reason.`,
      owner: 'admin',
      refusal: { databaseUser: role },
    });
  }
  if (session.parameters.get('is_superuser') !== 'off' && !allowed.includes('superuser')) {
    throw new Problem('role-protected', {
      detail: `"${role}" is a superuser; nobody connects as a superuser through pg-usher.`,
      owner: 'dba',
      refusal: { databaseUser: role },
    });
  }
}

/**
 * Names and operators are qualified: nothing in the person's own schemas can take their place. The
 * columns after the third are what protects a role, in the order of {@link WORDS}.
 */
export const IDENTITY_SQL = `
select session_user::pg_catalog.text, current_user::pg_catalog.text,
       pg_catalog.current_database()::pg_catalog.text,
       ${canBecome('rolsuper')}, ${canBecome('rolreplication')},
       ${canBecome('rolbypassrls')}, ${canBecome('rolcreaterole')},
       ${memberOf('pg_read_server_files', 'pg_write_server_files')},
       ${memberOf('pg_execute_server_program')},
       ${memberOf('pg_signal_backend')},
       coalesce(r.rolvaliduntil operator(pg_catalog.<) pg_catalog.now(), false)
  from pg_catalog.pg_roles as r
 where r.rolname operator(pg_catalog.=) session_user and r.rolcanlogin`;

const WORDS: readonly (readonly [Protection, string])[] = [
  ['superuser', 'SUPERUSER, of its own or by a membership'],
  ['replication', 'REPLICATION, of its own or by a membership'],
  ['bypassrls', 'BYPASSRLS, of its own or by a membership'],
  ['createrole', 'CREATEROLE, of its own or by a membership'],
  ['server-files', 'membership in pg_read_server_files or pg_write_server_files'],
  ['server-programs', 'membership in pg_execute_server_program'],
  ['signal-backend', 'membership in pg_signal_backend'],
  ['expired', 'a VALID UNTIL in the past, which certificate logins do not heed'],
];

/** Attributes are not inherited, but `SET ROLE` gives them: what the role may become counts. */
function canBecome(attribute: string): string {
  return `exists (select from pg_catalog.pg_roles as g
           where g.${attribute} and pg_catalog.pg_has_role(r.oid, g.oid, 'MEMBER'))`;
}

function memberOf(...groups: readonly string[]): string {
  const names = groups.map((group) => `'${group}'`).join(', ');
  return `exists (select from pg_catalog.pg_roles as g
           where g.rolname operator(pg_catalog.=) any (array[${names}]::pg_catalog.name[])
             and pg_catalog.pg_has_role(r.oid, g.oid, 'MEMBER'))`;
}

/**
 * The second half of step 9, one round trip: what protects the role, on the same connection,
 * before any statement of the person's.
 *
 * @throws Problem `role-protected`, `identity-mismatch`
 */
export async function verifyRole(
  session: Session,
  role: string,
  allowed: readonly Protection[] = [],
): Promise<SessionIdentity> {
  const row = await onlyRow(session.client, IDENTITY_SQL);
  checkRole(row, role, allowed);
  const [sessionUser, currentUser, database] = row ?? [];
  if (currentUser !== role) {
    throw new Problem('identity-mismatch', {
      detail: `PostgreSQL's session acts as another role than "${role}"; the connection was closed.`,
      owner: 'dba',
      refusal: { databaseUser: role },
    });
  }
  return {
    sessionUser: sessionUser ?? role,
    currentUser,
    database: database ?? '',
    serverVersion: versionOf(session),
  };
}

/** Characters of a version that are passed on: a packager's words behind it are about 50. */
const MAX_VERSION = 100;

/** As the server reports it: anything, where it is not PostgreSQL that speaks. */
function versionOf({ parameters }: Session): string {
  return detached((parameters.get('server_version') ?? '').slice(0, MAX_VERSION));
}

/**
 * That the session is the role's, and that nothing protects it; `SET ROLE` is no matter.
 *
 * @param row of {@link IDENTITY_SQL}
 * @throws Problem `role-protected`, `identity-mismatch`
 */
export function checkRole(
  row: Row | undefined,
  role: string,
  allowed: readonly Protection[] = [],
): void {
  if (row?.[0] !== role) {
    throw new Problem('identity-mismatch', {
      detail: `PostgreSQL's session belongs to another role than "${role}", or that is gone or may not log in any more; the connection was closed.`,
      owner: 'admin',
      refusal: { databaseUser: role },
    });
  }
  const flags = row.slice(3);
  const held = new Map(WORDS.filter((_words, index) => flags[index] !== 'f'));
  refuseProtectedAttributes(role, held, allowed);
}

/** The first row of a statement of ours; whatever else a server sends is not kept. */
async function onlyRow(client: pg.Client, sql: string): Promise<Row | undefined> {
  const statement = new Statement({ sql, maxRows: 1 }, false);
  client.query(statement);
  let row: Row | undefined;
  for await (const batch of statement.events()) {
    for (const event of batch) if (event.kind === 'rows') row ??= decodeRows(event.bytes)[0];
  }
  return row;
}

/**
 * Ends a backend of this person's for good: `pg_terminate_backend`, which a role may call for its
 * own sessions and no statement can catch, from a second session that is verified like the first.
 * Never rejects: a server that does not let us in is left to end the backend by itself.
 */
export async function terminateBackend(
  dsn: Dsn,
  options: SessionOptions,
  processId: number,
): Promise<void> {
  try {
    const { client, parameters, address } = await openSession(dsn, options);
    const giveUp = (): void => {
      destroySession(client);
    };
    options.signal.addEventListener('abort', giveUp, { once: true });
    try {
      verifyStartup({ client, parameters, address }, dsn.user, ['superuser']);
      await onlyRow(client, `select pg_catalog.pg_terminate_backend(${String(processId)})::text`);
    } finally {
      giveUp();
    }
  } catch (error) {
    if (!(error instanceof Error)) throw error;
  }
}
