import { jest } from '@jest/globals';
import { Spool } from '../../src/audit/spool.js';

const CAPACITY = 10_000;
const RETRY_MS = 1000;

class Refused extends Error {}

/** A spool in front of a store that can be away, or refuse one item for good. */
class Store {
  readonly written: number[] = [];
  readonly lost: [number, unknown][] = [];
  tries = 0;
  away = false;
  refused: number | undefined;
  /** How many more items it takes before it is away again. */
  room = Infinity;
  readonly spool = new Spool<number>(
    async (item) => {
      this.tries += 1;
      await Promise.resolve();
      if (item === this.refused) throw new Refused();
      if (this.away || this.room === 0) throw new Error('The store is away.');
      this.room -= 1;
      this.written.push(item);
    },
    (error) => error instanceof Refused,
    (item, error) => {
      this.lost.push([item, error]);
    },
  );

  async add(...items: readonly number[]): Promise<void> {
    for (const item of items) await this.spool.add(item);
  }
}

let store: Store;
beforeEach(() => {
  jest.useFakeTimers();
  store = new Store();
});
afterEach(() => {
  jest.useRealTimers();
});

const nextTry = (): Promise<void> => jest.advanceTimersByTimeAsync(RETRY_MS);

describe('while the store is there', () => {
  it('an item is written when add() resolves', async () => {
    await store.add(1);
    expect(store.written).toEqual([1]);
    expect(jest.getTimerCount()).toBe(0);
  });
});

describe('while the store is away', () => {
  beforeEach(() => {
    store.away = true;
  });

  it('add() does not reject, and what it was given is written when the store is back', async () => {
    await store.add(1);
    store.away = false;
    await nextTry();
    expect(store.written).toEqual([1]);
  });

  it('is tried again each second, however often that fails', async () => {
    await store.add(1);
    for (let round = 0; round < 50; round += 1) await nextTry();
    expect(store.tries).toBe(51);
    store.away = false;
    await nextTry();
    expect(store.written).toEqual([1]);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('one item only is tried, not all that wait', async () => {
    await store.add(1, 2, 3);
    expect(store.tries).toBe(1);
    await nextTry();
    expect(store.tries).toBe(2);
  });

  it('the order is kept, also of an item that comes when the store is back', async () => {
    await store.add(1, 2, 3);
    store.away = false;
    await store.add(4);
    await nextTry();
    expect(store.written).toEqual([1, 2, 3, 4]);
  });

  it('the order is kept, also when the store goes away again half way', async () => {
    await store.add(1, 2, 3);
    store.away = false;
    store.room = 1;
    await nextTry();
    expect(store.written).toEqual([1]);
    store.room = 2;
    await nextTry();
    expect(store.written).toEqual([1, 2, 3]);
  });

  it('no more than the capacity is kept, and what is too much is told at the end', async () => {
    for (let item = 0; item < CAPACITY + 3; item += 1) await store.add(item);
    store.away = false;
    expect(await store.spool.close()).toBe(3);
    expect(store.written).toHaveLength(CAPACITY);
    expect(store.written.at(-1)).toBe(CAPACITY - 1);
  });
});

describe('an item that the store refuses for good', () => {
  it('is reported with its error and not kept', async () => {
    store.refused = 1;
    await store.add(1, 2);
    expect(store.lost).toEqual([[1, expect.any(Refused)]]);
    expect(store.written).toEqual([2]);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('does not hold up what waits behind it', async () => {
    store.away = true;
    await store.add(1, 2, 3);
    store.away = false;
    store.refused = 2;
    await nextTry();
    expect(store.written).toEqual([1, 3]);
    expect(store.lost).toEqual([[2, expect.any(Refused)]]);
    expect(await store.spool.close()).toBe(0);
  });
});

describe('close()', () => {
  it('tries once more', async () => {
    store.away = true;
    await store.add(1, 2);
    store.away = false;
    expect(await store.spool.close()).toBe(0);
    expect(store.written).toEqual([1, 2]);
  });

  it('gives the number of items that are lost, and leaves no timer', async () => {
    store.away = true;
    await store.add(1, 2, 3);
    expect(await store.spool.close()).toBe(3);
    expect(jest.getTimerCount()).toBe(0);
  });
});
