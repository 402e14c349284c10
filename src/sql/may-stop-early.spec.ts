import { describe, expect, it } from '@jest/globals';
import { mayStopEarly } from './may-stop-early.js';

describe('mayStopEarly', () => {
  it.each([
    'select 1',
    'SELECT * from t;',
    ' -- a comment\n /* another /* one */ */ ( ( select 1 ) )',
    'values (1), (2) ; ;',
    'table t',
    '(values (1)) union select 2',
    'with a as (select 1) select * from a',
    'WITH RECURSIVE a(n) AS (VALUES (1) UNION ALL SELECT n + 1 FROM a) SELECT * FROM a',
    'select updated_at, inserted from deletes',
  ])('is so for %j', (text) => {
    expect(mayStopEarly(text)).toBe(true);
  });

  it.each([
    '',
    ';',
    '-- select 1',
    '/* select 1',
    "'select 1'",
    '"select" 1',
    'insert into t select 1',
    'update t set a = 1 returning a',
    'delete from t',
    'call p()',
    'do $$ begin end $$',
    'execute p',
    'fetch 10 from c',
    'show all',
    'explain analyze select 1',
    'copy t to stdout',
    'selection',
    'select 1 into t',
    'select * INTO TEMP t2 from t',
    'select * from t for update',
    'select * from t for no key update',
    'select * from t for share',
    'select * from t FOR/**/KEY/**/SHARE',
    'with a as (delete from t returning *) select * from a',
    'with a as (insert into t values (1) returning *) table a',
    'with a as (update t set b = 1 returning *) select * from a',
    'with a as (MERGE into t using s on true when matched then do nothing) select 1',
    'with a as (select 1) delete from t',
    "select 'delete'",
    'select 1; call p()',
    "select ';', 1",
  ])('is not so for %j', (text) => {
    expect(mayStopEarly(text)).toBe(false);
  });

  it.each(['(', '/*', '--\n', ';', ' ', '; ', 'select '])('answers for 256 KiB of %j', (part) => {
    expect(mayStopEarly(part.repeat((256 * 1024) / part.length))).toBe(part === 'select ');
  });
});
