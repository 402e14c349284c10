import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Browser } from '../../src/demo/browser.js';
import { AuthApp, type AuthAppOptions, AuthStore } from '../support/auth-app.js';
import { beginLogIn, codeIn, finishLogIn, hasSession, logIn } from '../support/browser-login.js';
import { HostileProvider, type Json } from '../support/hostile-provider.js';

const ALICE = { sub: 'subject-of-alice', db_user: 'alice', groups: ['sales'] };

let store: AuthStore;
let provider: HostileProvider;
let app: AuthApp;

beforeAll(async () => {
  [store, provider] = await Promise.all([AuthStore.start(), HostileProvider.start()]);
  app = await start();
});
afterAll(async () => {
  await app.stop();
  await Promise.all([provider.stop(), store.stop()]);
});
afterEach(() => {
  provider.behaviour = {};
  provider.person = ALICE;
});

function start(options: Partial<AuthAppOptions> = {}): Promise<AuthApp> {
  return AuthApp.start({ store, issuer: provider.issuer, ...options });
}

/** Runs a test against a service of its own. */
async function withApp(
  options: Partial<AuthAppOptions>,
  test: (own: AuthApp) => Promise<void>,
): Promise<void> {
  const own = await start(options);
  try {
    await test(own);
  } finally {
    await own.stop();
  }
}

async function me(of: AuthApp, browser: Browser): Promise<Json & { status: number }> {
  const response = await browser.fetch(of.url('/auth/me'));
  return { status: response.status, ...((await response.json()) as Json) };
}

describe('a login in the browser', () => {
  it('makes the person known, with the claims of the ID token', async () => {
    const { status, headers, browser } = await logIn(app);
    expect([status, headers.get('location')]).toEqual([302, '/done']);
    expect(await me(app, browser)).toEqual({
      status: 200,
      authSource: 'oauth2',
      provider: 'oidc',
      username: 'alice',
      databaseUser: 'alice',
      issuer: provider.issuer,
      subject: 'subject-of-alice',
      principalKey: expect.any(String),
      groups: ['sales'],
      isAdmin: false,
      roles: [],
      providerName: 'Test provider',
      usernameClaim: 'db_user',
      usernameClaimValue: 'alice',
      usernameTransform: 'none',
      groupsClaim: 'groups',
      authTime: null,
      acr: null,
      sessionEndsAt: expect.any(String),
    });
    expect(provider.requests.get('/userinfo')).toBeUndefined();
  });

  it('asks with PKCE S256, a nonce and a state every time, and proves the code to be its own', async () => {
    const seen = new Set<string | null>();
    for (let round = 0; round < 5; round++) {
      const { status } = await logIn(app);
      const query = provider.lastAuthorization;
      expect(status).toBe(302);
      expect(provider.lastRefusal).toBeUndefined();
      expect(query.get('code_challenge_method')).toBe('S256');
      expect(query.get('code_challenge')).toMatch(/^[\w-]{43}$/);
      expect(query.get('nonce')).toMatch(/^.{20,}$/);
      expect(query.get('state')).toMatch(/^[\w-]{43}$/);
      expect(query.get('response_type')).toBe('code');
      expect(query.get('scope')).toBe('openid profile');
      expect(query.get('redirect_uri')).toBe(app.url('/auth/callback/oidc'));
      for (const name of ['code_challenge', 'nonce', 'state']) seen.add(query.get(name));
    }
    expect(seen.size).toBe(15);
  });

  it('is on offer, by name and by the short address', async () => {
    const providers = await fetch(app.url('/auth/providers'));
    const name = 'Test provider';
    expect(await providers.json()).toEqual([
      { id: 'oidc', kind: 'oidc', name, loginUrl: '/api/v1/auth/login/oidc' },
      { id: 'internal', kind: 'password', name: 'Local account' },
    ]);
    const short = await fetch(app.url('/auth/login?returnTo=/a%3Fb=c'), { redirect: 'manual' });
    expect(short.status).toBe(302);
    expect(short.headers.get('location')).toBe('/api/v1/auth/login/oidc?returnTo=%2Fa%3Fb%3Dc');
  });

  it.each(['//evil.example', 'https://evil.example/', '/\\evil.example', 'javascript:alert(1)'])(
    'ends at home when it should end at %s',
    async (returnTo) => {
      const browser = new Browser();
      const { headers } = await finishLogIn(browser, await beginLogIn(app, browser, returnTo));
      expect(headers.get('location')).toBe('/');
    },
  );

  it('is not there for another provider, nor without one', async () => {
    const other = await fetch(app.url('/auth/login/google'));
    expect([other.status, codeIn(await other.text())]).toEqual([404, 'not-found']);
    const callback = await fetch(app.url('/auth/callback/google?code=x&state=y'));
    expect(callback.status).toBe(404);
    await withApp({ oidc: null }, async (own) => {
      for (const path of ['/auth/login', '/auth/login/oidc', '/auth/callback/oidc']) {
        expect((await fetch(own.url(path), { redirect: 'manual' })).status).toBe(404);
      }
      expect(await (await fetch(own.url('/auth/providers'))).json()).toHaveLength(1);
    });
  });

  it.each<[string, (claims: Json) => Json]>([
    ['our audience in an array', ({ aud }) => ({ aud: [aud] })],
    ['us as the party beside another audience', ({ aud }) => ({ aud: [aud, 'x'], azp: aud })],
    ['a clock 20 s ahead', ({ iat }) => ({ iat: Number(iat) + 20, nbf: Number(iat) + 20 })],
    ['a subject of 255 characters', () => ({ sub: 's'.repeat(255) })],
  ])('takes an ID token with %s', async (_name, changes) => {
    provider.behaviour = { claims: (claims) => ({ ...claims, ...changes(claims) }) };
    expect((await logIn(app)).status).toBe(302);
  });

  it('takes an ID token that is signed with ES256', async () => {
    provider.behaviour = { idToken: (claims, { ecKey }) => provider.sign(claims, {}, ecKey) };
    expect((await logIn(app)).status).toBe(302);
  });
});

describe('the state of a login', () => {
  it('lets two tabs finish in any order', async () => {
    const browser = new Browser();
    const first = await beginLogIn(app, browser, '/first');
    const second = await beginLogIn(app, browser, '/second');
    const later = await finishLogIn(browser, second);
    const earlier = await finishLogIn(browser, first);
    expect([later.status, later.headers.get('location')]).toEqual([302, '/second']);
    expect([earlier.status, earlier.headers.get('location')]).toEqual([302, '/first']);
  });

  it('keeps eight logins of one browser, and drops the oldest for a ninth', async () => {
    const browser = new Browser();
    const callbacks: URL[] = [];
    for (let tab = 0; tab < 9; tab++) callbacks.push(await beginLogIn(app, browser));
    const statuses = [];
    for (const callback of callbacks) statuses.push((await finishLogIn(browser, callback)).status);
    expect(statuses).toEqual([403, ...Array<number>(8).fill(302)]);
  });

  it('is good for one answer, also when twenty arrive at once', async () => {
    const browser = new Browser();
    const callback = await beginLogIn(app, browser);
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => finishLogIn(browser, callback)),
    );
    const codes = answers.map(({ code }) => code);
    expect(codes.filter((code) => code === undefined)).toHaveLength(1);
    expect(codes.filter((code) => code === 'login-refused')).toHaveLength(19);
    expect((await finishLogIn(browser, callback)).status).toBe(403);
  });

  it('belongs to one browser, and stays good there after another one has tried it', async () => {
    const browser = new Browser();
    const callback = await beginLogIn(app, browser);
    const stranger = new Browser();
    await beginLogIn(app, stranger);
    for (const other of [new Browser(), stranger]) {
      const stolen = await finishLogIn(other, callback);
      expect([stolen.status, stolen.code]).toEqual([403, 'login-refused']);
      expect(hasSession(other, app)).toBe(false);
    }
    expect((await finishLogIn(browser, callback)).status).toBe(302);
  });

  it("does not take another login's code", async () => {
    const [victim, attacker] = [new Browser(), new Browser()];
    const stolen = (await beginLogIn(app, victim)).searchParams.get('code') ?? '';
    const callback = await beginLogIn(app, attacker);
    callback.searchParams.set('code', stolen);
    const { status, code } = await finishLogIn(attacker, callback);
    expect([status, code, provider.lastRefusal]).toEqual([401, 'login-failed', 'verifier']);
  });

  it('is over after ten minutes, and then its row goes', async () => {
    const browser = new Browser();
    const callback = await beginLogIn(app, browser);
    await store.sql(`update login_flow set expires_at = now() - interval '1 second'`);
    const late = await finishLogIn(browser, callback);
    expect([late.status, late.code]).toEqual([403, 'login-refused']);
    await beginLogIn(app, browser);
    const rows = await store.sql(`select 1 from login_flow where expires_at < now()`);
    expect(rows).toHaveLength(0);
  });

  it('is in our store only as a keyed hash, and so is the browser', async () => {
    const browser = new Browser();
    const state = (await beginLogIn(app, browser)).searchParams.get('state') ?? '';
    const cookie = /usher_login=([\w-]{43})/.exec(browser.cookieHeader(app.url('/auth/me')))?.[1];
    const rows = JSON.stringify(await store.sql('select * from login_flow'));
    expect(cookie).toBeDefined();
    expect(rows).not.toContain(state);
    expect(rows).not.toContain(cookie);
  });
});

describe('a provider that is down', () => {
  it('lets the service boot, and log people in once it is back', async () => {
    await provider.stop();
    await withApp({}, async (own) => {
      try {
        expect((await fetch(own.url('/auth/providers'))).status).toBe(200);
        for (let attempt = 0; attempt < 2; attempt++) {
          const down = await fetch(own.url('/auth/login/oidc'), { redirect: 'manual' });
          expect([down.status, codeIn(await down.text())]).toEqual([503, 'provider-unavailable']);
          expect(down.headers.get('retry-after')).toBe('5');
        }
      } finally {
        await provider.listen();
      }
      expect((await logIn(own)).status).toBe(302);
    });
  });

  it('keeps who is signed in, and says why nobody else can be', async () => {
    const { browser } = await logIn(app);
    const tab = new Browser();
    const callback = await beginLogIn(app, tab);
    await provider.stop();
    try {
      expect((await me(app, browser)).status).toBe(200);
      const { status, code } = await finishLogIn(tab, callback);
      expect([status, code]).toEqual([503, 'provider-unavailable']);
    } finally {
      await provider.listen();
    }
    expect((await logIn(app)).status).toBe(302);
  });
});

describe('the username claim', () => {
  const cases: [string, unknown, string | undefined][] = [
    ['absent', undefined, 'claim-missing'],
    ['null', null, 'claim-missing'],
    ['empty', '', 'claim-missing'],
    ['true', true, 'claim-invalid'],
    ['false', false, 'claim-invalid'],
    ['0', 0, 'claim-invalid'],
    ['1.5e300', 1.5e300, 'claim-invalid'],
    ['an empty array', [], 'claim-invalid'],
    ['an array of one', ['alice'], 'claim-invalid'],
    ['an array of two', ['alice', 'postgres'], 'claim-invalid'],
    ['an empty object', {}, 'claim-invalid'],
    ['an object', { name: 'alice' }, 'claim-invalid'],
    ['with a NUL', 'bob\0user\0alice', 'claim-invalid'],
    ['with a lone surrogate', 'alice\ud800', 'claim-invalid'],
    ['of 64 bytes', 'a'.repeat(64), 'claim-invalid'],
    ['with a blank', 'alice ', 'claim-invalid'],
    ['of 10 000 characters', 'a'.repeat(10_000), 'claim-invalid'],
  ];

  it.each(cases)('%s: the login works, and there is no database user', async (_n, value, code) => {
    provider.person = { ...ALICE, db_user: value };
    const { status, browser } = await logIn(app);
    expect(status).toBe(302);
    const caller = await me(app, browser);
    expect(caller).toMatchObject({ databaseUser: null, databaseUserProblem: code, status: 200 });
    expect(caller['username']).not.toMatch(/[\p{Cc}\p{Cs}]/u);
    const [row] = await store.sql('select principal from session order by created_at desc limit 1');
    expect((JSON.parse(String(row?.['principal'])) as Json)['claimValue']).toEqual(value);
  });

  it.each([
    'https://claims.example/pg.role',
    'a.b',
    'urn:x:y',
    '__proto__',
    'constructor',
    'hasOwnProperty',
  ])('is read by its exact name: %s', async (usernameClaim) => {
    await withApp({ oidc: { usernameClaim } }, async (own) => {
      const without = await logIn(own);
      expect(await me(own, without.browser)).toMatchObject({
        databaseUserProblem: 'claim-missing',
      });
      provider.person = JSON.parse(
        `{"sub":"s","a":{"b":"postgres"},${JSON.stringify(usernameClaim)}:"alice"}`,
      ) as Json;
      const { browser } = await logIn(own);
      expect(await me(own, browser)).toMatchObject({ databaseUser: 'alice' });
    });
  });
});

describe('the groups claim', () => {
  it.each<[unknown, string[], boolean]>([
    [['sales', 'usher-admins'], ['sales', 'usher-admins'], true],
    ['usher-admins', ['usher-admins'], true],
    [['USHER-ADMINS'], ['USHER-ADMINS'], false],
    [['usher-admins', 7], [], false],
    [[['usher-admins']], [], false],
    [{ 'usher-admins': true }, [], false],
    [undefined, [], false],
  ])('%j gives %j, administrator: %p', async (claim, groups, isAdmin) => {
    provider.person = { ...ALICE, groups: claim };
    const { browser } = await logIn(app);
    const roles = isAdmin ? ['admin'] : [];
    expect(await me(app, browser)).toMatchObject({ groups, isAdmin, roles });
    const admin = await browser.fetch(app.url('/probe/admin'));
    expect(admin.status).toBe(isAdmin ? 200 : 403);
  });
});
