import type { AuditCaller } from '../audit/audit.service.js';
import type { SessionEnds } from '../auth/session-ends.js';
import type { SessionService } from '../auth/session.service.js';
import { LiveWork } from './live-work.js';

const CALLER = {
  principal: { authSource: 'oauth2', issuer: 'https://idp', subject: 'alice' },
} as unknown as AuditCaller;

function liveWork(): LiveWork {
  const ends = { subscribe: () => () => undefined, onGap: () => undefined };
  return new LiveWork(ends as unknown as SessionEnds, {} as SessionService);
}

it('ends what runs when the process stops, and at once what begins during the stop', async () => {
  const live = liveWork();
  const running = live.begin(CALLER);
  expect(running.signal.aborted).toBe(false);
  const stopped = live.beforeApplicationShutdown();
  const late = live.begin(CALLER);
  for (const { signal } of [running, late]) {
    expect(signal.reason).toMatchObject({ code: 'query-cancelled' });
  }
  running.over();
  late.over();
  await stopped;
});
