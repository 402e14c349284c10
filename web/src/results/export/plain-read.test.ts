import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readingOf } from './plain-read.ts';

describe('whether a text only reads', () => {
  it.each([
    'select 1',
    'SELECT * FROM t;',
    '(select 1) union (select 2)',
    'table t',
    'values (1)',
    'with a as (select 1) select * from a',
    '/* a /* nested; delete */ comment */ select 1 -- ; delete',
    'select \'a; delete\', $$; update $$, $x$ ; $x$, "insert"',
    "select E'it\\'s; delete'",
  ])('takes %s for a plain read', (sql) => {
    expect(readingOf(sql)).toBe('plain-read');
  });

  it.each([
    'delete from t',
    'with a as (delete from t returning *) select * from a',
    'select 1 into t',
    'select * from t for update',
    "select nextval('s')",
    'explain analyze delete from t',
    'call p()',
    'do $$ begin end $$',
    '',
  ])('asks about %s', (sql) => {
    expect(readingOf(sql)).toBe('may-change');
  });

  it('tells several statements from one', () => {
    expect(readingOf('select 1; select 2')).toBe('several');
  });

  it('is not led astray by what stands in a text', () => {
    fc.assert(
      fc.property(fc.string(), (value) => {
        expect(readingOf(`select '${value.replaceAll("'", "''")}'`)).toBe('plain-read');
      }),
    );
  });
});
