import { Inject, Injectable } from '@nestjs/common';
import type { AuditCaller } from '../../audit/audit.service.js';
import type { Principal } from '../../auth/principal.js';
import { APP_CONFIG, type AppConfig } from '../../config/config.js';
import { Gate } from '../../connection/gate.js';
import { closingFor } from './closing.js';
import type { DatabaseSessionDto, OpenDatabaseSessionDto } from './database-sessions.dto.js';
import { DatabaseSessions } from './database-sessions.js';
import type { PinnedSession } from './pinned-session.js';
import { SessionOpener } from './session-opener.js';

/** Who asks, and whether they still wait. */
export interface SessionRequest {
  readonly auditCaller: AuditCaller & { readonly principal: Principal };
  readonly gone: AbortSignal;
}

/** One's own pinned connections; nobody else's are seen or closed here, by administrators neither. */
@Injectable()
export class DatabaseSessionsService {
  constructor(
    private readonly gate: Gate,
    private readonly opener: SessionOpener,
    private readonly sessions: DatabaseSessions,
    @Inject(APP_CONFIG) private readonly config: AppConfig,
  ) {}

  /** @throws Problem of the gate's first step that fails, `too-many-sessions` */
  async open(
    { auditCaller, gone }: SessionRequest,
    { serverId, database }: OpenDatabaseSessionDto,
  ): Promise<DatabaseSessionDto> {
    const caller = await this.gate.admitCaller(auditCaller.principal, serverId);
    const { maintenanceDb } = caller.server;
    const call = { caller, auditCaller, database: database ?? maintenanceDb, gone };
    return this.#describe(await this.opener.open(call));
  }

  list(principal: Principal): DatabaseSessionDto[] {
    return this.sessions.mine(principal).map((session) => this.#describe(session));
  }

  /** @throws Problem `wrong-instance`, `session-not-found`, `session-closed` */
  get(principal: Principal, id: string): DatabaseSessionDto {
    return this.#describe(this.sessions.get(principal, id));
  }

  /**
   * Cancels what runs, rolls back and closes; resolves once that is done.
   *
   * @throws Problem `wrong-instance`, `session-not-found`, `session-closed`
   */
  async close(principal: Principal, id: string): Promise<void> {
    await this.sessions.get(principal, id).close(closingFor('owner'));
  }

  #describe(session: PinnedSession): DatabaseSessionDto {
    const { id, server, database, databaseUser, serverVersion, backendPid, state } = session;
    return {
      id,
      instance: this.config.instance,
      serverId: server.id,
      serverName: server.name,
      database,
      databaseUser,
      serverVersion,
      backendPid,
      transactionStatus: state.transactionStatus ?? null,
      executionId: state.executionId ?? null,
      openedAt: state.openedAt.toISOString(),
      lastUsedAt: state.lastUsedAt.toISOString(),
      idleSince: state.idleSince?.toISOString() ?? null,
      expiresAt: state.expiresAt.toISOString(),
      idleTimeoutMs: state.idleTimeoutMs,
    };
  }
}
