import type { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import type { AuditCaller } from '../../audit/audit.service.js';
import type { Principal } from '../../auth/principal.js';
import type { DatabaseCaller } from '../../connection/caller.js';
import { type AnswerWish, Answers } from '../answers.service.js';
import type { SessionQueryDto } from '../query.dto.js';
import { QueryService } from '../query.service.js';
import type { Ground } from '../runs.service.js';
import { DatabaseSessions } from './database-sessions.js';
import type { PinnedSession } from './pinned-session.js';
import { SessionGate } from './session-gate.js';

/** Who wants something to be run, and where. */
export interface SessionQueryCall {
  readonly auditCaller: AuditCaller & { readonly principal: Principal };
  /** As it stands in the address. */
  readonly sessionId: string;
  readonly query: SessionQueryDto;
}

/** Runs SQL on a pinned connection, each time through the session's gate. */
@Injectable()
export class SessionQueries {
  constructor(
    private readonly sessions: DatabaseSessions,
    private readonly gate: SessionGate,
    private readonly queries: QueryService,
    private readonly answers: Answers,
  ) {}

  /** @throws Problem */
  async run(
    { auditCaller, sessionId, query }: SessionQueryCall,
    wish: AnswerWish,
  ): Promise<Buffer | Readable> {
    const session = this.sessions.get(auditCaller.principal, sessionId);
    const caller = await this.gate.admitCaller(auditCaller.principal, session);
    const end = new AbortController();
    const ground = this.#ground(session, caller, { executionId: auditCaller.requestId, end });
    const maxRows = this.answers.maxRows(wish, query.maxRows);
    const gone = AbortSignal.any([wish.gone, end.signal]);
    const { idempotencyKey } = wish;
    const run = await this.queries.begin({
      caller,
      auditCaller,
      query,
      idempotencyKey,
      ground,
      maxRows,
      gone,
    });
    const explain = query.explain !== undefined;
    const maxRowsAsked = query.maxRows !== undefined;
    return this.answers.answer(run, wish, { maxRows, maxRowsAsked, pinned: true, explain });
  }

  #ground(
    session: PinnedSession,
    caller: DatabaseCaller,
    borrower: { readonly executionId: string; readonly end: AbortController },
  ): Ground {
    return {
      database: session.database,
      databaseSessionId: session.id,
      take: (signal) => this.gate.lend(session, { caller, borrower, signal }),
      giveBack: () => {
        session.giveBack();
        return Promise.resolve();
      },
    };
  }
}
