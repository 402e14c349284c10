import { Buffer } from 'node:buffer';
import fc from 'fast-check';
import { Problem } from '../../../src/common/problem.js';
import type { Column } from '../../../src/connection/statement-events.js';
import type { AnswerEncoder, EncoderOptions } from '../../../src/query/encode/encoder.js';
import type { CsvOptions } from '../../../src/query/encode/csv-encoder.js';

/** A value as PostgreSQL sends it. */
export type Cell = string | Buffer | null;

export const EXECUTION = '5f0c9b4e-6f6d-4b35-9f0e-0d5b7f6f2a11';

export const OPTIONS: EncoderOptions = {
  executionId: EXECUTION,
  limits: { maxBytes: undefined, maxCellBytes: 16 * 1024 * 1024, maxJsonBytes: 64 * 1024 * 1024 },
};

export const CSV: CsvOptions = {
  delimiter: ',',
  nullText: '',
  escapeFormulas: false,
  header: true,
  bom: false,
  maxRowsAsked: false,
};

/** One DataRow message. */
export function dataRow(cells: readonly Cell[]): Buffer {
  const values = cells.map((cell) => (cell === null ? null : Buffer.from(cell)));
  const size = values.reduce((sum, value) => sum + 4 + (value?.length ?? 0), 6);
  const row = Buffer.alloc(size + 1);
  row.write('D');
  row.writeInt32BE(size, 1);
  let at = row.writeInt16BE(cells.length, 5);
  for (const value of values) {
    at = row.writeInt32BE(value?.length ?? -1, at);
    if (value !== null) at += value.copy(row, at);
  }
  return row;
}

export function columnsOf(count: number): Column[] {
  return Array.from({ length: count }, (_none, index) => named(`c${index + 1}`));
}

export function named(name: string): Column {
  return { name, typeOid: 25, typeModifier: -1 };
}

/** Feeds the rows in runs that end before the rows of `cuts`, and takes what waits after each run. */
export function feed(
  encoder: AnswerEncoder,
  rows: readonly (readonly Cell[])[],
  cuts: readonly number[] = [],
): Buffer[] {
  const taken: Buffer[] = [];
  const starts = [0, ...new Set(cuts.filter((cut) => cut > 0 && cut < rows.length))];
  starts.sort((left, right) => left - right);
  for (const [index, start] of starts.entries()) {
    const run = rows.slice(start, starts[index + 1]);
    if (run.length > 0) encoder.rows(Buffer.concat(run.map(dataRow)), run.length);
    taken.push(...encoder.take());
  }
  return taken;
}

/** Everything that the encoder gives, for one result of these rows. */
export function encodeAll(
  encoder: AnswerEncoder,
  columns: readonly Column[],
  rows: readonly (readonly Cell[])[],
  cuts: readonly number[] = [],
): Buffer {
  encoder.columns(columns, undefined);
  const taken = feed(encoder, rows, cuts);
  encoder.complete({ command: `SELECT ${rows.length}`, rowCount: rows.length });
  encoder.done({ transactionStatus: 'idle', durationMs: 7 });
  taken.push(...encoder.take());
  expect(encoder.length).toBe(0);
  return Buffer.concat(taken);
}

const anyText = fc.string({ unit: 'binary', maxLength: 40 });
const asciiText = fc.string({ unit: 'binary-ascii', maxLength: 40 });
/** Long runs of what stands for itself, with something else in between. */
const longText = fc
  .array(
    fc.oneof(
      fc.nat(500).map((count) => 'x'.repeat(count)),
      fc.constantFrom(
        '"',
        '\\',
        '\n',
        '\r',
        '\t',
        '\u0001',
        ',',
        ';',
        '|',
        'é',
        '東',
        '😀',
        '\u2028',
      ),
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(''));
const escapedText = fc
  .array(fc.constantFrom('"', '\\', '\n', '\u001f', '\u007f', 'a', ',', ' '), { maxLength: 60 })
  .map((parts) => parts.join(''));

/** A value that is UTF-8. */
export const textCell: fc.Arbitrary<string | null> = fc.oneof(
  { weight: 1, arbitrary: fc.constantFrom(null, '', '\\.', ' ', '\ufeff', 'null', '-5', '=1') },
  { weight: 2, arbitrary: fc.oneof(anyText, asciiText, longText, escapedText) },
);

/** A value of a database in SQL_ASCII. */
export const bytesCell: fc.Arbitrary<Buffer> = fc
  .oneof(
    fc.uint8Array({ maxLength: 40 }),
    // Sequences that begin and do not end, over-long ones, surrogates, and what ends nothing.
    fc
      .array(
        fc.constantFrom(
          [0xe2],
          [0xe2, 0x82],
          [0xf0, 0x9f],
          [0xc0, 0x80],
          [0xed, 0xa0, 0x80],
          [0x80],
          [0x22],
          [0x0a],
          [0x61],
          [0xff],
        ),
        {
          maxLength: 20,
        },
      )
      .map((parts) => Uint8Array.from(parts.flat())),
  )
  .map((bytes) => Buffer.from(bytes));

/** Rows of one width, with the number of columns. */
export function table<T extends Cell>(
  cell: fc.Arbitrary<T>,
): fc.Arbitrary<{ width: number; rows: T[][] }> {
  return fc
    .integer({ min: 0, max: 5 })
    .chain((width) =>
      fc
        .array(fc.array(cell, { minLength: width, maxLength: width }), { maxLength: 8 })
        .map((rows) => ({ width, rows })),
    );
}

/** Where runs end, and how large the output's buffers are. */
export const cutting = fc.record({
  cuts: fc.array(fc.nat(8), { maxLength: 8 }),
  bufferBytes: fc.oneof(fc.integer({ min: 1, max: 300 }), fc.constantFrom(4096, 128 * 1024)),
});

/** What it fails with. */
export function failureOf(run: () => unknown): Problem {
  try {
    run();
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
  throw new Error('it did not fail');
}
