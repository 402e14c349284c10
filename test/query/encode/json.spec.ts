import fc from 'fast-check';
import { Problem } from '../../../src/common/problem.js';
import { JsonEncoder } from '../../../src/query/encode/json-encoder.js';
import {
  bytesCell,
  columnsOf,
  cutting,
  dataRow,
  encodeAll,
  EXECUTION,
  failureOf,
  feed,
  named,
  OPTIONS,
  table,
  textCell,
} from './data-rows.js';

function answerOf(encoder: JsonEncoder): any {
  const bytes = Buffer.concat([...encoder.take()]);
  return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
}

function limited(maxJsonBytes: number): JsonEncoder {
  return new JsonEncoder({ ...OPTIONS, limits: { ...OPTIONS.limits, maxJsonBytes } });
}

const DONE = { transactionStatus: 'idle', durationMs: 7 } as const;

describe('a JSON answer', () => {
  it('has the rows that went in', () => {
    fc.assert(
      fc.property(table(textCell), cutting, ({ width, rows }, { cuts, bufferBytes }) => {
        const encoder = new JsonEncoder({ ...OPTIONS, bufferBytes });
        const columns = columnsOf(width);
        expect(JSON.parse(encodeAll(encoder, columns, rows, cuts).toString())).toEqual({
          executionId: EXECUTION,
          columns,
          rows,
          rowCount: rows.length,
          command: `SELECT ${rows.length}`,
          notices: [],
          transactionStatus: 'idle',
          durationMs: 7,
        });
      }),
      { numRuns: 500 },
    );
  });

  it('writes a text as JSON.stringify does, whatever stands where in it, at every length', () => {
    const letters = fc.constantFrom('\u0001', '\u001f', '\n', '\b', '"', '\\', 'a', 'z', '😀');
    const texts = fc.integer({ min: 0, max: 80 }).chain((length) =>
      fc.oneof(
        fc.array(letters, { minLength: length, maxLength: length }),
        letters.map((letter) => Array.from({ length }, () => letter)),
        // One of them among letters, anywhere.
        fc
          .tuple(fc.nat(80), letters)
          .map(([at, letter]) =>
            Array.from({ length }, (_none, index) => (index === at ? letter : 'a')),
          ),
      ),
    );
    fc.assert(
      fc.property(texts, (parts) => {
        const text = parts.join('');
        const encoder = new JsonEncoder(OPTIONS);
        const answer = encodeAll(encoder, columnsOf(1), [[text]]).toString();
        expect(answer).toContain(`[${JSON.stringify(text)}]`);
      }),
      { numRuns: 1500 },
    );
  });

  it('is UTF-8 although the values are not, and says so', () => {
    fc.assert(
      fc.property(table(bytesCell), cutting, ({ width, rows }, { cuts, bufferBytes }) => {
        const encoder = new JsonEncoder({ ...OPTIONS, bufferBytes });
        encoder.columns(columnsOf(width));
        feed(encoder, rows, cuts);
        encoder.complete({ command: 'SELECT', rowCount: rows.length });
        encoder.done({ ...DONE, warning: 'Left open.' });
        const answer = answerOf(encoder);
        expect(answer.rows).toEqual(rows.map((row) => row.map((cell) => cell.toString())));
        const isValid = rows.flat().every((cell) => cell.equals(Buffer.from(cell.toString())));
        expect(answer.warning).toMatch(isValid ? /^Left open\.$/ : /^Left open\. .*not UTF-8/);
      }),
      { numRuns: 500 },
    );
  });

  it('has the further results of a script behind the first', () => {
    const encoder = new JsonEncoder(OPTIONS);
    const stopped = { reason: 'max-rows' as const, detail: 'There are more.' };
    encoder.complete({ command: 'CREATE TABLE', rowCount: 0, statement: 1 });
    encoder.columns([named('a')]);
    encoder.rows(Buffer.concat([dataRow(['1']), dataRow([null])]), 2);
    encoder.complete({ command: null, rowCount: 2, stopped, statement: 2 });
    encoder.notice({ severity: 'NOTICE', sqlstate: '00000', message: 'seen' });
    encoder.columns([named('b')]);
    encoder.complete({ command: 'SELECT 0', rowCount: 0, statement: 3 });
    encoder.done({ ...DONE, transactionStatus: 'in transaction' });
    expect(answerOf(encoder)).toEqual({
      executionId: EXECUTION,
      columns: [],
      rows: [],
      rowCount: 0,
      command: 'CREATE TABLE',
      moreResults: [
        { columns: [named('a')], rows: [['1'], [null]], rowCount: 2, command: null, stopped },
        { columns: [named('b')], rows: [], rowCount: 0, command: 'SELECT 0' },
      ],
      notices: [{ severity: 'NOTICE', sqlstate: '00000', message: 'seen' }],
      transactionStatus: 'in transaction',
      durationMs: 7,
    });
  });

  it('is whole where there was nothing to do', () => {
    const encoder = new JsonEncoder(OPTIONS);
    encoder.done(DONE);
    expect(answerOf(encoder)).toMatchObject({ columns: [], rows: [], rowCount: 0, command: null });
  });

  it('keeps a hundred notices and counts the others', () => {
    const encoder = new JsonEncoder(OPTIONS);
    for (let index = 0; index < 20_000; index += 1) {
      encoder.notice({ severity: 'NOTICE', sqlstate: '00000', message: 'n'.repeat(3000) });
    }
    encoder.done(DONE);
    const { notices } = answerOf(encoder);
    expect(notices).toHaveLength(101);
    expect(notices[0].message).toHaveLength(1024);
    expect(notices[100].message).toContain('19900');
  });

  it('hands nothing over before it is done, so that a failure can have a status of its own', () => {
    const encoder = new JsonEncoder(OPTIONS);
    encoder.columns(columnsOf(1));
    for (let row = 0; row < 1000; row += 1) encoder.rows(dataRow(['x'.repeat(1000)]), 1);
    expect([encoder.length, encoder.take()]).toEqual([0, []]);
    const problem = new Problem('query-failed', { detail: 'division by zero' });
    expect(failureOf(() => encoder.error(problem))).toBe(problem);
  });

  it.each([
    [
      'rows',
      (encoder: JsonEncoder) => {
        encoder.rows(dataRow(['x'.repeat(2000)]), 1);
      },
    ],
    [
      'rows without a value',
      (encoder: JsonEncoder) => {
        encoder.rows(Buffer.concat(Array.from({ length: 700 }, () => dataRow([]))), 700);
      },
    ],
    [
      'names of columns',
      (encoder: JsonEncoder) => {
        encoder.columns(columnsOf(100));
      },
    ],
    [
      'results',
      (encoder: JsonEncoder) => {
        for (let i = 0; i < 100; i += 1) encoder.complete({ command: 'SELECT 0', rowCount: 0 });
      },
    ],
  ])('is held up to its size: %s', (_name, grow) => {
    const encoder = limited(2000);
    encoder.columns(columnsOf(1));
    const failure = failureOf(() => {
      grow(encoder);
    });
    expect(failure.code).toBe('result-too-large');
    expect(failure.message).toMatch(/2000 bytes.*maxRows.*application\/x-ndjson/);
  });
});
