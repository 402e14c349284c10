import { Inject, Injectable, Logger } from '@nestjs/common';
import { type AuditCaller, type AuditOutcome, AuditService } from '../audit/audit.service.js';
import { errorCode, errorField } from '../common/error-code.js';
import { Problem } from '../common/problem.js';
import { APP_CONFIG, type AppConfig } from '../config/config.js';
import { ServersService } from '../servers/servers.service.js';
import { type DatabaseCaller, PassthroughCaller, StoredCaller } from './caller.js';
import { buildDsn, type Credentials, type Dsn, storedUser } from './dsn.js';
import { Gate } from './gate.js';
import { type ConnectionReport, Lease } from './lease.js';
import { destroySession, openSession, verifyRole, verifyStartup } from './session.js';
import { statementProblem } from './statement-failure.js';
import { StoredTls } from './stored-tls.js';

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
   * @param requestId a UUID; PostgreSQL's log shows it in `application_name`
   * @throws Problem of the first step that fails
   */
  lease(caller: DatabaseCaller, database: string, requestId: string): Promise<Lease> {
    return caller instanceof PassthroughCaller
      ? this.#passthrough(caller, database, requestId)
      : this.#stored(caller, database, requestId);
  }

  /** Steps 4 to 9 of the gate, in their order. */
  async #passthrough(
    caller: PassthroughCaller,
    database: string,
    requestId: string,
  ): Promise<Lease> {
    const { secureContext, role } = await this.gate.admitRole(caller); //                  4, 5, 6, 7
    const { host, port } = caller.server;
    const dsn = buildDsn({ host, port, database, user: role, requestId, sslMode: 'verify-full' });
    return this.#open(caller, dsn, { secureContext }); //                                        8, 9
  }

  async #stored(caller: StoredCaller, database: string, requestId: string): Promise<Lease> {
    const { host, port, sslMode } = caller.server;
    const user = storedUser(caller);
    const password = await this.servers.storedPassword(caller.server);
    const dsn = buildDsn({ host, port, database, user, requestId, sslMode });
    const { secureContext } = this.storedTls;
    return this.#open(caller, dsn, {
      secureContext,
      ...(password === undefined ? {} : { password }),
    });
  }

  async #open({ server }: DatabaseCaller, dsn: Dsn, credentials: Credentials): Promise<Lease> {
    const { connectTimeoutMs, maxMessageBytes } = this.config.query;
    const limits = { connectTimeoutMs, maxMessageBytes };
    const options = { credentials, serverName: server.name, ...limits };
    const session = await openSession(dsn, options).catch((error: unknown) => {
      const { applicationName } = dsn;
      this.#logger.warn({ applicationName, serverId: server.id, ...reasonOf(error) });
      throw error;
    }); //                                                                                           8
    try {
      verifyStartup(session, dsn.user, server.allowProtected); //                                   9
      const identity = await verifyRole(session, dsn.user, server.allowProtected); //               9
      return new Lease({ session, identity, dsn, credentials });
    } catch (error) {
      destroySession(session.client);
      throw statementProblem(error);
    }
  }

  /** Opens a connection, reports who PostgreSQL says it is, and closes it. */
  async connect(
    caller: DatabaseCaller,
    auditCaller: AuditCaller,
    database = caller.server.maintenanceDb,
  ): Promise<ConnectionReport> {
    const act = await this.audit.begin(auditCaller, {
      action: 'connect',
      ...auditTarget(caller, database),
    });
    let result: AuditOutcome = { outcome: 'failed' };
    try {
      const lease = await this.lease(caller, database, auditCaller.requestId);
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
