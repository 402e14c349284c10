import type { DatabaseSessionLimits } from '../../config/config.js';
import type { TransactionStatus } from '../../connection/statement-events.js';

/** What the clock needs to know of a pinned connection. Times in milliseconds on one clock. */
export interface SessionTimes {
  readonly openedAt: number;
  /** Since when no statement runs; undefined while one does. */
  readonly idleSince: number | undefined;
  /** After the last statement. */
  readonly transactionStatus: TransactionStatus;
}

/** Which of its limits a pinned connection reaches first, and when. */
export interface CloseTime {
  /** Milliseconds from now; 0 when it is time. */
  readonly inMs: number;
  readonly reason: 'idle' | 'transaction-idle' | 'absolute';
}

type TimeLimits = Omit<DatabaseSessionLimits, 'perPerson'>;

/**
 * How long it may be idle in this state, in milliseconds. A transaction block keeps locks, a failed
 * one as well, so it is given less time, and never more.
 */
export function idleLimit(transactionStatus: TransactionStatus, limits: TimeLimits): number {
  const { idleMs, transactionIdleMs } = limits;
  return transactionStatus === 'idle' ? idleMs : Math.min(idleMs, transactionIdleMs);
}

/**
 * When it is to be closed if nothing happens until then. A statement that runs is not idleness, but
 * it does not stop the clock of the whole session.
 *
 * @param now on the clock of `times`
 */
export function whenToClose(times: SessionTimes, now: number, limits: TimeLimits): CloseTime {
  const { openedAt, idleSince, transactionStatus } = times;
  const end = openedAt + limits.absoluteMs;
  const absolute: CloseTime = { inMs: Math.max(0, end - now), reason: 'absolute' };
  if (idleSince === undefined) return absolute;
  const idleEnd = idleSince + idleLimit(transactionStatus, limits);
  if (idleEnd >= end) return absolute;
  return {
    inMs: Math.max(0, idleEnd - now),
    reason: transactionStatus === 'idle' ? 'idle' : 'transaction-idle',
  };
}
