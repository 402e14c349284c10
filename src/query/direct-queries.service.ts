import type { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import type { AuditCaller } from '../audit/audit.service.js';
import { Problem } from '../common/problem.js';
import type { DatabaseCaller } from '../connection/caller.js';
import { ConnectionService } from '../connection/connection.service.js';
import { type AnswerWish, Answers } from './answers.service.js';
import { directGround } from './direct-ground.js';
import type { QueryDto } from './query.dto.js';
import { QueryService } from './query.service.js';

/** Runs SQL on a connection that is opened for the request and closed behind it. */
@Injectable()
export class DirectQueries {
  constructor(
    private readonly connections: ConnectionService,
    private readonly queries: QueryService,
    private readonly answers: Answers,
  ) {}

  /** @throws Problem */
  async run(
    { caller, auditCaller: { principal, ...auditCaller } }: Who,
    query: QueryDto,
    wish: AnswerWish,
  ): Promise<Buffer | Readable> {
    if (principal === undefined) {
      throw new Problem('unauthenticated', { detail: 'Sign in first.', owner: 'user' });
    }
    const maxRows = this.answers.maxRows(wish, query.maxRows);
    const run = await this.queries.begin({
      caller,
      auditCaller: { ...auditCaller, principal },
      query,
      idempotencyKey: wish.idempotencyKey,
      ground: directGround(this.connections, caller, {
        requestId: auditCaller.requestId,
        database: query.database,
      }),
      maxRows,
      gone: wish.gone,
    });
    const explain = query.explain !== undefined;
    const maxRowsAsked = query.maxRows !== undefined;
    return this.answers.answer(run, wish, { maxRows, maxRowsAsked, pinned: false, explain });
  }
}

interface Who {
  readonly caller: DatabaseCaller;
  readonly auditCaller: AuditCaller;
}
