import { Problem } from '../../common/problem.js';
import type { Column } from '../../connection/statement-events.js';
import { type CsvRowOptions, CsvRows } from './csv-row.js';
import type { AnswerEncoder, EncoderOptions, Progress, ResultEnd } from './encoder.js';
import { Output } from './output.js';
import { RowRun } from './row-run.js';
import type { Parts } from './stretches.js';

export interface CsvOptions extends CsvRowOptions {
  /** The first line is the names of the columns. */
  readonly header: boolean;
  /** The answer begins with a byte order mark, by which spreadsheets know UTF-8. */
  readonly bom: boolean;
  /** The caller named `maxRows`, so that an answer that ends there is what they asked for. */
  readonly maxRowsAsked: boolean;
}

/**
 * CSV by RFC 4180: one result, and nothing else. There is no place in it for notices, warnings and
 * failures, so an answer that cannot be whole is broken off: a file that ends early looks like one
 * that is whole, and a trailer is something no browser shows. Bytes that are not UTF-8 stand in it
 * as U+FFFD.
 */
export class CsvEncoder implements AnswerEncoder {
  readonly #options: CsvOptions;
  readonly #out: Output;
  readonly #writer: CsvRows;
  readonly #rows: RowRun;
  #hasResult = false;
  /** Of a result whose head has not been written. */
  #names: readonly string[] | undefined;

  constructor({ limits, bufferBytes }: EncoderOptions, csv: CsvOptions) {
    this.#options = csv;
    this.#out = new Output(bufferBytes);
    this.#writer = new CsvRows(csv);
    this.#rows = new RowRun(this.#out, this.#writer, limits);
  }

  get length(): number {
    return this.#out.length;
  }

  get progress(): Progress {
    return this.#rows;
  }

  columns(columns: readonly Column[], statement: number | undefined): void {
    if (this.#hasResult) throw secondResult(statement);
    this.#hasResult = true;
    this.#rows.begin(columns);
    this.#names = columns.map(({ name }) => name);
  }

  rows(bytes: Buffer, count: number): void {
    this.#writeHead();
    this.#rows.add(bytes, count);
  }

  *largeRow(bytes: Buffer): Parts {
    this.#writeHead();
    yield* this.#rows.addInParts(bytes);
  }

  notice(): void {
    // See above.
  }

  complete({ stopped }: ResultEnd): void {
    this.#writeHead();
    if (stopped === undefined || this.#options.maxRowsAsked) return;
    throw new Problem('result-too-large', {
      detail: `${stopped.detail} A CSV file cannot say that it was cut.`,
      owner: 'user',
    });
  }

  done(): void {
    // See above.
  }

  error(problem: Problem): never {
    throw problem;
  }

  take(): readonly Buffer[] {
    return this.#out.take();
  }

  /** With the first row, or the end: until then a failure can have a status of its own. */
  #writeHead(): void {
    const names = this.#names;
    this.#names = undefined;
    if (names === undefined) return;
    if (this.#options.bom) this.#out.text('\ufeff');
    if (this.#options.header) this.#writer.writeNames(names, this.#out);
  }
}

function secondResult(statement: number | undefined): Problem {
  return new Problem('statement-unsupported', {
    detail:
      'A CSV answer holds the rows of one statement, and this is the second one that gives rows. Ask for Accept: application/x-ndjson or application/json, or send one statement that gives rows at a time.',
    owner: 'user',
    ...(statement === undefined ? {} : { statement }),
  });
}
