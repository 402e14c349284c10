import fc from 'fast-check';
import { Problem } from '../../../src/common/problem.js';
import { NdjsonEncoder } from '../../../src/query/encode/ndjson-encoder.js';
import {
  bytesCell,
  type Cell,
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

function encode(
  rows: readonly (readonly Cell[])[],
  { width = rows[0]?.length ?? 0, cuts = [] as number[], bufferBytes = 128 * 1024 } = {},
): string[] {
  const encoder = new NdjsonEncoder({ ...OPTIONS, bufferBytes });
  const bytes = encodeAll(encoder, columnsOf(width), rows, cuts);
  const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  expect(text.endsWith('\n')).toBe(true);
  return text.slice(0, -1).split('\n');
}

function rowLines(lines: readonly string[]): string[] {
  return lines.filter((line) => line.startsWith('['));
}

function eventsOf(encoder: NdjsonEncoder): any[] {
  const text = Buffer.concat([...encoder.take()]).toString();
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
}

describe('the rows of an NDJSON answer', () => {
  it('are what JSON.stringify makes of them, however they come and whatever the buffers are', () => {
    fc.assert(
      fc.property(table(textCell), cutting, ({ width, rows }, how) => {
        const lines = rowLines(encode(rows, { width, ...how }));
        expect(lines).toEqual(rows.map((row) => JSON.stringify(row)));
      }),
      { numRuns: 1000 },
    );
  });

  it('are the same for each size of the output’s buffers and each cut between two rows', () => {
    const rows = [
      ['plain', null, ''],
      ['"quoted" \\ and \u0001\u001f', 'x'.repeat(60), '\n'],
      [null, null, null],
      ['😀 東京 é', '\t\b\f\r', `${'y'.repeat(50)}"${'z'.repeat(50)}`],
    ];
    const expected = rows.map((row) => JSON.stringify(row));
    for (let bufferBytes = 1; bufferBytes <= 900; bufferBytes += 1) {
      const cuts = [[], [1], [2], [3], [1, 2, 3]][bufferBytes % 5];
      expect(rowLines(encode(rows, { bufferBytes, ...(cuts && { cuts }) }))).toEqual(expected);
    }
  });

  it('have each kind of byte at each place of a text of each length', () => {
    const rows: string[][] = [];
    const short = Array.from({ length: 70 }, (_none, index) => index + 1);
    // From 192 bytes on a run is copied all at once.
    for (const length of [...short, 191, 192, 193, 200, 391]) {
      for (let at = 0; at < length; at += 1) {
        for (const special of ['"', '\\', '\n', '\u0000', '\u001f', ' ', '\u007f']) {
          rows.push([`${'a'.repeat(at)}${special}${'b'.repeat(length - at - 1)}`]);
        }
      }
    }
    expect(rowLines(encode(rows, { width: 1 }))).toEqual(rows.map((row) => JSON.stringify(row)));
  });

  it('are UTF-8 although the values are not, and the last event says so', () => {
    fc.assert(
      fc.property(table(bytesCell), cutting, ({ width, rows }, how) => {
        const lines = encode(rows, { width, ...how });
        const decoded = rows.map((row) => row.map((cell) => cell.toString()));
        expect(rowLines(lines)).toEqual(decoded.map((row) => JSON.stringify(row)));
        const isValid = rows.flat().every((cell) => cell.equals(Buffer.from(cell.toString())));
        const { warning, bytes } = JSON.parse(lines.at(-1)!);
        if (isValid) expect(warning).toBeUndefined();
        else expect(warning).toContain('not UTF-8');
        const sent = rowLines(lines).reduce((sum, line) => sum + Buffer.byteLength(line) + 1, 0);
        expect(bytes).toBe(sent);
      }),
      { numRuns: 1000 },
    );
  });

  it('may have no column, or as many as PostgreSQL allows', () => {
    expect(rowLines(encode([[], [], []]))).toEqual(['[]', '[]', '[]']);
    const wide = Array.from({ length: 1664 }, (_none, index) => (index % 3 ? `v"${index}` : null));
    expect(rowLines(encode([wide, wide], { bufferBytes: 1000 }))).toEqual([
      JSON.stringify(wide),
      JSON.stringify(wide),
    ]);
  });

  it('may be larger than any buffer', () => {
    const large = '\u0001"'.repeat(300_000) + 'x'.repeat(1_000_001);
    expect(
      rowLines(
        encode([
          ['1', large],
          ['2', large],
        ]),
      ),
    ).toEqual([JSON.stringify(['1', large]), JSON.stringify(['2', large])]);
  });

  it('that have been handed over are not written to again', () => {
    const encoder = new NdjsonEncoder(OPTIONS);
    encoder.columns(columnsOf(1), undefined);
    const taken = feed(
      encoder,
      Array.from({ length: 3000 }, (_none, row) => [String(row)]),
      [...Array.from({ length: 3000 }, (_none, row) => row)],
    );
    const lines = Buffer.concat(taken).toString().split('\n').slice(1, -1);
    expect(lines).toEqual(Array.from({ length: 3000 }, (_none, row) => `["${row}"]`));
  });
});

describe('the events of an NDJSON answer', () => {
  it('keep odd and duplicate names of columns as they are', () => {
    const names = ['a', 'a', '?column?', '__proto__', 'toString', '"q"', 'né', '\u2028', ' ', '1'];
    const encoder = new NdjsonEncoder(OPTIONS);
    encoder.columns(names.map(named), undefined);
    const [columns] = eventsOf(encoder);
    expect(columns).toEqual({
      kind: 'columns',
      executionId: EXECUTION,
      columns: names.map(named),
    });
  });

  it('name the statement of a script', () => {
    const encoder = new NdjsonEncoder(OPTIONS);
    encoder.columns([named('a')], 2);
    encoder.complete({ command: 'SELECT 0', rowCount: 0, statement: 2 });
    encoder.error(new Problem('query-failed', { detail: 'division by zero', statement: 3 }));
    expect(eventsOf(encoder)).toMatchObject([
      { kind: 'columns', statement: 2 },
      { kind: 'complete', statement: 2, command: 'SELECT 0', rowCount: 0 },
      { kind: 'error', code: 'query-failed', statement: 3, instance: `urn:uuid:${EXECUTION}` },
    ]);
  });

  it('end with what was done', () => {
    const lines = encode([['1'], ['22']]);
    expect(JSON.parse(lines.at(-2)!)).toEqual({
      kind: 'complete',
      command: 'SELECT 2',
      rowCount: 2,
    });
    expect(JSON.parse(lines.at(-1)!)).toEqual({
      kind: 'done',
      executionId: EXECUTION,
      rows: 2,
      bytes: 13,
      transactionStatus: 'idle',
      durationMs: 7,
    });
  });

  it('say why a result is not whole, and what the run left behind', () => {
    const encoder = new NdjsonEncoder(OPTIONS);
    const stopped = { reason: 'max-rows' as const, detail: 'There are more.' };
    encoder.complete({ command: null, rowCount: 1, stopped });
    encoder.done({ transactionStatus: 'in transaction', durationMs: 1, warning: 'Left open.' });
    expect(eventsOf(encoder)).toMatchObject([
      { kind: 'complete', command: null, stopped },
      { kind: 'done', transactionStatus: 'in transaction', warning: 'Left open.' },
    ]);
  });

  it('pass a hundred notices on, with a kibibyte of each field, and count the others', () => {
    const encoder = new NdjsonEncoder(OPTIONS);
    const text = `${'n'.repeat(1023)}😀`;
    for (let index = 0; index < 20_000; index += 1) {
      encoder.notice({ severity: 'NOTICE', sqlstate: '00000', message: text, hint: text });
    }
    encoder.done({ transactionStatus: 'idle', durationMs: 1 });
    const events = eventsOf(encoder);
    expect(events).toHaveLength(102);
    expect(events[0].message).toBe(`${'n'.repeat(1023)}\ufffd`);
    expect(events[0]).not.toHaveProperty('detail');
    expect(events[100]).toMatchObject({ kind: 'notice', severity: 'WARNING' });
    expect(events[100].message).toContain('19900');
  });
});

describe('a limit', () => {
  it('of the bytes of rows lets those pass that fit, to the byte', () => {
    const rows = [['1'], ['22'], ['333']];
    const sizes = rows.map((row) => JSON.stringify(row).length + 1);
    for (let maxBytes = 1; maxBytes < 30; maxBytes += 1) {
      const limits = { ...OPTIONS.limits, maxBytes };
      const encoder = new NdjsonEncoder({ ...OPTIONS, limits });
      encoder.columns(columnsOf(1), undefined);
      const encode = (): void => {
        encoder.rows(dataRow(['1']), 1);
        encoder.rows(Buffer.concat([dataRow(['22']), dataRow(['333'])]), 2);
      };
      if (maxBytes >= sizes.reduce((a, b) => a + b)) encode();
      else expect(failureOf(encode).code).toBe('result-too-large');
      const fitting = sizes.filter(
        (_size, index) => sizes.slice(0, index + 1).reduce((a, b) => a + b) <= maxBytes,
      );
      expect(encoder.progress).toMatchObject({
        rows: fitting.length,
        bytes: fitting.reduce((a, b) => a + b, 0),
      });
      const lines = Buffer.concat([...encoder.take()])
        .toString()
        .trimEnd()
        .split('\n')
        .slice(1);
      expect(lines).toEqual(rows.slice(0, fitting.length).map((row) => JSON.stringify(row)));
    }
  });

  it('of one value names its row and its column, and keeps the rows before it', () => {
    const limits = { ...OPTIONS.limits, maxCellBytes: 1024 };
    const encoder = new NdjsonEncoder({ ...OPTIONS, limits });
    encoder.columns([named('id'), named('doc')], undefined);
    const fits = 'x'.repeat(1024);
    encoder.rows(dataRow([fits, fits]), 1);
    const run = Buffer.concat([dataRow(['2', null]), dataRow([fits, `${fits}y`])]);
    const failure = failureOf(() => {
      encoder.rows(run, 2);
    });
    expect(failure).toMatchObject({ code: 'result-too-large', details: { column: 'doc' } });
    expect(failure.message).toMatch(
      /Row 3 .* 1025 bytes .*"doc".* 1024\. .*substr\(\).*QUERY_MAX_CELL_BYTES/,
    );
    expect(encoder.progress.rows).toBe(2);
  });
});
