import type { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { Problem } from '../../common/problem.js';
import { Gate } from '../../connection/gate.js';
import type { AnswerWish } from '../answers.service.js';
import { DirectQueries } from '../direct-queries.service.js';
import { Execution } from '../executions/execution.js';
import { Executions } from '../executions/executions.js';
import type { SessionQueryDto } from '../query.dto.js';
import { SessionQueries } from '../sessions/session-queries.service.js';
import type { DownloadOrder } from './download-order.js';
import type { DownloadCaller } from './downloads.service.js';
import type { PendingDownload } from './pending-downloads.js';

/** Of the request that fetches a download. */
export type DownloadWish = Pick<AnswerWish, 'acceptEncoding' | 'gone' | 'reply'>;

/** Runs what was asked for, as any other query: the whole gate, the audit, the history. */
@Injectable()
export class DownloadRuns {
  constructor(
    private readonly gate: Gate,
    private readonly direct: DirectQueries,
    private readonly pinned: SessionQueries,
    private readonly executions: Executions,
  ) {}

  /** @throws Problem of a run that fails before its answer has begun */
  async run(
    caller: DownloadCaller,
    { executionId, order }: PendingDownload,
    wish: DownloadWish,
  ): Promise<Buffer | Readable> {
    const { format, options } = order;
    const answerWish = { ...wish, choice: { format }, options, idempotencyKey: undefined };
    try {
      return await this.#answer(caller, order, answerWish);
    } catch (error) {
      if (error instanceof Problem) this.#keepFailure(caller, { executionId, order }, error);
      throw error;
    }
  }

  async #answer(
    auditCaller: DownloadCaller,
    order: DownloadOrder,
    wish: AnswerWish,
  ): Promise<Buffer | Readable> {
    const { databaseSessionId: sessionId, server, database } = order;
    const query = wholeIn(order);
    if (sessionId !== undefined) return this.pinned.run({ auditCaller, sessionId, query }, wish);
    const caller = await this.gate.admitCaller(auditCaller.principal, server.id);
    return this.direct.run({ caller, auditCaller }, { ...query, database }, wish);
  }

  /** A page cannot read the answer to its form; it finds here what kept the run from beginning. */
  #keepFailure(
    { principal }: DownloadCaller,
    { executionId: id, order }: Pick<PendingDownload, 'executionId' | 'order'>,
    problem: Problem,
  ): void {
    if (this.executions.find(principal, id) !== undefined) return;
    const { server, database, databaseSessionId } = order;
    const execution = new Execution({
      ...{ id, kind: 'query', owner: principal, server, database },
      ...(databaseSessionId === undefined ? {} : { databaseSessionId }),
    });
    this.executions.add(execution);
    execution.finish({ outcome: problem.status === 403 ? 'denied' : 'failed', problem });
  }
}

/** A file is to be whole, so in JSON it has as many rows as JSON may have and not the usual first few. */
function wholeIn({ query, format }: DownloadOrder): SessionQueryDto {
  return format === 'json' ? { maxRows: Number.MAX_SAFE_INTEGER, ...query } : query;
}
