import fc from 'fast-check';
import type { TransactionStatus } from '../../connection/statement-events.js';
import { idleLimit, type SessionTimes, whenToClose } from './when-to-close.js';

const STATUS = fc.constantFrom<TransactionStatus>('idle', 'in transaction', 'failed');
const MS = fc.integer({ min: 1, max: 10 ** 9 });
const LIMITS = fc.record({ idleMs: MS, transactionIdleMs: MS, absoluteMs: MS });
/** A session that was opened at some time, and used or not since. */
const TIMES = fc
  .record({
    openedAt: MS,
    idleFor: fc.option(MS, { nil: undefined }),
    transactionStatus: STATUS,
  })
  .map(({ openedAt, idleFor, transactionStatus }): SessionTimes => ({
    openedAt,
    idleSince: idleFor === undefined ? undefined : openedAt + idleFor,
    transactionStatus,
  }));

const HOUR = 3_600_000;
const USUAL = { idleMs: HOUR / 2, transactionIdleMs: HOUR / 12, absoluteMs: 8 * HOUR };

describe('a session is closed', () => {
  it.each<[string, Partial<SessionTimes>, number, string, number]>([
    ['idle', {}, 0, 'idle', HOUR / 2],
    ['idle for a while', { idleSince: HOUR }, HOUR + 60_000, 'idle', HOUR / 2 - 60_000],
    ['in a transaction', { transactionStatus: 'in transaction' }, 0, 'transaction-idle', HOUR / 12],
    ['in a failed transaction', { transactionStatus: 'failed' }, 0, 'transaction-idle', HOUR / 12],
    ['busy', { idleSince: undefined }, HOUR, 'absolute', 7 * HOUR],
    [
      'busy in a transaction',
      { idleSince: undefined, transactionStatus: 'in transaction' },
      HOUR,
      'absolute',
      7 * HOUR,
    ],
    ['near its end', { idleSince: 8 * HOUR - 1 }, 8 * HOUR - 1, 'absolute', 1],
    ['past it', { idleSince: 8 * HOUR - 1 }, 9 * HOUR, 'absolute', 0],
  ])('in time when it is %s', (_what, times, now, reason, inMs) => {
    const given = { openedAt: 0, idleSince: 0, transactionStatus: 'idle' as const, ...times };
    expect(whenToClose(given, now, USUAL)).toEqual({ inMs, reason });
  });

  it('no later than any of its limits says, and no sooner than the first', () => {
    fc.assert(
      fc.property(TIMES, LIMITS, MS, (times, limits, later) => {
        const now = times.openedAt + later;
        const { inMs } = whenToClose(times, now, limits);
        const ends = [
          times.openedAt + limits.absoluteMs,
          ...(times.idleSince === undefined
            ? []
            : [times.idleSince + idleLimit(times.transactionStatus, limits)]),
        ];
        expect(inMs).toBe(Math.max(0, Math.min(...ends) - now));
      }),
    );
  });

  it('at a moment that does not move while nothing happens', () => {
    fc.assert(
      fc.property(TIMES, LIMITS, MS, MS, (times, limits, first, wait) => {
        const now = times.openedAt + first;
        const before = whenToClose(times, now, limits);
        const after = whenToClose(times, now + wait, limits);
        expect(after.reason).toBe(before.reason);
        expect(after.inMs).toBe(Math.max(0, before.inMs - wait));
      }),
    );
  });

  it('never because a statement runs, and never later for being in a transaction', () => {
    fc.assert(
      fc.property(TIMES, LIMITS, MS, (times, limits, later) => {
        const now = times.openedAt + later;
        const running = whenToClose({ ...times, idleSince: undefined }, now, limits);
        expect(running.reason).toBe('absolute');
        const at = (transactionStatus: TransactionStatus) =>
          whenToClose({ ...times, transactionStatus }, now, limits).inMs;
        expect(at('in transaction')).toBeLessThanOrEqual(at('idle'));
        expect(at('failed')).toBe(at('in transaction'));
      }),
    );
  });
});
