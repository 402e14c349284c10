import type { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { type AnswerWish, Answers } from '../answers.service.js';
import type { SessionQueryDto } from '../query.dto.js';
import { QueryService } from '../query.service.js';
import { type SessionCall, SessionGrounds } from './session-grounds.service.js';

export interface SessionQueryCall extends Omit<SessionCall, 'gone'> {
  readonly query: SessionQueryDto;
}

/** Runs SQL on a pinned connection. */
@Injectable()
export class SessionQueries {
  constructor(
    private readonly grounds: SessionGrounds,
    private readonly queries: QueryService,
    private readonly answers: Answers,
  ) {}

  /** @throws Problem */
  async run({ query, ...call }: SessionQueryCall, wish: AnswerWish): Promise<Buffer | Readable> {
    const { gone, idempotencyKey } = wish;
    const admitted = await this.grounds.admit({ ...call, gone });
    const maxRows = this.answers.maxRows(wish, query.maxRows);
    const run = await this.queries.begin({ ...admitted, query, idempotencyKey, maxRows });
    const explain = query.explain !== undefined;
    const maxRowsAsked = query.maxRows !== undefined;
    return this.answers.answer(run, wish, { maxRows, maxRowsAsked, pinned: true, explain });
  }
}
