import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { LocalAccounts } from '../../src/auth/local-accounts.js';
import { SessionService } from '../../src/auth/session.service.js';
import { Secret } from '../../src/common/secret.js';
import { Browser } from '../../src/demo/browser.js';
import { ADMIN, AuthApp, type AuthAppOptions, AuthStore } from '../support/auth-app.js';
import { beginLogIn, codeIn, finishLogIn, logIn } from '../support/browser-login.js';
import { HostileProvider, type Json } from '../support/hostile-provider.js';

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
  jest.restoreAllMocks();
});

function start(options: Partial<AuthAppOptions> = {}): Promise<AuthApp> {
  return AuthApp.start({ store, issuer: provider.issuer, ...options });
}

function sessionOf(browser: Browser): string {
  const cookies = browser.cookieHeader(app.url('/auth/me'));
  return /usher_session=([\w-]{43})/.exec(cookies)?.[1] ?? '';
}

/** Status and code of a request with exactly this session cookie. */
async function callWith(session: string, path = '/auth/me', init: RequestInit = {}) {
  const headers = { ...init.headers, cookie: `usher_session=${session}` };
  const response = await fetch(app.url(path), { ...init, headers });
  return [response.status, codeIn(await response.text())];
}

function passwordLogIn(changes: Json = {}, browser = new Browser()): Promise<Response> {
  return browser.fetch(app.url('/auth/login'), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ source: 'internal', ...ADMIN, ...changes }),
  });
}

describe('a session', () => {
  it('has a cookie that scripts, other sites and other paths do not get', async () => {
    const { headers } = await logIn(app);
    expect(headers.getSetCookie()).toEqual([
      expect.stringMatching(
        /^usher_session=[\w-]{43}; Max-Age=43200; Path=\/; HttpOnly; SameSite=Lax$/,
      ),
    ]);
  });

  it('has cookies for https and this host only where the site is on https', async () => {
    const http = { publicOrigin: 'https://usher.example', secureCookies: true };
    const own = await start({ http });
    try {
      const begun = await fetch(own.url('/auth/login/oidc'), { redirect: 'manual' });
      const login =
        /^__Host-usher_login=[\w-]{43}; Max-Age=600; Path=\/; HttpOnly; Secure; SameSite=Lax$/;
      expect(begun.headers.getSetCookie()).toEqual([expect.stringMatching(login)]);
      const authorized = await fetch(begun.headers.get('location') ?? '', { redirect: 'manual' });
      const callback = new URL(authorized.headers.get('location') ?? '');
      expect(callback.origin).toBe('https://usher.example');
      const cookie = (begun.headers.getSetCookie()[0] ?? '').split(';')[0] ?? '';
      const finished = await fetch(own.origin + callback.pathname + callback.search, {
        headers: { cookie },
        redirect: 'manual',
      });
      const session =
        /^__Host-usher_session=[\w-]{43}; Max-Age=\d+; Path=\/; HttpOnly; Secure; SameSite=Lax$/;
      expect(finished.headers.getSetCookie()).toEqual([expect.stringMatching(session)]);
    } finally {
      await own.stop();
    }
  });

  it('gets a new id at every login, and the old one is of no use then', async () => {
    const browser = new Browser();
    await logIn(app, browser);
    const first = sessionOf(browser);
    await logIn(app, browser);
    const second = sessionOf(browser);
    await passwordLogIn({}, browser);
    const third = sessionOf(browser);
    expect(new Set([first, second, third]).size).toBe(3);
    expect(await callWith(first)).toEqual([401, 'unauthenticated']);
    expect(await callWith(second)).toEqual([401, 'unauthenticated']);
    expect(await callWith(third)).toEqual([200, undefined]);
  });

  it('never has an id that the browser brought along', async () => {
    const planted = 'A'.repeat(43);
    const browser = new Browser();
    const callback = await beginLogIn(app, browser);
    const cookie = `${browser.cookieHeader(callback)}; usher_session=${planted}`;
    const response = await fetch(callback, { headers: { cookie }, redirect: 'manual' });
    expect(response.status).toBe(302);
    expect(response.headers.getSetCookie().join()).not.toContain(planted);
    expect(await callWith(planted)).toEqual([401, 'unauthenticated']);
  });

  it('ends with the logout, in the store and not only in the browser', async () => {
    const { browser } = await logIn(app);
    const session = sessionOf(browser);
    const before = await store.sql('select 1 from session');
    const out = await browser.fetch(app.url('/auth/logout'), { method: 'POST' });
    expect(out.status).toBe(204);
    expect(out.headers.getSetCookie().join()).toMatch(
      /^usher_session=; .*Expires=Thu, 01 Jan 1970/,
    );
    expect(sessionOf(browser)).toBe('');
    expect(await callWith(session)).toEqual([401, 'unauthenticated']);
    expect(await store.sql('select 1 from session')).toHaveLength(before.length - 1);
  });

  it('is nowhere in the store: not its id, and no row that SQL can make or change', async () => {
    const { browser } = await logIn(app);
    const session = sessionOf(browser);
    const rows = await store.sql('select * from session');
    expect(JSON.stringify(rows)).not.toContain(session);
    for (const row of rows)
      expect(await callWith(String(row['key']))).toEqual([401, 'unauthenticated']);
    await store.sql(
      `update session set principal = replace(principal, '"isAdmin":false', '"isAdmin":true')`,
    );
    expect(await callWith(session, '/probe/admin')).toEqual([401, 'unauthenticated']);
    await store.sql(
      `update session set principal = replace(principal, '"isAdmin":true', '"isAdmin":false')`,
    );
    expect(await callWith(session)).toEqual([200, undefined]);
    await store.sql(`update session set expires_at = expires_at + interval '1 day'`);
    expect(await callWith(session)).toEqual([401, 'unauthenticated']);
  });

  it('ends when it is idle for too long', async () => {
    const { browser } = await logIn(app);
    const session = sessionOf(browser);
    await store.sql(`update session set last_seen_at = now() - interval '31 minutes'`);
    expect(await callWith(session)).toEqual([401, 'unauthenticated']);
    await store.sql(`update session set last_seen_at = now()`);
    expect(await callWith(session)).toEqual([401, 'unauthenticated']);
  });

  it('is not kept from being idle by a page that asks while nobody is there', async () => {
    const { browser } = await logIn(app);
    const session = sessionOf(browser);
    await store.sql(`update session set last_seen_at = now() - interval '29 minutes'`);
    const headers = { 'x-usher-unattended': 'true' };
    expect((await callWith(session, '/auth/me', { headers }))[0]).toBe(200);
    await store.sql(`update session set last_seen_at = last_seen_at - interval '2 minutes'`);
    expect(await callWith(session)).toEqual([401, 'unauthenticated']);
  });

  it('is in use again at once when somebody comes back to such a page', async () => {
    const { browser } = await logIn(app);
    const session = sessionOf(browser);
    await store.sql(`update session set last_seen_at = now() - interval '29 minutes'`);
    const headers = { 'x-usher-unattended': 'true' };
    await callWith(session, '/auth/me', { headers });
    await callWith(session);
    const [row] = await store.sql(
      `select last_seen_at > now() - interval '1 minute' as used from session order by created_at desc`,
    );
    expect(row?.['used']).toBe(true);
  });

  it('ends at last however busy it is', async () => {
    const { browser } = await logIn(app);
    const sessions = app.app.get(SessionService);
    const end = Date.now() + 12 * 3_600_000;
    await store.sql(`update session set last_seen_at = $1`, [new Date(end)]);
    jest.spyOn(Date, 'now').mockReturnValue(end - 1000);
    expect(await sessions.resolve(sessionOf(browser))).toBeDefined();
    jest.spyOn(Date, 'now').mockReturnValue(end + 1000);
    expect(await sessions.resolve(sessionOf(browser))).toBeUndefined();
  });

  it('is written to at most once a minute', async () => {
    const { browser } = await logIn(app);
    const session = sessionOf(browser);
    const seen = async () => {
      await callWith(session);
      const [row] = await store.sql('select last_seen_at from session order by created_at desc');
      return Number(row?.['last_seen_at']);
    };
    const first = await seen();
    expect(await seen()).toBe(first);
    await store.sql(`update session set last_seen_at = last_seen_at - interval '2 minutes'`);
    expect(await seen()).toBeGreaterThanOrEqual(first);
  });

  it('is purged once it has expired, when somebody else signs in', async () => {
    await logIn(app);
    await store.sql(`update session set expires_at = now() - interval '1 second'`);
    await logIn(app);
    expect(await store.sql('select 1 from session')).toHaveLength(1);
  });

  it.each(['', 'x', 'A'.repeat(42), 'A'.repeat(44), `${'A'.repeat(42)}!`, 'A'.repeat(9000), '%00'])(
    'is not found for a cookie that we never gave out: %.20s',
    async (cookie) => {
      expect(await callWith(cookie)).toEqual([401, 'unauthenticated']);
    },
  );
});

describe('a store that is down', () => {
  it('is said to be the reason, and everything goes on when it is back', async () => {
    const { browser } = await logIn(app);
    const session = sessionOf(browser);
    const pending = await beginLogIn(app, browser);
    await store.cluster.stop();
    try {
      const down = [503, 'store-unavailable'];
      expect(await callWith(session)).toEqual(down);
      expect(await callWith(session, '/auth/logout', { method: 'POST' })).toEqual(down);
      const password = await passwordLogIn();
      expect(password.headers.get('retry-after')).toBe('5');
      expect([password.status, codeIn(await password.text())]).toEqual(down);
      const begin = await fetch(app.url('/auth/login/oidc'), { redirect: 'manual' });
      expect([begin.status, codeIn(await begin.text())]).toEqual(down);
      const finish = await finishLogIn(browser, pending);
      expect([finish.status, finish.code]).toEqual(down);
      const headers = { authorization: `Bearer ${await provider.accessToken()}` };
      expect((await fetch(app.url('/auth/me'), { headers })).status).toBe(200);
    } finally {
      await store.cluster.start();
    }
    expect(await callWith(session)).toEqual([200, undefined]);
    expect((await finishLogIn(browser, pending)).status).toBe(302);
  });
});

describe('a local account', () => {
  it('signs in with its password, and is no OAuth principal', async () => {
    const browser = new Browser();
    const response = await passwordLogIn({}, browser);
    const [account] = await store.sql('select id from local_account');
    const caller = {
      authSource: 'internal',
      provider: null,
      username: ADMIN.username,
      databaseUser: null,
      databaseUserProblem: 'not-oauth',
      issuer: 'urn:pg-usher:internal',
      subject: account?.['id'],
      principalKey: expect.any(String),
      groups: [],
      isAdmin: true,
      roles: ['admin'],
      providerName: null,
      usernameClaim: null,
      usernameClaimValue: null,
      usernameTransform: null,
      groupsClaim: null,
      authTime: null,
      acr: null,
      sessionEndsAt: expect.any(String),
    };
    expect([response.status, await response.json()]).toEqual([200, caller]);
    expect(await (await browser.fetch(app.url('/auth/me'))).json()).toEqual(caller);
  });

  it('is kept as argon2id, and an existing one is not overwritten at boot', async () => {
    const [before] = await store.sql('select * from local_account');
    expect(before?.['password_hash']).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    const other = new Secret('another password');
    const own = await start({ bootstrapAdmin: { username: ADMIN.username, password: other } });
    await own.stop();
    expect(await store.sql('select * from local_account')).toEqual([before]);
  });

  it('is made once when two instances boot at the same time', async () => {
    const bootstrapAdmin = { username: 'twin', password: new Secret('password of the twin') };
    const apps = await Promise.all([start({ bootstrapAdmin }), start({ bootstrapAdmin })]);
    await Promise.all(apps.map((own) => own.app.get(LocalAccounts).onApplicationBootstrap()));
    await Promise.all(apps.map((own) => own.stop()));
    expect(await store.sql(`select 1 from local_account where username = 'twin'`)).toHaveLength(1);
  });

  it.each<[string, Json, number, string]>([
    ['a wrong password', { password: 'wrong' }, 401, 'login-failed'],
    ['an unknown name', { username: 'nobody' }, 401, 'login-failed'],
    ['a name in other letters', { username: ADMIN.username.toUpperCase() }, 401, 'login-failed'],
    ['a name with a blank', { username: `${ADMIN.username} ` }, 401, 'login-failed'],
    ['an empty password', { password: '' }, 400, 'validation-failed'],
    ['no password', { password: undefined }, 400, 'validation-failed'],
    ['a password in an array', { password: [ADMIN.password] }, 400, 'validation-failed'],
    ['a huge password', { password: 'p'.repeat(2000) }, 400, 'validation-failed'],
    ['a name that is an object', { username: { $ne: '' } }, 400, 'validation-failed'],
    ['a name with a NUL', { username: 'root\0' }, 400, 'validation-failed'],
    ['a source that is on offer elsewhere', { source: 'ldap' }, 403, 'login-refused'],
    ['OpenID Connect', { source: 'oauth2' }, 403, 'login-refused'],
    ['an unknown source', { source: 'root' }, 400, 'validation-failed'],
    ['a source of its own choice', { authSource: 'oauth2' }, 400, 'validation-failed'],
    ['rights of its own choice', { isAdmin: true }, 400, 'validation-failed'],
    ['a prototype', { ['__proto__']: { isAdmin: true } }, 400, 'malformed-request'],
  ])('is not opened by %s', async (_name, changes, status, code) => {
    const response = await passwordLogIn(changes);
    expect(response.headers.getSetCookie()).toEqual([]);
    expect([response.status, codeIn(await response.text())]).toEqual([status, code]);
  });

  it('gives one answer for a wrong password, an unknown name and a disabled account', async () => {
    await store.sql(`update local_account set disabled = true where username = 'twin'`);
    const answers = await Promise.all(
      [
        { password: 'no' },
        { username: 'nobody-2' },
        { username: 'twin', password: 'password of the twin' },
      ].map(async (changes) => {
        const { title, detail, code } = (await (await passwordLogIn(changes)).json()) as Json;
        return { title, detail, code };
      }),
    );
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
  });

  it('is not open to guessing: after three attempts each further one has to wait', async () => {
    const guess = () => passwordLogIn({ username: 'guessed', password: 'guess' });
    const answers = await Promise.all(Array.from({ length: 10 }, guess));
    const waiting = answers.filter((answer) => answer.headers.has('retry-after'));
    expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(401));
    expect(waiting).toHaveLength(7);
    const [refusal] = app.refusals.slice(-1);
    expect(refusal?.details.refusal).toMatchObject({ username: 'guessed' });
  });
});
