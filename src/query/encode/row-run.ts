import { Problem } from '../../common/problem.js';
import type { Column } from '../../connection/statement-events.js';
import type { EncoderLimits, Progress } from './encoder.js';
import type { Output } from './output.js';
import { RowReader } from './row-reader.js';
import type { Parts } from './stretches.js';

/**
 * Bytes from which a row is written in parts of about as many: one of 16 MiB takes up to half a
 * second, in which nobody else would be served, and up to six times its size in memory.
 */
export const PART_BYTES = 256 * 1024;

/** How one form writes a row. */
export interface RowWriter {
  /** Bytes that are enough for any row of this size, with what is written beyond it for a moment. */
  most(rowBytes: number): number;
  /** Bytes that are enough for the row at `reader.at`; asked where there is no room for the most. */
  needed(reader: RowReader): number;
  /** Writes the row and leaves `reader.at` behind it. */
  write(reader: RowReader, out: Output): void;
  /** The same a part at a time, each of them whole characters; makes its room by itself. */
  parts(reader: RowReader, out: Output): Parts;
}

/** Takes the rows of an answer through a writer, counts them, and stops at the limits. */
export class RowRun implements Progress {
  rows = 0;
  bytes = 0;
  readonly #out: Output;
  readonly #writer: RowWriter;
  readonly #limits: EncoderLimits;
  #columns: readonly Column[] = [];
  /** Rows of this result. */
  #rowsInResult = 0;
  /** What `out.total` may become by rows. */
  #mostTotal = 0;

  constructor(out: Output, writer: RowWriter, limits: EncoderLimits) {
    this.#out = out;
    this.#writer = writer;
    this.#limits = limits;
  }

  /** A result begins. */
  begin(columns: readonly Column[]): void {
    this.#columns = columns;
    this.#rowsInResult = 0;
  }

  /** @throws Problem `result-too-large`; what came before is written */
  add(bytes: Buffer, count: number): void {
    const out = this.#out;
    const reader = new RowReader(bytes);
    const before = out.total;
    this.#mostTotal = before + (this.#limits.maxBytes ?? Infinity) - this.bytes;
    try {
      for (let row = 0; row < count; row += 1) this.#addRow(reader);
    } finally {
      out.settle();
      this.bytes += out.total - before;
    }
  }

  /**
   * Adds one row in parts. Between them others may have their turn, and what waits may be taken.
   *
   * @throws Problem `result-too-large`, before anything of the row is written
   */
  *addInParts(bytes: Buffer): Parts {
    const out = this.#out;
    const { maxBytes = Infinity, maxCellBytes } = this.#limits;
    const reader = new RowReader(bytes);
    // Near the limit nothing of a row may leave before all of it is known to be within.
    if (this.bytes + this.#writer.most(reader.rowBytes) > maxBytes) {
      this.add(bytes, 1);
      return;
    }
    if (reader.rowBytes > maxCellBytes) this.#refuseLargeValue(reader);
    const parts = this.#writer.parts(reader, out);
    let [from, before] = [reader.at, out.total];
    const settle = (): void => {
      out.settle();
      this.bytes += out.total - before;
      [from, before] = [reader.at, out.total];
    };
    while (parts.next().done !== true) {
      if (reader.at - from < PART_BYTES) continue;
      settle();
      yield undefined;
    }
    settle();
    this.#rowsInResult += 1;
    this.rows += 1;
  }

  #addRow(reader: RowReader): void {
    const out = this.#out;
    const { rowBytes } = reader;
    // A value is no larger than its row: most rows need no look at each.
    if (rowBytes > this.#limits.maxCellBytes) this.#refuseLargeValue(reader);
    const most = this.#writer.most(rowBytes);
    if (out.free < most) out.room(Math.min(most, this.#writer.needed(reader)));
    const start = out.at;
    this.#writer.write(reader, out);
    if (out.total > this.#mostTotal) {
      out.at = start;
      throw tooManyBytes(this.#limits.maxBytes ?? 0);
    }
    this.#rowsInResult += 1;
    this.rows += 1;
  }

  #refuseLargeValue(reader: RowReader): void {
    const start = reader.at;
    const { maxCellBytes } = this.#limits;
    const columns = reader.enterRow();
    for (let index = 0; index < columns; index += 1) {
      const length = reader.enterValue();
      if (length > maxCellBytes) {
        const column = this.#columns[index]?.name ?? String(index + 1);
        throw new Problem('result-too-large', {
          detail: `Row ${this.#rowsInResult + 1} of the result has a value of ${length} bytes in the column "${column}", and a value may have ${maxCellBytes}. Select a part of it, for example with substr() or left(), or ask an administrator of pg-usher for a larger QUERY_MAX_CELL_BYTES.`,
          owner: 'user',
          column,
        });
      }
      reader.at += Math.max(length, 0);
    }
    reader.at = start;
  }
}

function tooManyBytes(maxBytes: number): Problem {
  return new Problem('result-too-large', {
    detail: `The rows take more than the ${maxBytes} bytes that one answer may have, so it ends before this row. Ask for fewer rows with maxRows or for fewer columns, or ask an administrator of pg-usher for a larger QUERY_MAX_BYTES.`,
    owner: 'user',
  });
}
