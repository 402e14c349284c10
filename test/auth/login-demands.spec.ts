import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Browser } from '../../src/demo/browser.js';
import { AuthApp, type AuthAppOptions, AuthStore } from '../support/auth-app.js';
import { codeIn, hasSession, logIn } from '../support/browser-login.js';
import { HostileProvider, type Json } from '../support/hostile-provider.js';
import { Tally } from '../support/tally.js';

let store: AuthStore;
let provider: HostileProvider;
let app: AuthApp;

beforeAll(async () => {
  [store, provider] = await Promise.all([AuthStore.start(), HostileProvider.start()]);
  app = await start({});
});
afterAll(async () => {
  await app.stop();
  await Promise.all([provider.stop(), store.stop()]);
});
afterEach(() => {
  provider.behaviour = {};
});

function start(options: Partial<AuthAppOptions>): Promise<AuthApp> {
  return AuthApp.start({ store, issuer: provider.issuer, ...options });
}

const now = (): number => Math.floor(Date.now() / 1000);
const claims = (changes: Json) => {
  provider.behaviour = { claims: (good) => ({ ...good, ...changes }) };
};

async function stored(): Promise<Json> {
  const [row] = await store.sql('select principal from session order by created_at desc limit 1');
  return JSON.parse(String(row?.['principal'])) as Json;
}

describe('a login that demands a recent proof', () => {
  const path = (query: string) => `/auth/login/oidc?returnTo=/done&${query}`;

  it('asks the provider for it, and keeps what it said', async () => {
    const authTime = now() - 5;
    claims({ auth_time: authTime, acr: 'urn:mfa', sid: 'session-1' });
    const query = path('maxAge=60&acrValues=urn:mfa%20urn:more');
    expect((await logIn(app, new Browser(), query)).status).toBe(302);
    const asked = provider.lastAuthorization;
    expect([asked.get('max_age'), asked.get('acr_values')]).toEqual(['60', 'urn:mfa urn:more']);
    expect(await stored()).toMatchObject({ authTime, acr: 'urn:mfa', sid: 'session-1' });
  });

  it('asks for nothing that was not demanded', async () => {
    expect((await logIn(app)).status).toBe(302);
    const asked = provider.lastAuthorization;
    expect([asked.has('max_age'), asked.has('acr_values')]).toEqual([false, false]);
    expect(Object.keys(await stored())).not.toContain('authTime');
  });

  it.each<[string, number, () => unknown, boolean]>([
    ['just now', 0, now, true],
    ['a while ago, within what is allowed', 60, () => now() - 55, true],
    ['within the difference of clocks', 60, () => now() - 75, true],
    ['too long ago', 60, () => now() - 95, false],
    ['before, when it was to be now', 0, () => now() - 40, false],
    ['in the future', 60, () => now() + 3600, false],
    ['never', 60, () => undefined, false],
    ['at a text', 60, () => String(now()), false],
    ['at null', 60, () => null, false],
    ['at a list', 60, () => [now()], false],
    ['at -1', 60, () => -1, false],
  ])('%s', async (_name, maxAge, authTime, accepted) => {
    claims({ auth_time: authTime() });
    const outcome = await logIn(app, new Browser(), path(`maxAge=${maxAge}`));
    expect([outcome.status, outcome.code]).toEqual(
      accepted ? [302, undefined] : [expect.any(Number), expect.any(String)],
    );
    expect(hasSession(outcome.browser, app)).toBe(accepted);
    if (accepted) return;
    // The library refuses what is no time at all.
    expect([401, 502]).toContain(outcome.status);
    expect(['login-failed', 'provider-error']).toContain(outcome.code);
  });

  it('says why it was not enough', async () => {
    claims({ auth_time: now() - 1000 });
    const { text } = await logIn(app, new Browser(), path('maxAge=60'));
    expect(text).toContain('not longer than 60 seconds ago');
    claims({});
    const silent = await logIn(app, new Browser(), path('maxAge=60'));
    expect(silent.text).toContain('does not say when you did');
  });

  it.each(['maxAge=-1', 'maxAge=x', 'maxAge=2592001', 'maxAge=1&maxAge=2', 'acrValues='])(
    'is refused when it makes no sense: %s',
    async (query) => {
      const answer = await fetch(app.url(path(query)), { redirect: 'manual' });
      expect([answer.status, codeIn(await answer.text())]).toEqual([400, 'validation-failed']);
    },
  );

  it('cannot add a parameter to the request by what it demands', async () => {
    const query = path(`acrValues=${encodeURIComponent('a&prompt=none&client_id=evil')}`);
    await logIn(app, new Browser(), query);
    const asked = provider.lastAuthorization;
    expect(asked.get('acr_values')).toBe('a&prompt=none&client_id=evil');
    expect([asked.has('prompt'), asked.getAll('client_id')]).toEqual([false, ['usher-client']]);
  });
});

describe('what the ID token says about the sign-in', () => {
  it.each<[string, () => Json, Json]>([
    ['a time after the token itself', () => ({ auth_time: now() + 20 }), {}],
    ['an empty acr', () => ({ acr: '' }), {}],
    ['an acr that is a list', () => ({ acr: ['mfa'] }), {}],
    ['a sid that is a number', () => ({ sid: 7 }), {}],
    ['a sid of 300 characters', () => ({ sid: 's'.repeat(300) }), {}],
    ['good ones', () => ({ acr: 'a', sid: 'b' }), { acr: 'a', sid: 'b' }],
  ])('is kept only where it is sound: %s', async (_name, said, kept) => {
    claims(said());
    expect((await logIn(app)).status).toBe(302);
    const { authTime, acr, sid } = await stored();
    expect(Object.fromEntries(Object.entries({ authTime, acr, sid }).filter(([, v]) => v))).toEqual(
      kept,
    );
  });
});

describe('an address as the username claim', () => {
  const tally = new Tally('Addresses and "email_verified"');
  let own: AuthApp;
  beforeAll(async () => {
    const transform = { kind: 'strip-domain', domains: ['corp.example'] } as const;
    own = await start({ oidc: { usernameClaim: 'email', transform } });
  });
  afterAll(async () => {
    tally.print();
    await own.stop();
  });

  const said: [string, Json, string | undefined][] = [
    ['true', { email_verified: true }, undefined],
    ['false', { email_verified: false }, 'claim-invalid'],
    ['nothing', {}, 'claim-invalid'],
    ['null', { email_verified: null }, 'claim-invalid'],
    ['"true"', { email_verified: 'true' }, 'claim-invalid'],
    ['"True"', { email_verified: 'True' }, 'claim-invalid'],
    ['1', { email_verified: 1 }, 'claim-invalid'],
    ['"1"', { email_verified: '1' }, 'claim-invalid'],
    ['[true]', { email_verified: [true] }, 'claim-invalid'],
    ['an object', { email_verified: { value: true } }, 'claim-invalid'],
    ['true elsewhere', { emailVerified: true, 'email-verified': true }, 'claim-invalid'],
    ['a time', { email_verified: now() }, 'claim-invalid'],
    ['true, of another domain', { email_verified: true, email: 'a@evil.example' }, 'claim-invalid'],
    ['true, and no address', { email_verified: true, email: undefined }, 'claim-missing'],
    ['true, of a list', { email_verified: true, email: ['a@corp.example'] }, 'claim-invalid'],
  ];

  it.each(said)('that is verified by %s', async (_name, changes, problem) => {
    const address = { email: 'alice@corp.example', ...changes };
    const expected = {
      databaseUser: problem === undefined ? 'alice' : null,
      ...(problem !== undefined && { databaseUserProblem: problem }),
    };
    claims(address);
    const { browser, status } = await logIn(own);
    expect(status).toBe(302);
    const bySession = (await (await browser.fetch(own.url('/auth/me'))).json()) as Json;
    const token = await provider.accessToken({ ...provider.accessClaims(), ...address });
    const headers = { authorization: `Bearer ${token}` };
    const byToken = (await (await fetch(own.url('/auth/me'), { headers })).json()) as Json;
    for (const answer of [bySession, byToken]) {
      tally.count(answer['databaseUser'] === expected.databaseUser ? 200 : 500, 200);
      expect(answer).toMatchObject(expected);
    }
  });
});

describe('the name of a username claim', () => {
  it.each([
    'https://claims.example/db_user',
    'cognito:username',
    'a.b.c',
    'urn:x:y/z.w',
    '__proto__',
    'constructor',
    'toString',
  ])('is taken as it is: %s', async (usernameClaim) => {
    const own = await start({ oidc: { usernameClaim } });
    try {
      const token = async (more: Json) =>
        `Bearer ${await provider.accessToken({ ...provider.accessClaims(), ...more })}`;
      const me = async (authorization: string) =>
        (await (await fetch(own.url('/auth/me'), { headers: { authorization } })).json()) as Json;
      const plain: Json = JSON.parse(`{${JSON.stringify(usernameClaim)}:"dora"}`) as Json;
      expect(await me(await token(plain))).toMatchObject({ databaseUser: 'dora' });
      const nested = { a: { b: { c: 'dora' } }, cognito: { username: 'dora' } };
      expect(await me(await token(nested))).toMatchObject({ databaseUserProblem: 'claim-missing' });
    } finally {
      await own.stop();
    }
  });
});
