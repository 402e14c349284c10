import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Lockout } from '../../src/auth/lockout.js';
import type { EndedIdentity } from '../../src/auth/ended-identity.js';
import { SessionEnds } from '../../src/auth/session-ends.js';
import { Browser } from '../../src/demo/browser.js';
import { ADMIN, AuthApp, AuthStore } from '../support/auth-app.js';
import { logIn } from '../support/browser-login.js';
import { HostileProvider, type Json } from '../support/hostile-provider.js';

let store: AuthStore;
let provider: HostileProvider;
let app: AuthApp;
let other: AuthApp;
let admin: Browser;

beforeAll(async () => {
  [store, provider] = await Promise.all([AuthStore.start(), HostileProvider.start()]);
  app = await AuthApp.start({ store, issuer: provider.issuer });
  other = await AuthApp.start({ store, issuer: provider.issuer });
  admin = await signedIn(ADMIN.username, ADMIN.password);
});
afterAll(async () => {
  await Promise.all([app.stop(), other.stop()]);
  await Promise.all([provider.stop(), store.stop()]);
});

const PASSWORD = 'a good long password';
let made = 0;

function post(path: string, body: Json, browser = new Browser(), at = app): Promise<Response> {
  return send('POST', path, body, browser, at);
}

function send(method: string, path: string, body: Json, browser: Browser, at = app) {
  const headers = { 'content-type': 'application/json' };
  return browser.fetch(at.url(path), { method, headers, body: JSON.stringify(body) });
}

async function jsonOf(response: Response): Promise<any> {
  const text = await response.text();
  return text === '' ? undefined : JSON.parse(text);
}

async function outcome(sent: Promise<Response>): Promise<[number, string | undefined]> {
  const response = await sent;
  const json = await jsonOf(response);
  return [response.status, json?.code];
}

function attempt(username: string, password: string, browser = new Browser(), at = app) {
  return post('/auth/login', { source: 'internal', username, password }, browser, at);
}

async function signedIn(username: string, password = PASSWORD, at = app): Promise<Browser> {
  const browser = new Browser();
  expect((await attempt(username, password, browser, at)).status).toBe(200);
  return browser;
}

async function makeAccount(changes: Json = {}): Promise<{ id: string; username: string }> {
  made += 1;
  const body = { username: `person-${String(made)}`, password: PASSWORD, ...changes };
  const response = await post('/auth/accounts', body, admin);
  expect(response.status).toBe(201);
  return jsonOf(response);
}

async function changesOf(target: string): Promise<unknown[]> {
  const rows = await store.sql(
    `select action, username from audit_event where phase = 'change' and target = $1 order by id`,
    [target],
  );
  return rows.map((row) => row['action']);
}

describe('the administration of accounts', () => {
  it('makes, lists, disables and enables accounts, on record', async () => {
    const { id, username } = await makeAccount();
    const list = await jsonOf(await admin.fetch(app.url('/auth/accounts')));
    const shown = list.items.find((item: Json) => item['id'] === id);
    expect(shown).toEqual({
      id,
      username,
      isAdmin: false,
      disabled: false,
      lockedUntil: null,
      createdAt: expect.any(String),
    });
    expect(JSON.stringify(list)).not.toContain('argon2');
    await signedIn(username);
    const disabled = await send('PATCH', `/auth/accounts/${id}`, { disabled: true }, admin);
    expect(await jsonOf(disabled)).toMatchObject({ disabled: true });
    expect(await outcome(attempt(username, PASSWORD))).toEqual([401, 'login-failed']);
    await send('PATCH', `/auth/accounts/${id}`, { disabled: false }, admin);
    await signedIn(username);
    expect(await changesOf(username)).toEqual([
      'account.create',
      'account.disable',
      'account.enable',
    ]);
  });

  it('records nothing and ends nothing when nothing changes', async () => {
    const { id, username } = await makeAccount();
    const browser = await signedIn(username);
    await send('PATCH', `/auth/accounts/${id}`, { disabled: false, isAdmin: false }, admin);
    expect((await browser.fetch(app.url('/auth/me'))).status).toBe(200);
    expect(await changesOf(username)).toEqual(['account.create']);
  });

  it.each<[string, Json, number, string]>([
    ['a short password', { password: 'elevenchars' }, 400, 'validation-failed'],
    ['twelve bytes that are six characters', { password: 'éééééé' }, 400, 'validation-failed'],
    ['a password of too many bytes', { password: 'é'.repeat(600) }, 400, 'validation-failed'],
    ['no password', { password: undefined }, 400, 'validation-failed'],
    ['a password that is no text', { password: { $gt: '' } }, 400, 'validation-failed'],
    [
      'the name as a password',
      { username: 'A.Long.User.Name', password: 'a.long.user.name' },
      400,
      'validation-failed',
    ],
    ['a name with a blank', { username: 'a b' }, 400, 'validation-failed'],
    ['a name with a line break', { username: 'a\nb' }, 400, 'validation-failed'],
    ['an empty name', { username: '' }, 400, 'validation-failed'],
    ['a very long name', { username: 'n'.repeat(65) }, 400, 'validation-failed'],
    ['a name that is taken', { username: ADMIN.username }, 409, 'account-exists'],
    ['an id of its own choice', { id: 'x' }, 400, 'validation-failed'],
    ['a hash of its own choice', { passwordHash: 'x' }, 400, 'validation-failed'],
    ['rights that are no boolean', { isAdmin: 'yes' }, 400, 'validation-failed'],
  ])('makes no account with %s', async (_name, changes, status, code) => {
    const body = { username: 'never-made', password: PASSWORD, ...changes };
    expect(await outcome(post('/auth/accounts', body, admin))).toEqual([status, code]);
    expect(await store.sql(`select 1 from local_account where username = 'never-made'`)).toEqual(
      [],
    );
  });

  it.each(['00000000-0000-4000-8000-000000000000', 'x', "' or true --", '..%2f'])(
    'finds no account %s',
    async (id) => {
      const path = `/auth/accounts/${encodeURIComponent(id)}`;
      expect(await outcome(send('PATCH', path, { disabled: true }, admin))).toEqual([
        404,
        'not-found',
      ]);
      const reset = post(`${path}/password`, { password: PASSWORD }, admin);
      expect(await outcome(reset)).toEqual([404, 'not-found']);
    },
  );

  it('is for administrators only, whatever they come with', async () => {
    const { id, username } = await makeAccount();
    const person = await signedIn(username);
    const { browser: oauth } = await logIn(app);
    const routes: [string, string, Json][] = [
      ['POST', '/auth/accounts', { username: 'mine', password: PASSWORD, isAdmin: true }],
      ['PATCH', `/auth/accounts/${id}`, { isAdmin: true }],
      ['POST', `/auth/accounts/${id}/password`, { password: PASSWORD }],
    ];
    for (const browser of [person, oauth]) {
      expect(await outcome(browser.fetch(app.url('/auth/accounts')))).toEqual([403, 'admin-only']);
      for (const [method, path, body] of routes) {
        expect(await outcome(send(method, path, body, browser))).toEqual([403, 'admin-only']);
      }
    }
    for (const [method, path, body] of routes) {
      const nobody = send(method, path, body, new Browser());
      expect(await outcome(nobody)).toEqual([401, 'unauthenticated']);
    }
  });
});

describe('an administrator', () => {
  it('cannot disable or demote themselves', async () => {
    const { id, username } = await makeAccount({ isAdmin: true });
    const browser = await signedIn(username);
    for (const body of [{ disabled: true }, { isAdmin: false }]) {
      const response = await send('PATCH', `/auth/accounts/${id}`, body, browser);
      expect(await jsonOf(response)).toMatchObject({ status: 409, code: 'account-protected' });
    }
    expect((await send('PATCH', `/auth/accounts/${id}`, { disabled: true }, admin)).status).toBe(
      200,
    );
  });

  it('is not lost when it is the last one, not even when two disable each other at once', async () => {
    const first = await makeAccount({ isAdmin: true });
    const second = await makeAccount({ isAdmin: true });
    const browsers = [await signedIn(first.username), await signedIn(second.username)] as const;
    await store.sql(
      `update local_account set is_admin = false where username not in ($1, $2) and is_admin`,
      [first.username, second.username],
    );
    const answers = await Promise.all([
      outcome(send('PATCH', `/auth/accounts/${second.id}`, { disabled: true }, browsers[0])),
      outcome(send('PATCH', `/auth/accounts/${first.id}`, { disabled: true }, browsers[1])),
    ]);
    const [left, ...more] = await store.sql(
      'select username from local_account where is_admin and not disabled',
    );
    expect(left).toBeDefined();
    expect(more).toEqual([]);
    expect(answers.filter(([status]) => status === 200)).toHaveLength(1);
    await store.sql(`update local_account set is_admin = true where username = $1`, [
      ADMIN.username,
    ]);
    await store.sql(`update local_account set is_admin = false where username in ($1, $2)`, [
      first.username,
      second.username,
    ]);
    const [root] = await store.sql('select id from local_account where username = $1', [
      ADMIN.username,
    ]);
    const claims = { ...provider.accessClaims(), groups: ['usher-admins'] };
    const authorization = `Bearer ${await provider.accessToken(claims)}`;
    const path = `/auth/accounts/${String(root?.['id'])}`;
    const byOthers = fetch(app.url(path), {
      method: 'PATCH',
      headers: { authorization, 'content-type': 'application/json' },
      body: JSON.stringify({ disabled: true }),
    });
    expect(await outcome(byOthers)).toEqual([409, 'account-protected']);
  });
});

describe('what an account loses', () => {
  it.each<[string, (id: string) => Promise<Response>]>([
    ['disabling', (id) => send('PATCH', `/auth/accounts/${id}`, { disabled: true }, admin)],
    ['demoting', (id) => send('PATCH', `/auth/accounts/${id}`, { isAdmin: false }, admin)],
    [
      'a new password',
      (id) => post(`/auth/accounts/${id}/password`, { password: PASSWORD }, admin),
    ],
  ])('by %s ends its sessions and its work, on every instance', async (_name, act) => {
    const { id, username } = await makeAccount({ isAdmin: true });
    const browsers = [await signedIn(username), await signedIn(username, PASSWORD, other)];
    const told: EndedIdentity[] = [];
    const stop = other.app.get(SessionEnds).subscribe((what) => told.push(what));
    expect((await act(id)).status).toBeLessThan(300);
    for (const browser of browsers) {
      const cookie = browser.cookieHeader(app.url('/auth/me'));
      expect((await fetch(app.url('/auth/me'), { headers: { cookie } })).status).toBe(401);
    }
    const deadline = Date.now() + 10_000;
    while (told.length === 0 && Date.now() < deadline) await pause(20);
    expect(told).toContainEqual({ issuer: 'urn:pg-usher:internal', subject: id });
    stop();
    expect(await store.sql('select 1 from session where subject = $1', [id])).toEqual([]);
    for (const browser of browsers) {
      const cookie = browser.cookieHeader(app.url('/auth/me'));
      expect((await fetch(other.url('/auth/me'), { headers: { cookie } })).status).toBe(401);
    }
  });

  it('is not kept by a sign-in that is under way', async () => {
    const { id, username } = await makeAccount();
    for (let round = 0; round < 5; round++) {
      await send('PATCH', `/auth/accounts/${id}`, { disabled: false }, admin);
      const browser = new Browser();
      await Promise.all([
        attempt(username, PASSWORD, browser),
        send('PATCH', `/auth/accounts/${id}`, { disabled: true }, admin),
      ]);
      expect((await browser.fetch(app.url('/auth/me'))).status).toBe(401);
    }
    expect(await store.sql('select 1 from session where subject = $1', [id])).toEqual([]);
  });
});

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

describe("one's own password", () => {
  it('is changed with the old one, and every session ends', async () => {
    const { username } = await makeAccount();
    const [browser, elsewhere] = [await signedIn(username), await signedIn(username)];
    const newPassword = 'another good password';
    const change = { oldPassword: PASSWORD, newPassword };
    expect((await post('/auth/password', change, browser)).status).toBe(204);
    for (const old of [browser, elsewhere]) {
      expect((await old.fetch(app.url('/auth/me'))).status).toBe(401);
    }
    expect(await outcome(attempt(username, PASSWORD))).toEqual([401, 'login-failed']);
    await signedIn(username, newPassword);
    expect(await changesOf(username)).toEqual(['account.create', 'account.change-password']);
  });

  it('is not changed without the old one, and guessing at it is locked', async () => {
    const { username } = await makeAccount();
    const browser = await signedIn(username);
    const guess = { oldPassword: 'not the old one', newPassword: 'another good password' };
    const answers: [number, string | undefined][] = [];
    for (let count = 0; count < 6; count++) {
      answers.push(await outcome(post('/auth/password', guess, browser)));
    }
    expect(answers).toEqual(Array(6).fill([401, 'login-failed']));
    const right = { ...guess, oldPassword: PASSWORD };
    const locked = await post('/auth/password', right, browser);
    expect(locked.headers.has('retry-after')).toBe(true);
    expect(locked.status).toBe(401);
  });

  it('follows the rules', async () => {
    const { username } = await makeAccount();
    const browser = await signedIn(username);
    const short = { oldPassword: PASSWORD, newPassword: 'short' };
    expect(await outcome(post('/auth/password', short, browser))).toEqual([
      400,
      'validation-failed',
    ]);
    await signedIn(username);
  });

  it('is not kept here for people who come through OpenID Connect', async () => {
    const { browser } = await logIn(app);
    const change = { oldPassword: PASSWORD, newPassword: PASSWORD };
    expect(await outcome(post('/auth/password', change, browser))).toEqual([
      409,
      'account-protected',
    ]);
  });
});

describe('the lock-out', () => {
  const begin = async (username: string, at = app) =>
    at.app.get(Lockout).begin({ source: 'internal', username });
  const forward = (seconds: number) =>
    store.sql(
      `update password_attempt set locked_until = locked_until - $1 * interval '1 second',
        last_at = last_at - $1 * interval '1 second'`,
      [seconds],
    );

  it('lets five attempts through and then doubles the wait, up to a quarter of an hour', async () => {
    const waits: number[] = [];
    for (let count = 0; count < 18; count++) {
      expect(await begin('guessed')).toBe(0);
      const wait = await begin('guessed');
      // What went through the second time counts as the next one.
      if (wait === 0) continue;
      waits.push(wait);
      await forward(wait);
    }
    expect(waits.slice(0, 13)).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900]);
  });

  it('is one count for all instances, and of many attempts at once only five go through', async () => {
    const attempts = await Promise.all(
      Array.from({ length: 40 }, (_, index) => begin('raced', index % 2 === 0 ? app : other)),
    );
    expect(attempts.filter((wait) => wait === 0)).toHaveLength(5);
  });

  it('answers the same for a name that nobody has', async () => {
    const { username } = await makeAccount();
    const answersFor = async (name: string) => {
      for (let count = 0; count < 5; count++) await begin(name);
      const response = await attempt(name, PASSWORD);
      const { title, detail, code, status } = await jsonOf(response);
      return { title, detail, code, status, wait: response.headers.get('retry-after') };
    };
    const known = await answersFor(username);
    expect(await answersFor('nobody-has-this')).toEqual(known);
    expect(known).toMatchObject({ status: 401, code: 'login-failed', wait: '1' });
  });

  it('ends with a sign-in that ends well, and with a new password', async () => {
    const { id, username } = await makeAccount();
    for (let count = 0; count < 4; count++) await begin(username);
    await signedIn(username);
    for (let count = 0; count < 7; count++) {
      await begin(username);
      await forward(2);
    }
    expect(await begin(username)).toBeGreaterThan(0);
    const list = await jsonOf(await admin.fetch(app.url('/auth/accounts')));
    const shown = list.items.find((item: Json) => item['id'] === id);
    expect(Date.parse(shown.lockedUntil)).toBeGreaterThan(Date.now());
    await post(`/auth/accounts/${id}/password`, { password: PASSWORD }, admin);
    await signedIn(username);
  });

  it('keeps no name, and nothing for longer than a day', async () => {
    await begin('typed-my-password-here');
    const before = await store.sql('select * from password_attempt');
    expect(JSON.stringify(before)).not.toContain('typed-my-password-here');
    await store.sql(`update password_attempt set last_at = now() - interval '25 hours'`);
    expect(await begin('somebody-else')).toBe(0);
    expect(await store.sql('select 1 from password_attempt')).toHaveLength(1);
  });
});
