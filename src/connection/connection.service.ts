import { Inject, Injectable, Logger } from '@nestjs/common';
import { type AuditCaller, type AuditOutcome, AuditService } from '../audit/audit.service.js';
import { errorCode, errorField } from '../common/error-code.js';
import { Problem } from '../common/problem.js';
import { TimeLimit } from '../common/time-limit.js';
import { APP_CONFIG, type AppConfig } from '../config/config.js';
import type { ServerDefinition } from '../servers/server-definition.js';
import { ServersService } from '../servers/servers.service.js';
import { type DatabaseCaller, PassthroughCaller, StoredCaller } from './caller.js';
import type { Row } from './data-rows.js';
import { type ConnectAttempt, connectProblem, ConnectTimeout } from './connect-failure.js';
import { buildDsn, type Credentials, type Dsn, storedUser } from './dsn.js';
import { watchEncoding } from './encoding-watch.js';
import { Gate } from './gate.js';
import { watchIdentity } from './identity-watch.js';
import { type ConnectionReport, Lease } from './lease.js';
import {
  checkRole,
  destroySession,
  openSession,
  type Session,
  type SessionIdentity,
  terminateBackend,
  verifyRole,
  verifyStartup,
} from './session.js';
import { statementProblem } from './statement-failure.js';
import { StoredTls } from './stored-tls.js';

/** What `POST /servers/:id/connect` asks for. */
export interface ConnectRequest {
  readonly database: string | undefined;
  readonly gone: AbortSignal;
}

export interface LeaseRequest {
  readonly database: string;
  /** A UUID; PostgreSQL's log shows it in `application_name`. */
  readonly requestId: string;
  /** Aborts when nobody waits for the connection any more. */
  readonly gone: AbortSignal;
  /** True for a connection that is kept after a statement that was given up. */
  readonly pinned?: boolean;
}

/** The one way to a passthrough connection. */
@Injectable()
export class ConnectionService {
  readonly #logger = new Logger('Connection');

  constructor(
    private readonly gate: Gate,
    private readonly servers: ServersService,
    private readonly storedTls: StoredTls,
    private readonly audit: AuditService,
    @Inject(APP_CONFIG) private readonly config: AppConfig,
  ) {}

  /**
   * Gives a connection that is provably this person's, or, on a server without passthrough, the
   * stored user's. The definition's toggle has decided which, and nothing falls back to the other.
   * The caller writes the audit's intent before, and releases the lease after.
   *
   * @throws Problem of the first step that fails
   */
  async lease(caller: DatabaseCaller, request: LeaseRequest): Promise<Lease> {
    const { database, requestId } = request;
    const target =
      caller instanceof PassthroughCaller
        ? await this.#passthrough(caller, database, requestId)
        : await this.#stored(caller, database, requestId);
    return this.#open(target, request); //                                                        8, 9
  }

  /** Steps 4 to 7 of the gate. */
  async #passthrough(
    caller: PassthroughCaller,
    database: string,
    requestId: string,
  ): Promise<Target> {
    const { secureContext, role } = await this.gate.admitRole(caller); //                  4, 5, 6, 7
    const { host, port } = caller.server;
    const dsn = buildDsn({ host, port, database, user: role, requestId, sslMode: 'verify-full' });
    return { server: caller.server, dsn, credentials: { secureContext } };
  }

  async #stored(caller: StoredCaller, database: string, requestId: string): Promise<Target> {
    const { host, port, sslMode } = caller.server;
    const user = storedUser(caller);
    const password = await this.servers.storedPassword(caller.server);
    const dsn = buildDsn({ host, port, database, user, requestId, sslMode });
    const { secureContext } = this.storedTls;
    const credentials = { secureContext, ...(password === undefined ? {} : { password }) };
    return { server: caller.server, dsn, credentials };
  }

  /** Steps 8 and 9, under one clock: until the session is verified, nothing may keep us waiting. */
  async #open(target: Target, { gone, pinned = false }: LeaseRequest): Promise<Lease> {
    const { dsn, credentials, server } = target;
    const { connectTimeoutMs, maxMessageBytes } = this.config.query;
    const limit = new TimeLimit(connectTimeoutMs, gone);
    const { signal } = limit;
    const serverName = server.name;
    try {
      const options = { credentials, signal, serverName, maxMessageBytes };
      const session = await openSession(dsn, options); //                                            8
      const identity = await verified(session, target, signal); //                                   9
      const terminate = (pid: number): Promise<void> =>
        terminateBackend(dsn, { ...options, signal: AbortSignal.timeout(connectTimeoutMs) }, pid);
      const check = (row: Row | undefined): void => {
        checkRole(row, dsn.user, server.allowProtected);
      };
      return new Lease({ session, identity, dsn, credentials, check, terminate, pinned });
    } catch (error) {
      gone.throwIfAborted();
      const problem = connectingProblem(error, { dsn, serverName, closed: true });
      this.#logger.warn({ request: dsn.applicationName, server: server.id, ...reasonOf(problem) });
      throw problem;
    } finally {
      limit.clear();
    }
  }

  /** Opens a connection, reports who PostgreSQL says it is, and closes it. */
  async connect(
    caller: DatabaseCaller,
    auditCaller: AuditCaller,
    { database = caller.server.maintenanceDb, gone }: ConnectRequest,
  ): Promise<ConnectionReport> {
    const act = await this.audit.begin(auditCaller, {
      action: 'connect',
      ...auditTarget(caller, database),
    });
    let result: AuditOutcome = { outcome: 'failed' };
    try {
      const lease = await this.lease(caller, {
        database,
        requestId: auditCaller.requestId,
        gone,
      });
      result = { outcome: 'ok', ...auditIdentity(lease.report) };
      await lease.release();
      return lease.report;
    } catch (error) {
      const problem = statementProblem(error);
      result = { outcome: 'failed', problem };
      throw problem;
    } finally {
      await this.audit.end(act, result);
    }
  }
}

/** Everything that steps 8 and 9 need to know. */
interface Target {
  readonly server: ServerDefinition;
  readonly dsn: Dsn;
  readonly credentials: Credentials;
}

/** Step 9. Whatever fails, and a clock that runs out, closes the socket. */
async function verified(
  session: Session,
  { server, dsn }: Target,
  signal: AbortSignal,
): Promise<SessionIdentity> {
  const giveUp = (): void => {
    session.client.connection.stream.destroy(new ConnectTimeout());
  };
  signal.addEventListener('abort', giveUp, { once: true });
  try {
    verifyStartup(session, dsn.user, server.allowProtected);
    const identity = await verifyRole(session, dsn.user, server.allowProtected);
    watchIdentity(session, dsn.user, server.allowProtected);
    watchEncoding(session);
    return identity;
  } catch (error) {
    destroySession(session.client);
    throw error;
  } finally {
    signal.removeEventListener('abort', giveUp);
  }
}

function connectingProblem(error: unknown, attempt: ConnectAttempt): Problem {
  return error instanceof ConnectTimeout ? connectProblem(error, attempt) : statementProblem(error);
}

/** For our log, where an administrator looks: which code is behind the one sentence for people. */
function reasonOf(error: unknown): Record<string, string | undefined> {
  if (!(error instanceof Problem)) return {};
  const { cause } = error.details;
  return {
    code: error.code,
    cause: errorCode(cause) ?? (cause instanceof Error ? cause.name : undefined),
    routine: errorField(cause, 'routine'),
  };
}

/** What an intent says about its target. */
export function auditTarget(
  caller: DatabaseCaller,
  database: string,
): {
  serverId: string;
  serverRevision: number;
  database: string;
  databaseUser: string | undefined;
} {
  return {
    serverId: caller.server.id,
    serverRevision: caller.server.revision,
    database,
    databaseUser: userAskedFor(caller),
  };
}

/** As text, before it is parsed. */
function userAskedFor(caller: DatabaseCaller): string | undefined {
  if (caller instanceof StoredCaller) return caller.server.username ?? undefined;
  const { claimValue } = caller.person;
  return typeof claimValue === 'string' ? claimValue : undefined;
}

/** What an outcome says about the session. */
export function auditIdentity(
  report: ConnectionReport,
): Pick<AuditOutcome, 'sessionUser' | 'currentUser' | 'backendPid'> {
  const { sessionUser, currentUser, backendPid } = report;
  return { sessionUser, currentUser, backendPid };
}
