import type { Problem } from '../../common/problem.js';
import { problemBody } from '../../common/problem.filter.js';
import type { Column, Notice } from '../../connection/statement-events.js';
import type { AnswerEncoder, EncoderOptions, Progress, ResultEnd, RunEnd } from './encoder.js';
import { jsonRowParts, mostJsonBytes, neededJsonBytes, writeJsonRow } from './json-row.js';
import { NoticeLimit } from './notice-limit.js';
import { Output } from './output.js';
import { warnings } from './warnings.js';
import { RowRun, type RowWriter } from './row-run.js';
import type { Parts } from './stretches.js';

const LINE_FEED = 0x0a;

const ROW_LINES: RowWriter = {
  most: mostJsonBytes,
  needed: neededJsonBytes,
  write: (reader, out) => {
    writeJsonRow(reader, out);
    writeLineFeed(out);
  },
  *parts(reader, out) {
    yield* jsonRowParts(reader, out);
    out.room(1);
    writeLineFeed(out);
  },
};

function writeLineFeed(out: Output): void {
  out.view.setUint8(out.at, LINE_FEED);
  out.at += 1;
}

/**
 * NDJSON: a line that is an object is an event, a line that is an array is a row; exactly one `done`
 * or `error` comes last. A stream without one is a broken connection.
 */
export class NdjsonEncoder implements AnswerEncoder {
  readonly #executionId: string;
  readonly #out: Output;
  readonly #rows: RowRun;
  readonly #notices = new NoticeLimit();

  constructor({ executionId, limits, bufferBytes }: EncoderOptions) {
    this.#executionId = executionId;
    this.#out = new Output(bufferBytes);
    this.#rows = new RowRun(this.#out, ROW_LINES, limits);
  }

  get length(): number {
    return this.#out.length;
  }

  get progress(): Progress {
    return this.#rows;
  }

  columns(columns: readonly Column[], statement: number | undefined): void {
    this.#rows.begin(columns);
    this.#event({ kind: 'columns', executionId: this.#executionId, statement, columns });
  }

  rows(bytes: Buffer, count: number): void {
    this.#rows.add(bytes, count);
  }

  largeRow(bytes: Buffer): Parts {
    return this.#rows.addInParts(bytes);
  }

  notice(notice: Notice): void {
    const admitted = this.#notices.admit(notice);
    if (admitted !== undefined) this.#event({ kind: 'notice', ...admitted });
  }

  complete({ statement, command, rowCount, stopped }: ResultEnd): void {
    this.#event({ kind: 'complete', statement, command, rowCount, stopped });
  }

  done({ transactionStatus, durationMs, warning }: RunEnd): void {
    this.#lastNotice();
    this.#event({
      kind: 'done',
      executionId: this.#executionId,
      rows: this.#rows.rows,
      bytes: this.#rows.bytes,
      transactionStatus,
      durationMs,
      warning: warnings(warning, this.#out.repaired),
    });
  }

  error(problem: Problem): void {
    this.#lastNotice();
    this.#event({
      kind: 'error',
      ...problemBody(problem, this.#executionId),
      warning: warnings(undefined, this.#out.repaired),
    });
  }

  take(): readonly Buffer[] {
    return this.#out.take();
  }

  #lastNotice(): void {
    const { rest } = this.#notices;
    if (rest !== undefined) this.#event({ kind: 'notice', ...rest });
  }

  #event(event: Readonly<Record<string, unknown>>): void {
    this.#out.text(`${JSON.stringify(event)}\n`);
  }
}
