import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, it } from '@jest/globals';
import { TimeLimit } from './time-limit.js';

setFlagsFromString('--expose-gc');
const collectGarbage: unknown = runInNewContext('gc');

/** Whether a signal aborts in the end, of which nobody has kept more than a listener. */
async function aborts(listen: (tell: () => void) => void): Promise<boolean> {
  const told = new Promise<true>((resolve) => {
    listen(() => {
      resolve(true);
    });
  });
  const collecting = setInterval(() => {
    if (typeof collectGarbage === 'function') collectGarbage();
  }, 20);
  let timer: NodeJS.Timeout | undefined;
  // Far more than enough for what takes 200 ms.
  const never = new Promise<false>((resolve) => {
    timer = setTimeout(() => {
      resolve(false);
    }, 10_000);
  });
  const answer = await Promise.race([told, never]);
  clearInterval(collecting);
  clearTimeout(timer);
  return answer;
}

it('is over in time, whatever garbage is collected meanwhile', async () => {
  expect(typeof collectGarbage).toBe('function');
  const other = new AbortController();
  const isOver = await aborts((tell) => {
    new TimeLimit(200, other.signal).signal.addEventListener('abort', tell);
  });
  expect(isOver).toBe(true);
});

it('is over with the other signal, and never once it was cleared', () => {
  const other = new AbortController();
  const limit = new TimeLimit(60_000, other.signal);
  limit.clear();
  other.abort('because');
  expect(limit.signal.reason).toBe('because');
});
