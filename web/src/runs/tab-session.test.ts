import type { SessionDescription } from '@pg-usher/sdk';
import { describe, expect, it } from 'vitest';
import { afterRun, isChange, opened } from './tab-session.ts';

const DESCRIPTION: SessionDescription = {
  id: 'one.1',
  instance: 'one',
  serverId: 's',
  serverName: 'shop',
  database: 'shop',
  databaseUser: 'alice',
  serverVersion: '18.1',
  backendPid: 1,
  transactionStatus: 'idle',
  executionId: null,
  openedAt: '',
  lastUsedAt: '',
  idleSince: null,
  expiresAt: '',
  idleTimeoutMs: 1000,
};

describe('isChange', () => {
  it.each([
    ['UPDATE 3', true],
    ['INSERT 0 1', true],
    ['INSERT 0 0', false],
    ['DELETE 0', false],
    ['CREATE TABLE', true],
    ['SELECT 5', false],
    ['SELECT 0', false],
    ['SHOW', false],
    ['BEGIN', false],
  ])('%s: %s', (tag, change) => {
    expect(isChange(tag)).toBe(change);
  });
});

describe('afterRun', () => {
  const idle = opened(DESCRIPTION, 0);

  it('keeps when the transaction began, and counts what it changed', () => {
    const first = afterRun(idle, 'in transaction', ['BEGIN', 'UPDATE 3'], 10);
    const second = afterRun(first, 'in transaction', ['SELECT 1', 'DELETE 2'], 20);
    expect(second).toMatchObject({ transactionSince: 10, changes: 2, idleSince: 20 });
  });

  it('counts anew in a new transaction', () => {
    const first = afterRun(idle, 'in transaction', ['BEGIN', 'UPDATE 3'], 10);
    expect(afterRun(first, 'in transaction', ['COMMIT', 'BEGIN', 'UPDATE 1'], 20).changes).toBe(1);
  });

  it('forgets it when it is over', () => {
    const first = afterRun(idle, 'failed', ['BEGIN'], 10);
    expect(afterRun(first, 'idle', ['ROLLBACK'], 20)).toMatchObject({
      transaction: 'idle',
      transactionSince: undefined,
      changes: 0,
    });
  });

  it('believes what it knew when an answer says nothing', () => {
    const first = afterRun(idle, 'in transaction', ['BEGIN'], 10);
    expect(afterRun(first, undefined, [], 20).transaction).toBe('in transaction');
  });

  it('knows of a transaction that was begun before the answer broke off', () => {
    expect(afterRun(idle, undefined, ['BEGIN', 'UPDATE 1'], 10)).toMatchObject({
      transaction: 'in transaction',
      changes: 1,
    });
  });
});
