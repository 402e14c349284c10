import type { Work } from '../../src/connection/live-work.js';
import { TestClock } from '../support/test-clock.js';
import type { SessionOwner } from '../../src/query/sessions/session-owner.js';
import {
  PENDING_MS,
  type PendingDownload,
  PendingDownloads,
} from '../../src/query/downloads/pending-downloads.js';

const ALICE: SessionOwner = { authSource: 'oauth2', issuer: 'https://idp', subject: 'alice' };
const BOB: SessionOwner = { ...ALICE, subject: 'bob' };
const IN_ONE = { owner: ALICE, sessionKey: 'one' };

function download(id: string, holder = IN_ONE, sql = 'select 1'): PendingDownload {
  const server = { id: 's', name: 'shop' };
  const order = { server, query: { sql }, database: 'shop', databaseSessionId: undefined };
  return {
    id,
    executionId: `run of ${id}`,
    order: { ...order, format: 'csv', options: {} },
    ...holder,
  };
}

/** What was begun for a download, and whether it is over. */
class TestWork implements Work {
  readonly controller = new AbortController();
  readonly signal = this.controller.signal;
  ended = 0;

  over(): void {
    this.ended += 1;
  }
}

let clock: TestClock;
let pending: PendingDownloads;
beforeEach(() => {
  clock = new TestClock();
  pending = new PendingDownloads(clock);
});

it('gives a download once, and is done with it', () => {
  const work = new TestWork();
  pending.add(download('a'), work);
  expect(pending.take('a', IN_ONE)).toMatchObject({ executionId: 'run of a' });
  expect(pending.take('a', IN_ONE)).toBeUndefined();
  expect(work.ended).toBe(1);
});

it.each([
  ['another person', { owner: BOB, sessionKey: 'one' }],
  ['another issuer', { owner: { ...ALICE, issuer: 'https://other' }, sessionKey: 'one' }],
  [
    'another way of signing in',
    { owner: { ...ALICE, authSource: 'ldap' as const }, sessionKey: 'one' },
  ],
  ['another login session', { owner: ALICE, sessionKey: 'two' }],
  ['a token', { owner: ALICE, sessionKey: undefined }],
])('gives none to %s, and keeps it for its holder', (_who, holder) => {
  pending.add(download('a'), new TestWork());
  expect(pending.take('a', holder)).toBeUndefined();
  expect(pending.take('a', IN_ONE)).toBeDefined();
});

it('forgets a download after a minute', () => {
  const [early, late] = [new TestWork(), new TestWork()];
  pending.add(download('early'), early);
  clock.pass(PENDING_MS - 1);
  pending.add(download('late'), late);
  clock.pass(1);
  expect([early.ended, late.ended]).toEqual([1, 0]);
  expect(pending.take('early', IN_ONE)).toBeUndefined();
  expect(pending.take('late', IN_ONE)).toBeDefined();
});

it('does not give what is too old, however late its timer is', () => {
  const lateClock = { now: () => now, after: () => () => undefined };
  let now = 0;
  const slow = new PendingDownloads(lateClock);
  slow.add(download('a'), new TestWork());
  now = PENDING_MS;
  expect(slow.take('a', IN_ONE)).toBeUndefined();
});

it('forgets a download when the sign-in ends', () => {
  const work = new TestWork();
  pending.add(download('a'), work);
  work.controller.abort();
  expect(pending.take('a', IN_ONE)).toBeUndefined();
  expect(work.ended).toBe(1);
});

it('keeps none of a sign-in that has ended before it waited', () => {
  const work = new TestWork();
  work.controller.abort();
  pending.add(download('a'), work);
  expect(pending.take('a', IN_ONE)).toBeUndefined();
  expect(work.ended).toBe(1);
});

it('keeps twenty of one person, whatever others have', () => {
  for (let index = 0; index < 20; index += 1) pending.add(download(`a${index}`), new TestWork());
  const refused = new TestWork();
  expect(() => {
    pending.add(download('one more'), refused);
  }).toThrow(expect.objectContaining({ code: 'too-many-requests' }));
  expect(refused.ended).toBe(1);
  pending.add(download('b', { ...IN_ONE, owner: BOB }), new TestWork());
  expect(pending.take('a0', IN_ONE)).toBeDefined();
  pending.add(download('one more'), new TestWork());
});

it('keeps no more than 32 MiB of text', () => {
  const text = 'x'.repeat(15 * 1024 * 1024);
  pending.add(download('a', IN_ONE, text), new TestWork());
  pending.add(download('b', IN_ONE, text), new TestWork());
  expect(() => {
    pending.add(download('c', { ...IN_ONE, owner: BOB }, text), new TestWork());
  }).toThrow(expect.objectContaining({ code: 'too-many-requests' }));
  pending.take('a', IN_ONE);
  pending.add(download('c', { ...IN_ONE, owner: BOB }, text), new TestWork());
});
