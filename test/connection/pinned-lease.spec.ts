import type { OAuthPrincipal } from '../../src/auth/principal.js';
import { ConnectionService } from '../../src/connection/connection.service.js';
import { Gate } from '../../src/connection/gate.js';
import type { Lease } from '../../src/connection/lease.js';
import { SHOP_SERVER_ID } from '../../src/demo/house.js';
import { subjectOf } from '../../src/demo/people.js';
import { RunningService } from '../support/running-service.js';
import { say } from '../support/say.js';

/** A lease that outlives the statements that are given up on it. */
let service: RunningService;
beforeAll(async () => {
  service = await RunningService.start();
});
afterAll(async () => {
  await service.stop();
});

const MINUTES = 60_000;
const RACES = 1000;
/** After the end of the statement, also where the machine is busy. */
const LATE_MS = 60;
const NEVER = new AbortController().signal;

async function pinnedLease(): Promise<Lease> {
  const alice: OAuthPrincipal = {
    authSource: 'oauth2',
    provider: 'oidc',
    issuer: service.house.identityProvider.issuer,
    subject: subjectOf({ name: 'alice', claims: {} }),
    claimName: 'db_user',
    claimValue: 'alice',
    username: 'alice',
    groups: [],
    isAdmin: false,
  };
  const caller = await service.app.get(Gate).admitCaller(alice, SHOP_SERVER_ID);
  return service.app.get(ConnectionService).lease(caller, {
    database: 'shop',
    requestId: '00000000-0000-4000-8000-000000000001',
    gone: NEVER,
    pinned: true,
  });
}

/** Gives a statement up after about so many milliseconds; says whether that came in time. */
async function giveUp(lease: Lease, sql: string, ms: number): Promise<boolean> {
  const cancelled = new Error('given up');
  const controller = new AbortController();
  const timer = setTimeout(() => {
    controller.abort(cancelled);
  }, ms);
  try {
    await lease.rows(sql, [], controller.signal);
    return false;
  } catch (error) {
    expect(error).toBe(cancelled);
    return true;
  } finally {
    clearTimeout(timer);
  }
}

/** Reads the first rows and leaves. */
async function leaveEarly(lease: Lease, sql: string): Promise<boolean> {
  for await (const batch of lease.run({ sql }, NEVER)) {
    if (batch.some(({ kind }) => kind === 'rows')) return true;
  }
  return false;
}

it(
  'never gives the rows or the cancel of one statement to the next',
  async () => {
    const lease = await pinnedLease();
    const pid = String(lease.report.backendPid);
    let inTime = 0;
    for (let round = 0; round < RACES; round++) {
      const ms = Math.random() * 4;
      const sql = `select 'given-up', pg_sleep(${(ms / 1000).toFixed(5)}), repeat('x', 9000) from generate_series(1, 2)`;
      inTime += Number(
        round % 5 === 0
          ? await leaveEarly(lease, sql)
          : await giveUp(lease, sql, round % 5 === 1 ? LATE_MS : ms),
      );
      expect(lease.transactionStatus).toBe('idle');
      // Long enough for a cancel that is still on its way to hit it.
      const kept = await lease.rows(
        `select 'kept-${String(round)}', pg_backend_pid(), pg_sleep(0.008)`,
        [],
        NEVER,
      );
      expect(kept).toEqual([[`kept-${String(round)}`, pid, '']]);
    }
    expect(inTime).toBeGreaterThan(RACES / 10);
    expect(inTime).toBeLessThan(RACES);
    say(`${String(RACES)} races on one lease: ${String(inTime)} statements were given up in time`);
    await lease.release();
    expect(await service.noBackendLeft()).toBe(true);
  },
  5 * MINUTES,
);

it('sends no cancel for a statement that is over, which its reader does not know yet', async () => {
  const lease = await pinnedLease();
  for (let round = 0; round < 50; round++) {
    const controller = new AbortController();
    const events = lease.run({ sql: 'select 1' }, controller.signal);
    await events.next();
    await new Promise((resolve) => setTimeout(resolve, 10));
    controller.abort(new Error('given up'));
    await expect(events.next()).rejects.toThrow('given up');
    // At once, so that a cancel would find it.
    await lease.rows('select pg_sleep(0.02)', [], NEVER);
  }
  await lease.release();
});

it('tells when its connection has closed, by whomever', async () => {
  const [ended, released] = [await pinnedLease(), await pinnedLease()];
  await service.house.shop.sql('select pg_terminate_backend($1)', 'postgres', [
    ended.report.backendPid,
  ]);
  await ended.closed;
  expect(ended.usable).toBe(false);
  expect(ended.failure).toMatchObject({ code: '57P01' });
  await released.release();
  await released.closed;
  expect(released.usable).toBe(false);
});
