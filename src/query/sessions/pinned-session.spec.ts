import fc from 'fast-check';
import { TestClock } from '../../../test/support/test-clock.js';
import type { Principal } from '../../auth/principal.js';
import { Problem } from '../../common/problem.js';
import type { TransactionStatus } from '../../connection/statement-events.js';
import { closingFor } from './closing.js';
import { PinnedSession } from './pinned-session.js';
import { SessionAdmission } from './session-admission.js';
import { ownerOf } from './session-owner.js';
import { whenToClose } from './when-to-close.js';

/** What a session asks of its lease; its connection is the test's to break. */
class TestLease {
  databaseUser = 'alice';
  usable = true;
  transactionStatus: TransactionStatus = 'idle';
  failure: unknown;
  released = 0;
  break: () => void = () => undefined;
  readonly closed = new Promise<void>((resolve) => {
    this.break = () => {
      this.usable = false;
      resolve();
    };
  });

  release(): Promise<void> {
    this.released += 1;
    this.break();
    return Promise.resolve();
  }
}

const LIMITS = { idleMs: 1000, transactionIdleMs: 300, absoluteMs: 5000, perPerson: 5 };
const ALICE = { authSource: 'oauth2', issuer: 'https://idp', subject: 'alice' } as Principal;

function person(changes: object): Principal {
  return { ...ALICE, ...changes };
}

class Bench {
  readonly clock = new TestClock();
  readonly lease = new TestLease();
  readonly closings: string[] = [];
  readonly session = new PinnedSession({
    id: 'main.1',
    owner: ownerOf(ALICE),
    server: {} as any,
    database: 'shop',
    lease: this.lease as any,
    tokenExpiresAt: undefined,
    limits: LIMITS,
    clock: this.clock,
    onClosed: ({ reason }) => {
      this.closings.push(reason);
      return Promise.resolve();
    },
  });
  /** Of the run that has the connection. */
  end: AbortController | undefined;

  lend(principal = ALICE, sessionId = this.session.id): string {
    const end = new AbortController();
    const admission = SessionAdmission.afterGate(sessionId, { person: principal } as any);
    try {
      expect(this.session.lend(admission, { executionId: 'run', end })).toBe(this.lease);
      this.end = end;
      return 'lent';
    } catch (error) {
      if (error instanceof Problem) return error.code;
      throw error;
    }
  }

  giveBack(): void {
    this.end = undefined;
    this.session.giveBack();
  }
}

/** Lets what waits for promises go on. */
function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

it('is lent for an admission to itself and of its owner, and for no other', () => {
  const bench = new Bench();
  for (const stranger of [
    person({ subject: 'bob' }),
    person({ issuer: 'https://other' }),
    { ...ALICE, authSource: 'internal', accountId: 'alice' } as Principal,
  ]) {
    expect(bench.lend(stranger)).toBe('session-not-found');
  }
  expect(bench.lend(ALICE, 'main.2')).toBe('session-not-found');
  expect(bench.lend()).toBe('lent');
  expect(bench.lend()).toBe('session-busy');
});

it('closes when it is late although its timer was not called', async () => {
  const bench = new Bench();
  const late = new TestClock();
  Object.assign(bench.clock, { now: () => late.now() + 1000 });
  expect(bench.lend()).toBe('session-closed');
  await settle();
  expect(bench.closings).toEqual(['idle']);
});

it('tells the run why it closes under it, and waits for it a while and no longer', async () => {
  const bench = new Bench();
  bench.lend();
  void bench.session.close(closingFor('owner'));
  expect(bench.end?.signal.reason).toMatchObject({ code: 'session-closed' });
  await settle();
  expect(bench.lease.released).toBe(0);
  bench.clock.pass(3000);
  await settle();
  expect([bench.lease.released, bench.closings]).toEqual([1, ['owner']]);
});

type Step = 'lend' | 'give back' | 'begin' | 'fail' | 'break' | 'retire' | 'close' | number;

const STEPS = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom<Step>('lend', 'give back', 'begin', 'fail') },
    { weight: 1, arbitrary: fc.constantFrom<Step>('break', 'retire', 'close') },
    { weight: 3, arbitrary: fc.integer({ min: 1, max: 900 }) },
  ),
  { maxLength: 40 },
);

function take(bench: Bench, step: Step): void {
  const { session, lease, clock } = bench;
  switch (step) {
    case 'lend': {
      const free = bench.end === undefined && session.closing === undefined;
      const result = bench.lend();
      expect(result === 'lent').toBe(free && lease.usable);
      break;
    }
    case 'give back':
      bench.giveBack();
      break;
    case 'begin':
    case 'fail':
      if (bench.end !== undefined) {
        lease.transactionStatus = step === 'begin' ? 'in transaction' : 'failed';
      }
      break;
    case 'break':
      lease.break();
      break;
    case 'retire':
      session.retire(closingFor('definition-changed'));
      break;
    case 'close':
      void session.close(closingFor('owner'));
      break;
    default:
      clock.pass(step);
  }
}

it('whatever happens: one run at a time, no limit is passed, and it closes once', async () => {
  await fc.assert(
    fc.asyncProperty(STEPS, async (steps) => {
      const bench = new Bench();
      let idleSince: number | undefined = 0;
      for (const step of steps) {
        const before = bench.end;
        take(bench, step);
        if (before !== bench.end)
          idleSince = bench.end === undefined ? bench.clock.now() : undefined;
        await settle();
        const { transactionStatus } = bench.lease;
        const times = { openedAt: 0, idleSince, transactionStatus };
        if (whenToClose(times, bench.clock.now(), LIMITS).inMs === 0) {
          expect(bench.session.closing).toBeDefined();
        }
        if (bench.session.closing !== undefined) expect(bench.lend()).toBe('session-closed');
      }
      bench.giveBack();
      void bench.session.close(closingFor('owner'));
      await settle();
      bench.clock.pass(10_000);
      await settle();
      expect(bench.lease.released).toBe(1);
      expect(bench.closings).toHaveLength(1);
      expect(bench.lend()).toBe('session-closed');
    }),
  );
});
