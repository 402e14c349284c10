import { jest } from '@jest/globals';
import { HistoryQueue } from '../../src/history/history-queue.js';

class Refused extends Error {}

interface Item {
  readonly id: number;
  readonly sql: string;
}

/** A queue in front of a store that can be away, or refuse one item for good. */
class Store {
  readonly batches: number[][] = [];
  readonly lost: [number, unknown][] = [];
  tries = 0;
  prepared = 0;
  away = false;
  refused: number | undefined;
  unreadable: number | undefined;
  readonly queue = new HistoryQueue<Item, number>({
    prepare: ({ id }) => {
      this.prepared += 1;
      if (id === this.unreadable) throw new TypeError('unreadable');
      return id;
    },
    write: async (batch) => {
      this.tries += 1;
      await Promise.resolve();
      if (this.away) throw new Error('The store is away.');
      if (this.refused !== undefined && batch.includes(this.refused)) throw new Refused();
      this.batches.push([...batch]);
    },
    isHopeless: (error) => error instanceof Refused,
    onLost: (count, reason) => {
      this.lost.push([count, reason]);
    },
  });

  add(...ids: readonly number[]): void {
    for (const id of ids) this.queue.add({ id, sql: 'select 1' });
  }

  get written(): number[] {
    return this.batches.flat();
  }
}

const upTo = (count: number): number[] => Array.from({ length: count }, (_none, index) => index);

let store: Store;
beforeEach(() => {
  jest.useFakeTimers();
  store = new Store();
});
afterEach(() => {
  jest.useRealTimers();
});

it('writes nothing at once, and what came in the meantime together', async () => {
  store.add(1, 2);
  await jest.advanceTimersByTimeAsync(100);
  store.add(3);
  expect(store.tries).toBe(0);
  await jest.advanceTimersByTimeAsync(100);
  expect(store.batches).toEqual([[1, 2, 3]]);
  expect(jest.getTimerCount()).toBe(0);
});

it('writes at once when somebody looks', async () => {
  store.add(1);
  await store.queue.flush();
  expect(store.written).toEqual([1]);
  expect(jest.getTimerCount()).toBe(0);
});

it('writes a hundred at a time, in order', async () => {
  store.add(...upTo(250));
  await store.queue.flush();
  expect(store.batches.map((batch) => batch.length)).toEqual([100, 100, 50]);
  expect(store.written).toEqual(upTo(250));
});

it('takes few long texts at a time', async () => {
  for (const id of upTo(4)) store.queue.add({ id, sql: 'x'.repeat(100_000) });
  await store.queue.flush();
  expect(store.batches.map((batch) => batch.length)).toEqual([2, 2]);
});

it('tries again each second while the store is away, and prepares nothing twice', async () => {
  store.away = true;
  store.add(1, 2);
  await jest.advanceTimersByTimeAsync(200);
  store.add(3);
  for (let round = 0; round < 9; round += 1) await jest.advanceTimersByTimeAsync(1000);
  expect(store.tries).toBe(10);
  store.away = false;
  await jest.advanceTimersByTimeAsync(1000);
  expect(store.written).toEqual([1, 2, 3]);
  expect(store.prepared).toBe(3);
  expect(store.lost).toEqual([]);
});

it('keeps a thousand, drops what is too much, and tells how many', async () => {
  store.away = true;
  store.add(...upTo(1003));
  store.away = false;
  await store.queue.flush();
  expect(store.written).toEqual(upTo(1000));
  expect(store.lost).toEqual([[3, undefined]]);
  store.add(1);
  await store.queue.flush();
  expect(store.lost).toHaveLength(1);
});

it('keeps eight million characters, also after many have come and gone', async () => {
  for (let round = 0; round < 3; round += 1) {
    store.batches.length = 0;
    for (const id of upTo(40)) store.queue.add({ id, sql: 'x'.repeat(256 * 1024) });
    await store.queue.flush();
    expect(store.written).toEqual(upTo(32));
  }
  expect(store.lost.map(([count]) => count)).toEqual([8, 8, 8]);
});

it('gives up the one that is refused for good, and writes the others', async () => {
  store.refused = 2;
  store.add(1, 2, 3);
  await store.queue.flush();
  expect(store.written).toEqual([1, 3]);
  expect(store.lost).toEqual([[1, expect.any(Refused)]]);
});

it('gives up the one that cannot be prepared, and writes the others', async () => {
  store.unreadable = 2;
  store.add(1, 2, 3);
  await store.queue.flush();
  expect(store.written).toEqual([1, 3]);
  expect(store.lost).toEqual([[1, expect.any(TypeError)]]);
});

it('close() tries once more, tells what is lost, and leaves no timer', async () => {
  store.away = true;
  store.add(...upTo(150));
  await store.queue.close();
  expect(store.lost).toEqual([[150, undefined]]);
  expect(jest.getTimerCount()).toBe(0);
});
