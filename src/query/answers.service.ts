import { Readable } from 'node:stream';
import { Inject, Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { APP_CONFIG, type AppConfig } from '../config/config.js';
import { collectAnswer, streamAnswer } from './answer-stream.js';
import { chooseCoding, codingHeaders, compress } from './encode/compress.js';
import { createEncoder } from './encode/create-encoder.js';
import type { CsvOptions } from './encode/csv-encoder.js';
import { csvOptions } from './encode/csv-options.js';
import type { CsvOptionsDto } from './encode/csv-options.dto.js';
import { contentDisposition } from './encode/download-name.js';
import { CONTENT_TYPE, csvContentType, type FormatChoice } from './format.js';
import { collectPlan } from './plan-answer.js';
import type { Run } from './query.service.js';

/** How the caller wants the answer. */
export interface AnswerWish {
  readonly choice: FormatChoice;
  /** Of the query string. */
  readonly options: CsvOptionsDto;
  /** The header. */
  readonly acceptEncoding: string | undefined;
  /** Of the header, as it is without its quotes. */
  readonly idempotencyKey: string | undefined;
  /** Aborts when nobody waits for the answer any more. */
  readonly gone: AbortSignal;
  readonly reply: FastifyReply;
}

/** What of the request shapes the answer. */
export interface AnswerShape {
  readonly maxRows: number | undefined;
  /** Whether the caller named it. */
  readonly maxRowsAsked: boolean;
  /** Whether the connection, and with it a transaction, goes on after the run. */
  readonly pinned: boolean;
  readonly explain: boolean;
}

/** Turns a run into the answer to its request. */
@Injectable()
export class Answers {
  constructor(@Inject(APP_CONFIG) private readonly config: AppConfig) {}

  /**
   * Rows per result that are handed out. A JSON answer is held in memory, so it always has a limit; a
   * stream has one if asked.
   */
  maxRows({ choice }: Pick<AnswerWish, 'choice'>, asked: number | undefined): number | undefined {
    const { defaultMaxRows, maxRows } = this.config.query;
    return choice.format === 'json' ? Math.min(asked ?? defaultMaxRows, maxRows) : asked;
  }

  /** @throws Problem of a run that fails before its answer has begun */
  async answer(run: Run, wish: AnswerWish, shape: AnswerShape): Promise<Buffer | Readable> {
    const { choice, reply, gone } = wish;
    void reply.header('X-Execution-Id', run.execution.id);
    const csv = csvOptions(wish.options, choice, shape.maxRowsAsked);
    const body = await this.#body(run, { choice, csv, shape });
    const size = Buffer.isBuffer(body) ? body.length : undefined;
    const coding = chooseCoding(wish.acceptEncoding, size);
    const type = choice.format === 'csv' ? csvContentType(csv.header) : CONTENT_TYPE[choice.format];
    void reply.type(type).headers(codingHeaders(coding));
    const { filename } = wish.options;
    if (filename !== undefined) {
      void reply.header('Content-Disposition', contentDisposition(filename, choice.format));
    }
    if (Buffer.isBuffer(body) && coding === undefined) return body;
    const stream = Buffer.isBuffer(body) ? Readable.from([body], { objectMode: false }) : body;
    // A connection that is merely closed looks like the end of an answer without a length (HTTP/1.0).
    stream.once('error', () => {
      if (reply.raw.headersSent) reply.raw.socket?.resetAndDestroy();
    });
    // A stream that nobody reads on would keep its connection.
    if (gone.aborted) stream.destroy();
    else gone.addEventListener('abort', () => stream.destroy(), { once: true });
    return coding === undefined ? stream : compress(stream, coding);
  }

  async #body(run: Run, { choice, csv, shape }: Form): Promise<Buffer | Readable> {
    if (choice.format === 'json' && shape.explain) return collectPlan(run);
    const { maxBytes, maxCellBytes, maxJsonBytes } = this.config.query;
    const limits = { maxBytes, maxCellBytes, maxJsonBytes };
    const encoder = createEncoder(choice.format, { executionId: run.execution.id, limits }, csv);
    return choice.format === 'json'
      ? Buffer.concat(await collectAnswer(run, encoder, shape))
      : streamAnswer(run, encoder, shape);
  }
}

interface Form {
  readonly choice: FormatChoice;
  readonly csv: CsvOptions;
  readonly shape: AnswerShape;
}
