import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AuthApp, AuthStore } from '../support/auth-app.js';
import { codeIn } from '../support/browser-login.js';
import { HostileProvider } from '../support/hostile-provider.js';

const LIMIT = 5;

let store: AuthStore;
let provider: HostileProvider;

beforeAll(async () => {
  [store, provider] = await Promise.all([AuthStore.start(), HostileProvider.start()]);
});
afterAll(async () => {
  await Promise.all([provider.stop(), store.stop()]);
});

async function withApp(trustedProxies: string[], run: (app: AuthApp) => Promise<void>) {
  const app = await AuthApp.start({
    store,
    issuer: provider.issuer,
    http: { trustedProxies },
    rateLimit: { loginPerMinute: LIMIT },
  });
  try {
    await run(app);
  } finally {
    await app.stop();
  }
}

async function outcome(response: Response): Promise<[number, unknown, boolean]> {
  const code = codeIn(await response.text());
  return [response.status, code, response.headers.has('retry-after')];
}

const HELD_UP: [number, string, boolean] = [429, 'too-many-requests', true];

function passwordLogin(app: AuthApp, username: string, from = '203.0.113.1'): Promise<Response> {
  return fetch(app.url('/auth/login'), {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-forwarded-for': from },
    body: JSON.stringify({ source: 'internal', username, password: 'wrong password' }),
  });
}

describe('signing in', () => {
  it('is held up for an address that tries too often, by whatever way', async () => {
    await withApp([], async (app) => {
      const ways = [
        () => passwordLogin(app, 'somebody'),
        () => fetch(app.url('/auth/login/oidc'), { redirect: 'manual' }),
        () => fetch(app.url('/auth/callback/oidc?code=x&state=y'), { redirect: 'manual' }),
      ];
      for (let count = 0; count < LIMIT; count++) {
        const response = await ways[count % ways.length]!();
        expect(response.status).not.toBe(429);
        expect(response.headers.get('ratelimit-policy')).toBe(`"login";q=${LIMIT};w=60`);
        expect(response.headers.get('ratelimit')).toMatch(
          new RegExp(`^"login";r=${LIMIT - 1 - count};t=\\d+$`),
        );
      }
      for (const way of ways) {
        const response = await way();
        const wait = Number(response.headers.get('retry-after'));
        expect(wait >= 1 && wait <= 60 / LIMIT).toBe(true);
        expect(await outcome(response)).toEqual(HELD_UP);
      }
      expect(app.refusals.every(({ code }) => code !== 'too-many-requests')).toBe(true);
      expect((await fetch(app.url('/auth/providers'))).status).toBe(200);
    });
  });

  it('does not let an address choose another one for itself', async () => {
    await withApp([], async (app) => {
      for (let count = 0; count < LIMIT; count++) {
        await passwordLogin(app, `name-${count}`, `203.0.113.${count}`);
      }
      const more = await passwordLogin(app, 'one-more', '198.51.100.7');
      expect(await outcome(more)).toEqual(HELD_UP);
    });
  });

  it('counts those behind a trusted proxy one by one', async () => {
    await withApp(['127.0.0.1', '::1'], async (app) => {
      for (let count = 0; count <= LIMIT; count++) {
        const response = await passwordLogin(app, `name-${count}`, `203.0.113.${count}`);
        expect(response.status).toBe(401);
      }
    });
  });

  it('is held up for a name that is tried too often, from however many addresses', async () => {
    await withApp(['127.0.0.1', '::1'], async (app) => {
      const answers: unknown[] = [];
      for (let count = 0; count <= LIMIT; count++) {
        const response = await passwordLogin(app, 'wanted', `203.0.113.${count}`);
        answers.push((await outcome(response)).slice(0, 2));
      }
      expect(answers.slice(0, LIMIT)).toEqual(Array(LIMIT).fill([401, 'login-failed']));
      expect(answers.at(-1)).toEqual([429, 'too-many-requests']);
    });
  });
});

describe('access tokens', () => {
  it('that are no good are held up, and good ones from the same address are not', async () => {
    await withApp([], async (app) => {
      const call = (token: string) =>
        fetch(app.url('/auth/me'), { headers: { authorization: `Bearer ${token}` } });
      for (let count = 0; count < LIMIT; count++) {
        expect((await call(`no.good.${count}`)).status).toBe(401);
      }
      expect(await outcome(await call('no.good.more'))).toEqual(HELD_UP);
      expect((await call(await provider.accessToken())).status).toBe(200);
      const refused = app.refusals.filter(({ code }) => code === 'unauthenticated');
      expect(refused).toHaveLength(LIMIT);
    });
  });
});
