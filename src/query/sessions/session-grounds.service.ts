import { Injectable } from '@nestjs/common';
import type { RunIntent } from '../run-records.service.js';
import type { RunCall } from '../runs.service.js';
import { DatabaseSessions } from './database-sessions.js';
import { SessionGate } from './session-gate.js';

/** Who wants something to be run, and on which session. */
export interface SessionCall {
  readonly auditCaller: RunIntent['auditCaller'];
  /** As it stands in the address. */
  readonly sessionId: string;
  /** Aborts when nobody waits for the answer any more. */
  readonly gone: AbortSignal;
}

/** Pinned connections as grounds of runs, each time through the session's gate. */
@Injectable()
export class SessionGrounds {
  constructor(
    private readonly sessions: DatabaseSessions,
    private readonly gate: SessionGate,
  ) {}

  /**
   * Steps 1 to 3. The connection is lent when the run takes its ground.
   *
   * @throws Problem
   */
  async admit({ auditCaller, sessionId, gone }: SessionCall): Promise<SessionRun> {
    const session = this.sessions.get(auditCaller.principal, sessionId);
    const caller = await this.gate.admitCaller(auditCaller.principal, session);
    const end = new AbortController();
    const borrower = { executionId: auditCaller.requestId, end };
    return {
      caller,
      auditCaller,
      gone: AbortSignal.any([gone, end.signal]),
      ground: {
        database: session.database,
        databaseSessionId: session.id,
        take: (signal) => this.gate.lend(session, { caller, borrower, signal }),
        giveBack: () => {
          session.giveBack();
          return Promise.resolve();
        },
      },
    };
  }
}

/** What a run on a session is begun with; `gone` aborts with the session as well. */
export type SessionRun = Pick<RunCall, 'caller' | 'auditCaller' | 'gone' | 'ground'>;
