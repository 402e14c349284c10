import { jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import type { ActRecords } from '../../src/audit/act-records.js';
import { ActWatch } from '../../src/audit/act-watch.js';

const BEAT_MS = 5000;

/** The records as far as the watch asks for them: a store that can be away, and lost acts in it. */
class Records {
  watched = 0;
  looks = 0;
  away = false;
  lost = 0;

  async watch(): Promise<void> {
    await Promise.resolve();
    if (this.away) throw new Error('The store is away.');
    this.watched += 1;
  }

  async closeUnwatched(): Promise<{ closed: number; more: boolean }> {
    await Promise.resolve();
    this.looks += 1;
    const closed = Math.min(this.lost, 1000);
    this.lost -= closed;
    return { closed, more: closed === 1000 };
  }
}

let records: Records;
let watch: ActWatch;
const warn = jest.spyOn(Logger.prototype, 'warn');
beforeEach(() => {
  jest.useFakeTimers();
  warn.mockReset();
  records = new Records();
  watch = new ActWatch(records as unknown as ActRecords);
  watch.onApplicationBootstrap();
});
afterEach(async () => {
  await watch.beforeApplicationShutdown();
  expect(jest.getTimerCount()).toBe(0);
  jest.useRealTimers();
});

async function beats(count: number): Promise<void> {
  for (let beat = 0; beat < count; beat += 1) await jest.advanceTimersByTimeAsync(BEAT_MS);
}

it('says at the start and every five seconds what runs here', async () => {
  await beats(3);
  expect(records.watched).toBe(4);
});

it('looks for lost acts when the others have had the time to say what they run', async () => {
  await beats(2);
  expect(records.looks).toBe(0);
  await beats(1);
  expect(records.looks).toBe(1);
});

it('closes all of them, and says how many there were', async () => {
  records.lost = 2500;
  await beats(3);
  expect([records.looks, records.lost]).toEqual([3, 0]);
  expect(warn).toHaveBeenCalledTimes(1);
  expect(warn).toHaveBeenCalledWith(expect.stringContaining('How 2500 acts ended is not known'));
});

it('gives the others time again after the store was away, and complains once', async () => {
  await beats(3);
  records.away = true;
  await beats(4);
  expect(warn).toHaveBeenCalledTimes(1);
  records.away = false;
  await beats(3);
  expect(records.looks).toBe(1);
  await beats(1);
  expect(records.looks).toBe(2);
});

it('gives the others time again after it was held up itself', async () => {
  await beats(3);
  const now = performance.now();
  const clock = jest.spyOn(performance, 'now').mockImplementation(() => now + 60_000);
  await watch.beat();
  expect(records.looks).toBe(1);
  clock.mockRestore();
});
