import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AuthApp, AuthStore } from '../support/auth-app.js';
import { codeIn, logIn } from '../support/browser-login.js';
import { HostileProvider } from '../support/hostile-provider.js';

let store: AuthStore;
let provider: HostileProvider;

beforeAll(async () => {
  [store, provider] = await Promise.all([AuthStore.start(), HostileProvider.start()]);
});
afterAll(async () => {
  await Promise.all([provider.stop(), store.stop()]);
});

async function call(app: AuthApp, token: string) {
  const headers = { authorization: `Bearer ${token}` };
  const response = await fetch(app.url('/auth/me'), { headers });
  const code = codeIn(await response.text());
  return { status: response.status, code, retryAfter: response.headers.get('retry-after') };
}

describe('a provider that changes its keys', () => {
  it('gets nobody refused who has a good token, under load', async () => {
    const app = await AuthApp.start({ store, issuer: provider.issuer });
    const statuses = new Map<number, number>();
    let rotating = true;
    // Two signers: what they sign with is published when they sign, and stays so for a while.
    const caller = async (): Promise<void> => {
      while (rotating) {
        const { status } = await call(app, await provider.accessToken());
        statuses.set(status, (statuses.get(status) ?? 0) + 1);
      }
    };
    const callers = Array.from({ length: 8 }, caller);
    for (let rotation = 1; rotation <= 20; rotation++) {
      await provider.rotate(`rotated-${rotation}`, true);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    rotating = false;
    await Promise.all(callers);
    const good = statuses.get(200) ?? 0;
    const all = [...statuses.values()].reduce((sum, count) => sum + count, 0);
    process.stdout.write(
      `Keys rotated under load: 20 rotations, ${all} good tokens tried, ${all - good} refused\n`,
    );
    expect([...statuses.keys()]).toEqual([200]);
    expect(good).toBeGreaterThan(100);
    await app.stop();
  });

  it('is logged in with at once, and its old key is worth nothing from then on', async () => {
    const app = await AuthApp.start({ store, issuer: provider.issuer });
    const old = await provider.accessToken();
    expect((await call(app, old)).status).toBe(200);
    await provider.rotate('after-login', false);
    expect((await logIn(app)).status).toBe(302);
    expect((await call(app, old)).status).toBe(401);
    expect((await call(app, await provider.accessToken())).status).toBe(200);
    await app.stop();
  });
});

describe('a provider that is away', () => {
  it('is believed by its last keys until the limit, and then 503, never 401', async () => {
    const keys = { maxAgeMs: 300, retryMs: 50, cooldownMs: 30_000 };
    const timeouts = { requestMs: 2000, keySetMs: 2000, keys };
    const oidc = { staleKeysSeconds: 2 };
    const app = await AuthApp.start({ store, issuer: provider.issuer, oidc, timeouts });
    const token = await provider.accessToken();
    expect((await call(app, token)).status).toBe(200);
    await provider.stop();
    const seen: number[] = [];
    try {
      const deadline = performance.now() + 10_000;
      while (seen.at(-1) !== 503 && performance.now() < deadline) {
        const { status, code, retryAfter } = await call(app, token);
        seen.push(status);
        if (status === 503) expect([code, retryAfter]).toEqual(['provider-unavailable', '5']);
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
      expect(new Set(seen)).toEqual(new Set([200, 503]));
      // What nobody can check is not refused either: its key may be a new one.
      expect((await call(app, token)).status).toBe(503);
    } finally {
      await provider.listen();
    }
    expect((await call(app, token)).status).toBe(200);
    await app.stop();
  });
});
