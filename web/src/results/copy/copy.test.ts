import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { quoteText } from '../../../../src/sql/quoting.ts';
import { toCsv, toTsv } from './delimited.ts';
import { distinctNames, survivesDouble, toJson } from './json.ts';
import { toMarkdown } from './markdown.ts';
import { tableIn, toInList, toInserts } from './sql.ts';
import type { CopiedTable } from './table.ts';

const TEXT = 25;
const NUMERIC = 1700;
const hard = fc.string({
  unit: fc.constantFrom('a', ',', '"', '\n', '\r', '\t', '\\', "'", '|', 'é'),
});

function table(rows: (string | null)[][], typeOid = TEXT): CopiedTable {
  const columns = (rows[0] ?? []).map((_, at) => ({ name: `c${at}`, typeOid, typeModifier: -1 }));
  return { columns, rows };
}

const tables = fc
  .integer({ min: 1, max: 4 })
  .chain((width) =>
    fc.array(fc.array(fc.option(hard), { minLength: width, maxLength: width }), { minLength: 1 }),
  )
  .map((rows) => table(rows));

/** A reader of RFC 4180 that tells an empty field from a quoted empty one. */
function parseCsv(text: string): (string | null)[][] {
  const rows: (string | null)[][] = [];
  const field = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/gy;
  let row: (string | null)[] = [];
  for (const [, quoted, bare = '', end] of text.matchAll(field)) {
    row.push(quoted === undefined ? (bare === '' ? null : bare) : quoted.replaceAll('""', '"'));
    if (end === '\r\n') {
      rows.push(row);
      row = [];
    }
  }
  return rows;
}

/** What PostgreSQL's lexer makes of a literal, with `standard_conforming_strings` on or off. */
function readLiteral(literal: string, conforming: boolean): string {
  const isEscaped = literal.startsWith('E') || !conforming;
  const inner = literal.replace(/^E/, '').slice(1, -1).replaceAll("''", "'");
  return isEscaped ? inner.replaceAll(/\\(.)/gs, '$1') : inner;
}

describe('CSV', () => {
  it('is read back as it was, NULL and the empty text apart', () => {
    fc.assert(
      fc.property(tables, (copied) => {
        expect(parseCsv(toCsv(copied)).slice(1)).toEqual(copied.rows);
      }),
    );
  });
});

describe('TSV', () => {
  it('has as many lines as rows where no value has a line end', () => {
    expect(
      toTsv(
        table([
          ['a', null],
          ['b', ''],
        ]),
        true,
      ),
    ).toBe('c0\tc1\na\t\nb\t');
  });

  it('puts what has a tab or a line end in quotes', () => {
    expect(toTsv(table([['a\tb', 'x\ny', 'say "x"']]), false)).toBe('"a\tb"\t"x\ny"\tsay "x"');
  });
});

describe('JSON', () => {
  it('is read back as it was', () => {
    fc.assert(
      fc.property(tables, (copied) => {
        const read: unknown = JSON.parse(toJson(copied));
        expect(read).toEqual(
          copied.rows.map((row) => Object.fromEntries(row.map((value, at) => [`c${at}`, value]))),
        );
      }),
    );
  });

  it('gives every column a name of its own', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('a', 'a_2', 'a_3', 'b')), (names) => {
        const distinct = distinctNames(names);
        expect(new Set(distinct).size).toBe(names.length);
      }),
    );
  });

  it('writes a column as numbers only if a double keeps each of them', () => {
    expect(toJson(table([['1.50']], NUMERIC))).toBe('[\n  {"c0": 1.50}\n]\n');
    const long = '12345678901234567890';
    expect(toJson(table([['1'], [long]], NUMERIC))).toContain('"c0": "1"');
    expect(toJson(table([['NaN']], NUMERIC))).toContain('"NaN"');
  });

  it('takes for safe only what a double gives back', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }), (value) => {
        if (survivesDouble(String(value), false)) expect(BigInt(Number(value))).toBe(value);
      }),
    );
  });

  it('leaves json as PostgreSQL wrote it', () => {
    expect(toJson(table([['{"n": 1.00000000000000000001}']], 114))).toContain(
      '"c0": {"n": 1.00000000000000000001}',
    );
  });

  it('keeps the order of names that look like numbers', () => {
    const columns = ['2', '1'].map((name) => ({ name, typeOid: TEXT, typeModifier: -1 }));
    expect(toJson({ columns, rows: [['b', 'a']] })).toContain('{"2": "b", "1": "a"}');
  });
});

describe('SQL', () => {
  it('has literals that mean the value, however strings are read', () => {
    fc.assert(
      fc.property(hard, fc.boolean(), (value, conforming) => {
        expect(readLiteral(quoteText(value), conforming)).toBe(value);
      }),
    );
  });

  it('inserts NULL, numbers and texts as what they are', () => {
    expect(
      toInserts(
        table(
          [
            ['1.5', null],
            ['NaN', '2'],
          ],
          NUMERIC,
        ),
        't',
      ),
    ).toBe(`INSERT INTO t ("c0", "c1") VALUES\n  (1.5, NULL),\n  ('NaN', 2);\n`);
  });

  it('keeps the sign of a zero, which only a text has', () => {
    expect(toInserts(table([['-0', '-0.5', '0']], 701), 't')).toContain("('-0', -0.5, 0)");
  });

  it('lists each value once and no NULL', () => {
    expect(toInList(table([['a'], [null], ['a'], ["o'b"]]))).toBe("('a', 'o''b')");
  });

  it.each([
    ['select * from customers where id = 1', 'customers'],
    ['select * from sales."Order Lines" l', 'sales."Order Lines"'],
    ['table public.t', 'public.t'],
    ['select * from generate_series(1, 2)', undefined],
    ['select 1', undefined],
  ])('guesses the table of %s', (sql, expected) => {
    expect(tableIn(sql)).toBe(expected);
  });
});

describe('Markdown', () => {
  it('has one line for a row, whatever is in it', () => {
    fc.assert(
      fc.property(tables, (copied) => {
        expect(toMarkdown(copied).split('\n')).toHaveLength(copied.rows.length + 3);
      }),
    );
  });

  it('escapes what would end a cell or be markup', () => {
    expect(toMarkdown(table([['a|b', '<i>', null]]))).toContain('| a\\|b | &lt;i&gt; | *NULL* |');
  });
});
