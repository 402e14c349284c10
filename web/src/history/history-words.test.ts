import { describe, expect, it } from 'vitest';
import { aboutHistory, editorHash, failureText, isOutcome } from './history-words.ts';

describe('failureText', () => {
  it('has the message and the names by which it is looked up', () => {
    const run = {
      outcome: 'failed',
      error: 'no such table',
      code: 'query-failed',
      sqlstate: '42P01',
    } as const;
    expect(failureText(run)).toBe('no such table (query-failed, SQLSTATE 42P01)');
  });

  it('has the names alone where no message was kept', () => {
    const run = { outcome: 'failed', error: null, code: 'query-failed', sqlstate: null } as const;
    expect(failureText(run)).toBe('query-failed');
  });

  it('has nothing for what ended well', () => {
    expect(failureText({ outcome: 'ok', error: null, code: null, sqlstate: null })).toBeUndefined();
  });
});

describe('editorHash', () => {
  it('survives what an address gives a meaning of its own', () => {
    const sql = 'select \'50%\' as "a&b#c" -- 😀\n';
    expect(new URLSearchParams(editorHash(sql)).get('sql')).toBe(sql);
  });
});

describe('isOutcome', () => {
  it('takes no other word from an address', () => {
    expect(isOutcome('ok')).toBe(true);
    expect(isOutcome('nonsense')).toBe(false);
  });
});

describe('aboutHistory', () => {
  const KEPT = { days: 30, maxRuns: 10_000, keepsSqlText: false, maxSqlBytes: 65_536 };

  it('says for how long, how many, and whether with their text', () => {
    expect(aboutHistory(KEPT)).toContain(
      'Runs are kept for 30 days, the newest 10,000 of them. Their SQL is not kept.',
    );
    expect(aboutHistory({ ...KEPT, days: 1, keepsSqlText: true })).toMatch(
      /kept for 1 day, .* Their SQL is kept with them, without the passwords/,
    );
  });

  it('says when there is none', () => {
    expect(aboutHistory({ ...KEPT, days: 0 })).toMatch(/has it keep nothing\.$/);
  });

  it('promises nothing that is not known', () => {
    expect(aboutHistory(undefined)).not.toContain('kept');
  });
});
