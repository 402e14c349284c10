import { Inject, Injectable } from '@nestjs/common';
import {
  type AuditCaller,
  type AuditIntent,
  type AuditOutcome,
  AuditService,
  type OpenAct,
} from '../../audit/audit.service.js';
import type { Principal } from '../../auth/principal.js';
import { Problem } from '../../common/problem.js';
import { APP_CONFIG, type AppConfig } from '../../config/config.js';
import type { DatabaseCaller } from '../../connection/caller.js';
import {
  auditIdentity,
  auditTarget,
  ConnectionService,
} from '../../connection/connection.service.js';
import type { Lease } from '../../connection/lease.js';
import { LiveWork, type Work } from '../../connection/live-work.js';
import { statementProblem } from '../../connection/statement-failure.js';
import { type Closing, closingFor, outcomeOf } from './closing.js';
import { DatabaseSessions } from './database-sessions.js';
import { PinnedSession } from './pinned-session.js';
import { newSessionId } from './session-id.js';
import { ownerOf } from './session-owner.js';

/**
 * Should this process be held up, PostgreSQL itself ends a transaction that nobody goes on with; `$1`
 * is milliseconds. A limit that the database's administrator has set stays as it is. No limit of ours
 * rests on it, as anybody may lift it.
 */
const SECOND_LINE_SQL = `
select pg_catalog.set_config('idle_in_transaction_session_timeout', $1, false)
 where pg_catalog.current_setting('idle_in_transaction_session_timeout') operator(pg_catalog.=) '0'`;

/** Somebody who asks for a session, after the gate's third step. */
export interface OpenCall {
  readonly caller: DatabaseCaller;
  readonly auditCaller: AuditCaller & { readonly principal: Principal };
  readonly database: string;
  /** Aborts when nobody waits for the answer any more. */
  readonly gone: AbortSignal;
}

interface Opening extends OpenCall {
  readonly id: string;
  readonly act: OpenAct;
  readonly work: Work;
}

/**
 * Opens pinned connections. A session is a person's, but it ends with the login session, or the
 * access token, with which it was opened, wherever that ended. Another login of the same person may
 * use it meanwhile: it is the same identity, and it goes through the same gate.
 *
 * On record is one act: its intent before the connection is made, the outcome that it was made, and,
 * as its last outcome, why it was closed and after how long.
 */
@Injectable()
export class SessionOpener {
  constructor(
    private readonly connections: ConnectionService,
    private readonly audit: AuditService,
    private readonly liveWork: LiveWork,
    private readonly sessions: DatabaseSessions,
    @Inject(APP_CONFIG) private readonly config: AppConfig,
  ) {}

  /** @throws Problem `too-many-sessions`, and of the gate's steps */
  async open(call: OpenCall): Promise<PinnedSession> {
    const slot = this.sessions.reserve(ownerOf(call.caller.person));
    try {
      const session = await this.#open(call, slot.free);
      this.sessions.add(session);
      return session;
    } catch (error) {
      slot.free();
      throw error;
    }
  }

  /** Intent, connection, outcome; what is opened here and not handed on is closed here. */
  async #open(call: OpenCall, free: () => void): Promise<PinnedSession> {
    const { caller, auditCaller, database } = call;
    const id = newSessionId(this.config.instance);
    const target = { ...auditTarget(caller, database), databaseSessionId: id };
    // First, so that an end which comes while the intent is written is heard.
    const work = this.liveWork.begin(auditCaller, { kept: true });
    const act = await this.#intend(auditCaller, target, work);
    let lease: Lease | undefined;
    try {
      const gone = AbortSignal.any([call.gone, work.signal]);
      const { requestId } = auditCaller;
      lease = await this.connections.lease(caller, { database, requestId, gone, pinned: true });
      await lease.rows(SECOND_LINE_SQL, [this.#secondLine()], gone);
      await this.audit.end(act, { outcome: 'ok', ...auditIdentity(lease.report) });
      gone.throwIfAborted();
      return this.#pin(lease, { ...call, id, act, work }, free);
    } catch (error) {
      const problem = statementProblem(error);
      await lease?.release();
      await this.audit.end(act, failed(problem, call.gone));
      work.over();
      throw problem;
    }
  }

  async #intend(
    auditCaller: AuditCaller,
    target: Omit<AuditIntent, 'action'>,
    work: Work,
  ): Promise<OpenAct> {
    try {
      return await this.audit.begin(auditCaller, { action: 'session', ...target });
    } catch (error) {
      work.over();
      throw error;
    }
  }

  /** A minute after ours, so that it is ours that explains itself. */
  #secondLine(): string {
    return String(this.config.databaseSession.transactionIdleMs + 60_000);
  }

  #pin(
    lease: Lease,
    { id, caller, database, act, work }: Opening,
    free: () => void,
  ): PinnedSession {
    const { person, server } = caller;
    const session = new PinnedSession({
      id,
      owner: ownerOf(person),
      server,
      database,
      lease,
      tokenExpiresAt: person.authSource === 'oauth2' ? person.expiresAt : undefined,
      limits: this.config.databaseSession,
      clock: this.sessions.clock,
      onClosed: async ({ reason, problem }) => {
        this.sessions.remove(session, problem);
        free();
        await this.audit.end(act, {
          outcome: outcomeOf(reason),
          problem,
          ...auditIdentity(lease.report),
        });
        work.over();
      },
    });
    work.signal.addEventListener('abort', () => void session.close(endOf(reasonOf(work.signal))), {
      once: true,
    });
    return session;
  }
}

function failed(problem: Problem, gone: AbortSignal): AuditOutcome {
  if (problem.code === 'session-ended') return { outcome: 'session-ended', problem };
  return { outcome: gone.aborted ? 'client-aborted' : 'failed', problem };
}

/** With the process, or with the login. */
function endOf(why: Problem | undefined): Closing {
  return closingFor(why?.code === 'query-cancelled' ? 'stopped' : 'login-ended', why);
}

function reasonOf({ reason }: AbortSignal): Problem | undefined {
  const why: unknown = reason;
  return why instanceof Problem ? why : undefined;
}
