import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { exportJWK, generateKeyPair, type JWK } from 'jose';
import { Problem } from '../common/problem.js';
import { KeyStore } from './key-store.js';

const keys: Record<string, JWK> = {};
let published: string[];
let away: boolean;
let fetches: number;
let clock: number;
/** Runs while an answer is on its way. */
let meanwhile: () => void;

beforeAll(async () => {
  for (const kid of ['old', 'new', 'newer']) {
    const { publicKey } = await generateKeyPair('ES256');
    keys[kid] = { ...(await exportJWK(publicKey)), kid, alg: 'ES256' };
  }
});
beforeEach(() => {
  published = ['old'];
  away = false;
  fetches = 0;
  clock = 0;
  meanwhile = () => undefined;
});

const MAX_AGE = 600_000;
const STALE = 3_600_000;
const COOLDOWN = 30_000;

function makeStore(): KeyStore {
  return new KeyStore({
    maxAgeMs: MAX_AGE,
    cooldownMs: COOLDOWN,
    retryMs: 5000,
    staleMs: STALE,
    now: () => clock,
    fetch: async () => {
      fetches++;
      if (away) throw new Problem('provider-unavailable', { detail: 'Away.' });
      const answer = { keys: published.map((kid) => keys[kid] ?? {}) };
      await Promise.resolve();
      meanwhile();
      return { keys: answer.keys };
    },
  });
}

async function look(store: KeyStore, kid: string): Promise<string> {
  try {
    await store.keyOf({ alg: 'ES256', kid }, { payload: '', signature: '' });
    return 'found';
  } catch (error) {
    return error instanceof Problem ? error.code : 'unknown';
  }
}

describe('the keys of a provider', () => {
  it('are asked for once, and kept', async () => {
    const store = makeStore();
    await Promise.all(Array.from({ length: 20 }, () => look(store, 'old')));
    clock = MAX_AGE - 1;
    expect([await look(store, 'old'), fetches]).toEqual(['found', 1]);
  });

  it('are asked for anew at once when a token names one that is not known', async () => {
    const store = makeStore();
    expect(await look(store, 'old')).toBe('found');
    for (const kid of ['new', 'newer']) {
      clock += 1;
      published = [kid];
      expect(await look(store, kid)).toBe('found');
    }
    expect(fetches).toBe(3);
  });

  it('are not believed any more once they are not published', async () => {
    const store = makeStore();
    await look(store, 'old');
    published = ['new'];
    expect(await look(store, 'new')).toBe('found');
    expect(await look(store, 'old')).toBe('unknown');
    clock = MAX_AGE;
    published = ['newer'];
    expect(await look(store, 'new')).toBe('unknown');
  });

  it('are asked for once for 500 tokens that name invented ones', async () => {
    const store = makeStore();
    await look(store, 'old');
    const many = await Promise.all(
      Array.from({ length: 250 }, (_, index) => look(store, `no-${index}`)),
    );
    for (let index = 250; index < 500; index++) many.push(await look(store, `no-${index}`));
    expect(new Set(many)).toEqual(new Set(['unknown']));
    expect(fetches).toBe(2);
    expect(await look(store, 'old')).toBe('found');
    clock += COOLDOWN;
    published = ['new'];
    expect(await look(store, 'new')).toBe('found');
  });

  it('are asked for again when they changed while an older answer was on its way', async () => {
    const store = makeStore();
    await look(store, 'old');
    clock = MAX_AGE;
    let late: Promise<string> | undefined;
    meanwhile = () => {
      meanwhile = () => undefined;
      published = ['old', 'new'];
      late = look(store, 'new');
    };
    expect(await look(store, 'old')).toBe('found');
    expect(await late).toBe('found');
    expect(fetches).toBe(3);
  });

  it('stay good while the provider is away, until the limit, and then there are none', async () => {
    const store = makeStore();
    await look(store, 'old');
    away = true;
    for (const age of [MAX_AGE, MAX_AGE + 1, MAX_AGE + STALE / 2, MAX_AGE + STALE - 1]) {
      clock = age;
      expect(await look(store, 'old')).toBe('found');
    }
    clock = MAX_AGE + STALE;
    expect(await look(store, 'old')).toBe('provider-unavailable');
    away = false;
    expect(await look(store, 'old')).toBe('found');
  });

  it('are asked for anew, now and then, when they cannot be used', async () => {
    const store = makeStore();
    published = ['old', 'old', 'new'];
    expect(await look(store, 'old')).toBe('provider-error');
    for (let attempt = 0; attempt < 5; attempt++) {
      expect(await look(store, 'old')).toBe('provider-error');
    }
    expect([await look(store, 'new'), fetches]).toEqual(['found', 2]);
    clock += 5000;
    published = ['old'];
    await look(store, 'old');
    expect([await look(store, 'old'), fetches]).toEqual(['found', 3]);
  });

  it('cannot be told from invented ones while the provider is away', async () => {
    const store = makeStore();
    await look(store, 'old');
    away = true;
    expect(await look(store, 'new')).toBe('provider-unavailable');
    const before = fetches;
    for (let index = 0; index < 50; index++) {
      expect(await look(store, `no-${index}`)).toBe('provider-unavailable');
    }
    expect(fetches).toBe(before);
    expect(await look(store, 'old')).toBe('found');
    away = false;
    published = ['new'];
    clock += 5000;
    expect(await look(store, 'new')).toBe('found');
  });
});
