import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Browser } from '../../src/demo/browser.js';
import { subjectOf } from '../../src/demo/people.js';
import { signInWithBrowserFlow } from '../../src/demo/sign-in.js';
import { type Answer, readAnswer, RunningService } from '../support/running-service.js';

let service: RunningService;
beforeAll(async () => {
  service = await RunningService.start();
});
afterAll(async () => {
  await service.stop();
});

async function signIn(person: string): Promise<Browser> {
  const login = `${service.origin}/api/v1/auth/login/oidc`;
  return (await signInWithBrowserFlow(login, person)).browser;
}

async function call(
  browser: Browser,
  method: string,
  path: string,
  body?: object,
): Promise<Answer> {
  const headers = body === undefined ? {} : { 'Content-Type': 'application/json' };
  const init = { method, headers, ...(body && { body: JSON.stringify(body) }) };
  return readAnswer(await browser.fetch(`${service.origin}/api/v1${path}`, init));
}

const bySubject = (name: string): string => subjectOf({ name, claims: {} });

describe('my sessions', () => {
  it('are listed, without anything that opens one', async () => {
    const [here] = [await signIn('alice'), await signIn('alice'), await signIn('bob')];
    const { status, json, text } = await call(here, 'GET', '/auth/sessions');
    expect(status).toBe(200);
    expect(json.items).toHaveLength(2);
    expect(json.items.map((item: { current: boolean }) => item.current)).toEqual([false, true]);
    expect(Object.keys(json.items[0]).sort()).toEqual(
      [
        'createdAt',
        'current',
        'expiresAt',
        'id',
        'lastSeenAt',
        'remoteAddress',
        'userAgent',
      ].sort(),
    );
    expect(json.items[0]).toMatchObject({ remoteAddress: '127.0.0.1', userAgent: 'node' });
    const secret = /usher_session=([\w-]+)/.exec(here.cookieHeader(service.origin))?.[1] ?? '-';
    expect(text).not.toContain(secret);
    const rows = await service.house.store.sql('select key from session', 'usher');
    for (const { key } of rows) expect(text).not.toContain(String(key));
  });

  it('can be ended one by one, and only one’s own', async () => {
    const here = await signIn('alice');
    const there = await signIn('alice');
    const bob = await signIn('bob');
    const ids = async (browser: Browser): Promise<Record<string, boolean>> => {
      const { json } = await call(browser, 'GET', '/auth/sessions');
      const items: { id: string; current: boolean }[] = json.items;
      return Object.fromEntries(items.map(({ id, current }) => [id, current]));
    };
    const thereId = Object.entries(await ids(there)).find(([, current]) => current)?.[0] ?? '';
    const bobId = Object.keys(await ids(bob))[0] ?? '';
    const foreign = await call(here, 'DELETE', `/auth/sessions/${bobId}`);
    expect([foreign.status, foreign.json.code]).toEqual([404, 'not-found']);
    const own = await call(here, 'DELETE', `/auth/sessions/${thereId}`);
    expect([own.status, own.text]).toEqual([204, '']);
    expect((await call(there, 'GET', '/auth/me')).status).toBe(401);
    expect((await call(bob, 'GET', '/auth/me')).status).toBe(200);
    expect((await call(here, 'DELETE', `/auth/sessions/${thereId}`)).status).toBe(404);
    expect((await call(here, 'DELETE', '/auth/sessions/nonsense')).status).toBe(400);
    const rows = await service.audit("action = 'session.end'");
    expect(rows.at(-1)).toMatchObject({
      phase: 'change',
      subject: bySubject('alice'),
      target: `${bySubject('alice')} of ${service.house.identityProvider.issuer}`,
    });
  });
});

describe('everybody’s sessions', () => {
  it.each([
    ['GET', '/auth/admin/sessions', undefined],
    ['DELETE', '/auth/admin/sessions/7b1f6f0e-5c0a-4c56-9d0e-2f6b8a4c1d37', undefined],
    ['DELETE', '/auth/admin/identities/sessions', { issuer: 'x', subject: 'y' }],
  ])('are for administrators only: %s %s', async (method, path, body) => {
    const answer = await call(await signIn('alice'), method, path, body);
    expect([answer.status, answer.json.code]).toEqual([403, 'admin-only']);
  });

  it('are listed for an administrator, by identity where wanted', async () => {
    const admin = await signIn('dana');
    await signIn('bob');
    const all = await call(admin, 'GET', '/auth/admin/sessions');
    const names: string[] = all.json.items.map(({ username }: { username: string }) => username);
    expect(new Set(names)).toEqual(new Set(['alice', 'bob', 'dana']));
    const { issuer } = service.house.identityProvider;
    const query = new URLSearchParams({ issuer, subject: bySubject('bob'), limit: '1' });
    const some = await call(admin, 'GET', `/auth/admin/sessions?${query.toString()}`);
    expect(some.json.items).toHaveLength(1);
    expect(some.json.items[0]).toMatchObject({ username: 'bob', authSource: 'oauth2', issuer });
    expect((await call(admin, 'GET', '/auth/admin/sessions?limit=0')).status).toBe(400);
  });

  it('of an identity are ended together, and it is on record who did it', async () => {
    const admin = await signIn('dana');
    const bob = await signIn('bob');
    const alice = await signIn('alice');
    const identity = { issuer: service.house.identityProvider.issuer, subject: bySubject('bob') };
    const answer = await call(admin, 'DELETE', '/auth/admin/identities/sessions', identity);
    expect([answer.status, answer.json.ended > 0]).toEqual([200, true]);
    expect((await call(bob, 'GET', '/auth/me')).status).toBe(401);
    expect((await call(alice, 'GET', '/auth/me')).status).toBe(200);
    const rows = await service.audit("action = 'session.end-all'");
    expect(rows.at(-1)).toMatchObject({ subject: bySubject('dana') });
    const again = await call(admin, 'DELETE', '/auth/admin/identities/sessions', identity);
    expect(again.json).toEqual({ ended: 0 });
  });
});

describe('signing out', () => {
  it('answers with the provider’s own logout, and works while the provider is away', async () => {
    const browser = await signIn('alice');
    const { identityProvider } = service.house;
    const answer = await call(browser, 'POST', '/auth/logout');
    expect(answer.status).toBe(200);
    expect(answer.json.endSessionUrl).toMatch(`${identityProvider.issuer}/session/end?`);
    const other = await signIn('alice');
    await identityProvider.stop();
    try {
      expect([200, 204]).toContain((await call(other, 'POST', '/auth/logout')).status);
      expect((await call(other, 'GET', '/auth/me')).status).toBe(401);
    } finally {
      await identityProvider.start();
    }
  });

  it('answers 204 to an account of our own', async () => {
    const browser = new Browser();
    const login = { source: 'internal', ...service.house.admin };
    expect((await call(browser, 'POST', '/auth/login', login)).status).toBe(200);
    const answer = await call(browser, 'POST', '/auth/logout');
    expect([answer.status, answer.text]).toEqual([204, '']);
    expect((await call(browser, 'GET', '/auth/me')).status).toBe(401);
  });
});

describe('every answer', () => {
  it('has the same headers, errors included', async () => {
    const names = [
      'cache-control',
      'content-security-policy',
      'cross-origin-opener-policy',
      'cross-origin-resource-policy',
      'referrer-policy',
      'x-content-type-options',
      'x-frame-options',
    ];
    const paths = ['/auth/providers', '/auth/me', '/nothing', '/servers/x/query', '/%ff'];
    const answers = await Promise.all(paths.map((path) => service.fetch(`/api/v1${path}`)));
    const headers = answers.map((answer) => names.map((name) => answer.headers.get(name)));
    for (const found of headers) {
      expect(found).toEqual([
        'no-store',
        "default-src 'none';frame-ancestors 'none'",
        'same-origin',
        'same-origin',
        'no-referrer',
        'nosniff',
        'DENY',
      ]);
    }
  });
});
