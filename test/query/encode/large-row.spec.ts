import { text } from 'node:stream/consumers';
import fc from 'fast-check';
import type { StatementEvent } from '../../../src/connection/statement-events.js';
import { collectAnswer, streamAnswer } from '../../../src/query/answer-stream.js';
import { createEncoder } from '../../../src/query/encode/create-encoder.js';
import type { AnswerEncoder, EncoderLimits } from '../../../src/query/encode/encoder.js';
import type { CsvOptions } from '../../../src/query/encode/csv-encoder.js';
import { PART_BYTES } from '../../../src/query/encode/row-run.js';
import { Execution } from '../../../src/query/executions/execution.js';
import type { AnswerFormat } from '../../../src/query/format.js';
import type { Run, RunEvents } from '../../../src/query/query.service.js';
import {
  bytesCell,
  type Cell,
  columnsOf,
  CSV,
  dataRow,
  EXECUTION,
  failureOf,
  OPTIONS,
  textCell,
} from './data-rows.js';

const FORMATS: readonly AnswerFormat[] = ['ndjson', 'csv', 'json'];

interface Wanted {
  readonly format: AnswerFormat;
  readonly csv?: Partial<CsvOptions>;
  readonly limits?: Partial<EncoderLimits>;
  readonly bufferBytes?: number;
}

function encoderFor({ format, csv = {}, limits = {}, ...options }: Wanted): AnswerEncoder {
  const all = { ...OPTIONS, ...options, limits: { ...OPTIONS.limits, ...limits } };
  return createEncoder(format, all, { ...CSV, ...csv });
}

/** All that the encoder gives for an answer of one row, which may be written in parts. */
function answerOf(wanted: Wanted, cells: readonly Cell[], inParts: boolean): string {
  const encoder = encoderFor(wanted);
  const taken: Buffer[] = [];
  encoder.columns(columnsOf(cells.length), undefined);
  if (inParts) {
    const parts = encoder.largeRow(dataRow(cells));
    while (parts.next().done !== true) taken.push(...encoder.take());
  } else encoder.rows(dataRow(cells), 1);
  encoder.complete({ command: 'SELECT 1', rowCount: 1 });
  encoder.done({ transactionStatus: 'idle', durationMs: 7 });
  taken.push(...encoder.take());
  return Buffer.concat(taken).toString('latin1');
}

function finish(parts: ReturnType<AnswerEncoder['largeRow']>): void {
  while (parts.next().done !== true);
}

/** Long enough to be written in several stretches, which end anywhere in what is repeated. */
const longCell: fc.Arbitrary<Cell> = fc
  .tuple(fc.oneof(textCell, bytesCell), fc.nat(6000))
  .map(([unit, length]) => {
    if (unit === null || unit.length === 0) return unit;
    return Buffer.alloc(length, Buffer.from(unit));
  });

const csvLooks = fc.record({
  delimiter: fc.constantFrom(',', ';', '\t', '|'),
  nullText: fc.constantFrom('', 'NULL', 'a long text for what is not there'),
  escapeFormulas: fc.boolean(),
});

describe.each(FORMATS)('a large row in %s', (format) => {
  it('is the same in parts as whole, whatever its bytes and the output’s buffers are', () => {
    const cells = fc.array(fc.oneof(longCell, textCell), { minLength: 1, maxLength: 4 });
    const buffers = fc.constantFrom(1, 7000, 128 * 1024);
    fc.assert(
      fc.property(cells, csvLooks, buffers, (row, csv, bufferBytes) => {
        const wanted = { format, csv, bufferBytes };
        expect(answerOf(wanted, row, true) === answerOf(wanted, row, false)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it('has a value of nothing but one kind of character, however wide, in parts as whole', () => {
    for (const unit of ['a', '"', '\\', '\n', '\u0001', 'é', '東', '😀', '-', ' ', '7', '\u0080']) {
      const row = [unit.repeat(PART_BYTES), null, `x${unit.repeat(3001)}`];
      expect(answerOf({ format }, row, true) === answerOf({ format }, row, false)).toBe(true);
    }
  });

  it('leaves nothing of itself behind where it is more than an answer may have', () => {
    const rows = [['x'.repeat(3000)], ['y'.repeat(4000)]];
    const ways = [false, true].map((inParts) => {
      const encoder = encoderFor({ format, limits: { maxBytes: 5000 } });
      encoder.columns(columnsOf(1), undefined);
      for (const row of rows.slice(0, 1)) encoder.rows(dataRow(row), 1);
      const last = dataRow(rows[1] ?? []);
      const { code } = failureOf(() => {
        if (inParts) finish(encoder.largeRow(last));
        else encoder.rows(last, 1);
      });
      return { code, rows: encoder.progress.rows, left: Buffer.concat(encoder.take()).toString() };
    });
    expect(ways[1]).toEqual(ways[0]);
    expect(ways[1]).toMatchObject({ code: 'result-too-large', rows: 1 });
    expect(ways[1]?.left).not.toContain('yyy');
  });

  it('with a value that is too large is refused before anything of it is written', () => {
    const encoder = encoderFor({ format, limits: { maxCellBytes: 1000 } });
    encoder.columns(columnsOf(2), undefined);
    const { details } = failureOf(() => {
      finish(encoder.largeRow(dataRow(['yes', 'z'.repeat(1001)])));
    });
    expect(details.column).toBe('c2');
    expect(Buffer.concat(encoder.take()).toString()).not.toContain('yes');
  });
});

/** A run of one statement, whose only row is this one. */
function runOf(cells: readonly Cell[]): Run {
  const events: StatementEvent[] = [
    { kind: 'columns', columns: columnsOf(cells.length) },
    { kind: 'rows', bytes: dataRow(cells), count: 1 },
    { kind: 'complete', command: 'SELECT 1', rowCount: 1, limited: false },
  ];
  const owner = { authSource: 'internal', id: 'i', username: 'u', roles: [] } as never;
  const server = { id: 's', name: 's' };
  const facts = { id: EXECUTION, kind: 'query', owner, server, database: 'd' } as const;
  return {
    execution: new Execution(facts),
    events: (async function* (): RunEvents {
      yield await Promise.resolve({ ref: undefined, events });
      return { transactionStatus: 'idle' };
    })(),
  };
}

/** Counts the turns of the event loop that others have while something is done. */
async function turnsDuring(work: () => Promise<unknown>): Promise<number> {
  let turns = 0;
  let next = setImmediate(function count() {
    turns += 1;
    next = setImmediate(count);
  });
  await work();
  clearImmediate(next);
  return turns;
}

describe('while a large row leaves', () => {
  const PARTS = 12;
  const cells = ['x'.repeat(PARTS * PART_BYTES)];
  const options = { maxRows: undefined, pinned: false };

  it.each<AnswerFormat>(['ndjson', 'csv'])('others have their turns (%s)', async (format) => {
    const turns = await turnsDuring(async () => {
      const body = await streamAnswer(runOf(cells), encoderFor({ format }), options);
      expect((await text(body)).length).toBeGreaterThan(PARTS * PART_BYTES);
    });
    expect(turns).toBeGreaterThanOrEqual(PARTS / 2);
  });

  it('others have their turns (json)', async () => {
    const turns = await turnsDuring(() =>
      collectAnswer(runOf(cells), encoderFor({ format: 'json' }), options),
    );
    expect(turns).toBeGreaterThanOrEqual(PARTS / 2);
  });

  it('no more of it is written than its reader has room for', async () => {
    const run = runOf(cells);
    const body = await streamAnswer(run, encoderFor({ format: 'ndjson' }), options);
    await new Promise((resolve) => body.once('readable', resolve));
    for (let turn = 0; turn < 100; turn += 1) await new Promise(setImmediate);
    expect(run.execution.rows).toBe(0);
    expect(body.readableLength).toBeLessThan(3 * PART_BYTES);
    body.destroy();
  });
});
