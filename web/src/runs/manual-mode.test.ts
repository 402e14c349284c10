import { describe, expect, it } from 'vitest';
import { mustBeginBefore } from './manual-mode.ts';

describe('mustBeginBefore', () => {
  it.each([
    ['update t set a = 1', true],
    ['-- why\nselect 1', true],
    ['BEGIN isolation level serializable', false],
    ['/* end of work */ commit', false],
    ['rollback to s', false],
    ['vacuum t', false],
    ['', false],
  ])('%s: %s', (sql, must) => {
    expect(mustBeginBefore({ kind: 'run', sql })).toBe(must);
  });

  it('is not for a plan, which changes nothing', () => {
    expect(mustBeginBefore({ kind: 'plan', sql: 'update t set a = 1' })).toBe(false);
    expect(mustBeginBefore({ kind: 'analyze', sql: 'update t set a = 1' })).toBe(true);
  });
});
