import { readContext } from './copy-failure.js';

describe('the place in PostgreSQL’s CONTEXT', () => {
  it.each([
    ['COPY t, line 3, column b: "x"', { line: 3, column: 'b' }],
    ['COPY t, line 3, column b: null input', { line: 3, column: 'b' }],
    ['COPY t, line 3, column b', { line: 3, column: 'b' }],
    ['COPY t, line 3: "1,2"', { line: 3 }],
    ['COPY t, line 3', { line: 3 }],
    ['COPY t, Zeile 3, Spalte b: »x«', { line: 3, column: 'b' }],
    ['COPY t, ligne 3, colonne b : « x »', { line: 3, column: 'b' }],
    ['COPY t, ligne 3, colonne b\u00a0: «\u00a0x\u00a0»', { line: 3, column: 'b' }],
    ['COPY t, строка 3, столбец b: "x"', { line: 3, column: 'b' }],
    ['COPY t, linha 3, coluna b: "x"', { line: 3, column: 'b' }],
    ['PL/pgSQL function t() line 9 at RAISE\nCOPY t, line 3: "x"', { line: 3 }],
    ['COPY t, line 3: "x\nCOPY t, line 9, column c: "', { line: 3 }],
    ['COPY t, line 1234567890123, column b: "x"', { line: 1234567890123, column: 'b' }],
  ])('is read: %j', (where, place) => {
    expect(readContext(where, 't')).toEqual(place);
  });

  it.each([
    '',
    'COPY u, line 3',
    'COPY t',
    'SQL function "t" statement 1',
    'COPY t, line x',
    't, line 3',
  ])('is not guessed: %j', (where) => {
    expect(readContext(where, 't')).toBeUndefined();
  });

  it('is told from a name that looks like one', () => {
    const table = 'x, line 7, column y: "z';
    const where = `COPY ${table}, line 3, column a: b: "x"`;
    expect(readContext(where, table, ['a', 'a: b', 'c'])).toEqual({ line: 3, column: 'a: b' });
    expect(readContext(where, table)).toEqual({ line: 3, column: 'a' });
  });
});
