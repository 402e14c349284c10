import { describe, expect, it } from 'vitest';
import type { Activity } from './run-types.ts';
import { durationText, progressOf, waitWords } from './wait-words.ts';

const QUIET: Activity = {
  state: 'active',
  waitEventType: null,
  waitEvent: null,
  transactionMs: 10,
  blockedBy: [],
  progress: null,
};
const BOB = { pid: 4711, databaseUser: 'bob', state: 'idle in transaction', applicationName: '' };

describe('waitWords', () => {
  it('is silent about a statement that computes', () => {
    expect(waitWords(QUIET, 5000)).toBeUndefined();
  });

  it('names who holds the lock', () => {
    expect(waitWords({ ...QUIET, blockedBy: [BOB] }, 12_400)).toBe(
      'Waiting 12 s for a lock held by bob (pid 4711, idle in transaction)',
    );
  });

  it('does not show how the service names its connections', () => {
    const own = { ...BOB, applicationName: 'pg-usher/59de9a30-2640-4499-ab81-92d1d3f74afd' };
    expect(waitWords({ ...QUIET, blockedBy: [own] }, 1000)).toBe(
      'Waiting 1 s for a lock held by bob (pid 4711, idle in transaction, by pg-usher)',
    );
  });

  it('says how many more there are', () => {
    const hidden = { pid: 9, databaseUser: null, state: null, applicationName: null };
    expect(waitWords({ ...QUIET, blockedBy: [hidden, BOB, BOB] }, 1000)).toBe(
      'Waiting 1 s for a lock held by somebody (pid 9) and 2 more',
    );
  });

  it.each([
    ['Timeout', 'PgSleep', 'Sleeping in pg_sleep (Timeout: PgSleep)'],
    ['IO', 'WALSync', 'Waiting for the disk (IO: WALSync)'],
    ['Novelty', 'Thing', 'Waiting (Novelty: Thing)'],
  ])('%s %s', (waitEventType, waitEvent, words) => {
    expect(waitWords({ ...QUIET, waitEventType, waitEvent }, 0)).toBe(words);
  });
});

describe('progressOf', () => {
  it('is a share where PostgreSQL names the whole', () => {
    const progress = {
      command: 'CREATE INDEX',
      phase: 'building index',
      blocks_done: '25',
      blocks_total: '100',
    };
    expect(progressOf({ ...QUIET, progress })).toEqual({
      label: 'CREATE INDEX: building index',
      share: 0.25,
    });
  });

  it('has no share of nothing', () => {
    const progress = { command: 'VACUUM', blocks_done: '0', blocks_total: '0' };
    expect(progressOf({ ...QUIET, progress })).toEqual({ label: 'VACUUM' });
  });
});

describe('durationText', () => {
  it.each([
    [900, '0 s'],
    [59_999, '59 s'],
    [125_000, '2 min 5 s'],
  ])('%i ms', (ms, text) => {
    expect(durationText(ms)).toBe(text);
  });
});
