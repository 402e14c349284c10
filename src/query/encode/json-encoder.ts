import { Problem } from '../../common/problem.js';
import type { Column, Notice } from '../../connection/statement-events.js';
import type { AnswerEncoder, EncoderOptions, Progress, ResultEnd, RunEnd } from './encoder.js';
import { jsonRowParts, mostJsonBytes, neededJsonBytes, writeJsonRow } from './json-row.js';
import { NoticeLimit } from './notice-limit.js';
import { Output } from './output.js';
import type { RowReader } from './row-reader.js';
import { RowRun, type RowWriter } from './row-run.js';
import type { Parts } from './stretches.js';
import { warnings } from './warnings.js';

const COMMA = 0x2c;

/** Rows as the elements of one array. */
class Elements implements RowWriter {
  /** The next row is the first of its result. */
  first = true;
  readonly most = mostJsonBytes;
  readonly needed = neededJsonBytes;

  write(reader: RowReader, out: Output): void {
    this.#separate(out);
    writeJsonRow(reader, out);
  }

  *parts(reader: RowReader, out: Output): Parts {
    out.room(1);
    this.#separate(out);
    yield* jsonRowParts(reader, out);
  }

  #separate(out: Output): void {
    if (!this.first) {
      out.view.setUint8(out.at, COMMA);
      out.at += 1;
    }
    this.first = false;
  }
}

/**
 * One JSON object, the `QueryAnswerDto`, held until it is done, so that a failure can have an HTTP
 * status of its own. The first result's fields are the object's own; the others are its
 * `moreResults`.
 */
export class JsonEncoder implements AnswerEncoder {
  readonly #maxJsonBytes: number;
  readonly #out: Output;
  readonly #elements = new Elements();
  readonly #rows: RowRun;
  readonly #notices = new NoticeLimit();
  readonly #admitted: Notice[] = [];
  /** Results that are complete. */
  #results = 0;
  /** The array of a result's rows has been opened. */
  #open = false;
  #done = false;

  constructor({ executionId, limits, bufferBytes }: EncoderOptions) {
    this.#maxJsonBytes = limits.maxJsonBytes;
    this.#out = new Output(bufferBytes);
    this.#rows = new RowRun(this.#out, this.#elements, limits);
    this.#write(`{"executionId":${JSON.stringify(executionId)},`);
  }

  get length(): number {
    return this.#done ? this.#out.length : 0;
  }

  get progress(): Progress {
    return this.#rows;
  }

  columns(columns: readonly Column[]): void {
    if (this.#results > 0) this.#write(this.#results === 1 ? ',"moreResults":[{' : ',{');
    this.#rows.begin(columns);
    this.#elements.first = true;
    this.#write(`"columns":${JSON.stringify(columns)},"rows":[`);
    this.#open = true;
  }

  rows(bytes: Buffer, count: number): void {
    this.#rows.add(bytes, count);
    this.#checkSize();
  }

  *largeRow(bytes: Buffer): Parts {
    for (const part of this.#rows.addInParts(bytes)) {
      this.#checkSize();
      yield part;
    }
    this.#checkSize();
  }

  notice(notice: Notice): void {
    const admitted = this.#notices.admit(notice);
    if (admitted !== undefined) this.#admitted.push(admitted);
  }

  complete({ command, rowCount, stopped }: ResultEnd): void {
    if (!this.#open) this.columns([]);
    this.#open = false;
    this.#write(`],${fields({ rowCount, command, stopped })}${this.#results === 0 ? '' : '}'}`);
    this.#results += 1;
  }

  done({ transactionStatus, durationMs, warning }: RunEnd): void {
    if (this.#results === 0) this.complete({ command: null, rowCount: 0 });
    const { rest } = this.#notices;
    const end = fields({
      notices: rest === undefined ? this.#admitted : [...this.#admitted, rest],
      warning: warnings(warning, this.#out.repaired),
      transactionStatus,
      durationMs,
    });
    this.#write(`${this.#results > 1 ? ']' : ''},${end}}`);
    this.#done = true;
  }

  /** Nothing has been sent: the failure becomes the answer. */
  error(problem: Problem): never {
    throw problem;
  }

  take(): readonly Buffer[] {
    return this.#done ? this.#out.take() : [];
  }

  #write(text: string): void {
    this.#out.text(text);
    this.#checkSize();
  }

  /** Everything that is held counts: names of columns and empty rows, too. */
  #checkSize(): void {
    if (this.#out.total <= this.#maxJsonBytes) return;
    throw new Problem('result-too-large', {
      detail: `The answer is larger than the ${this.#maxJsonBytes} bytes that one JSON answer may have, so the statement was cancelled and what it had not committed is undone. Ask for fewer rows with maxRows, or stream it with Accept: application/x-ndjson.`,
      owner: 'user',
    });
  }
}

/** The members of an object without its braces. */
function fields(object: Readonly<Record<string, unknown>>): string {
  return JSON.stringify(object).slice(1, -1);
}
