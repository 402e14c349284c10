import { describe, expect, it } from 'vitest';
import { opened, type OpenSession } from '../runs/tab-session.ts';
import { clockText, transactionWords } from './transaction-words.ts';

const SESSION: OpenSession = {
  ...opened(
    {
      id: 'one.1',
      instance: 'one',
      serverId: 's',
      serverName: 'shop',
      database: 'shop',
      databaseUser: 'alice',
      serverVersion: '18.1',
      backendPid: 1,
      transactionStatus: 'in transaction',
      executionId: null,
      openedAt: '',
      lastUsedAt: '',
      idleSince: null,
      expiresAt: '',
      idleTimeoutMs: 300_000,
    },
    0,
  ),
  changes: 1,
};

describe('transactionWords', () => {
  it('says how long, and what is not committed', () => {
    expect(transactionWords(SESSION, false, 42_000)).toEqual({
      title: 'In transaction 0:42, 1 change not committed',
      warning: undefined,
    });
  });

  it('says when an idle one will be rolled back', () => {
    expect(transactionWords(SESSION, false, 180_000).warning).toBe(
      'Idle, and it keeps its locks. It is rolled back after 5:00 without a statement: in 2:00.',
    );
    expect(transactionWords(SESSION, true, 180_000).warning).toBeUndefined();
  });

  it('says that nothing runs in a failed one', () => {
    expect(transactionWords({ ...SESSION, transaction: 'failed' }, false, 0).title).toBe(
      'Transaction failed: nothing more runs until you roll back',
    );
  });
});

describe('clockText', () => {
  it.each([
    [0, '0:00'],
    [725_000, '12:05'],
    [3_723_000, '1:02:03'],
  ])('%i', (ms, text) => {
    expect(clockText(ms)).toBe(text);
  });
});
