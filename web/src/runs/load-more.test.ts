import { describe, expect, it } from 'vitest';
import { largerCaps } from './load-more.ts';

describe('largerCaps', () => {
  it.each([
    ['select * from t', 1000, 'idle', [10_000, 100_000]],
    ['select * from t', 10_000, 'in transaction', [100_000]],
    ['select * from t', 100_000, 'idle', []],
    ['select * from t', 1000, 'failed', []],
    ['insert into t select 1 returning *', 1000, 'idle', []],
    ['with gone as (delete from t returning *) table gone', 1000, 'idle', []],
    ['select * from t for update', 1000, 'idle', []],
    ["select nextval('s') from t", 1000, 'idle', []],
    ['explain analyze delete from t', 1000, 'idle', []],
    ['show all', 1000, 'idle', []],
  ] as const)('%s at %i, %s', (statement, cap, transaction, caps) => {
    expect(largerCaps(statement, cap, transaction)).toEqual(caps);
  });
});
