import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { DEFAULT_KEY_TIMES } from '../../src/auth/key-store.js';
import { AuthApp, type AuthAppOptions, AuthStore } from '../support/auth-app.js';
import { BAD_BEARERS } from '../support/bad-bearer-tokens.js';
import { codeIn, logIn } from '../support/browser-login.js';
import { Tally } from '../support/tally.js';
import {
  AUDIENCE,
  CLIENT_ID,
  HostileProvider,
  type Json,
  toJwk,
} from '../support/hostile-provider.js';

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
});

function start(options: Partial<AuthAppOptions> = {}): Promise<AuthApp> {
  return AuthApp.start({ store, issuer: provider.issuer, ...options });
}

async function call(of: AuthApp, authorization: string, init: RequestInit = {}, path = '/auth/me') {
  const headers = { ...(init.headers as Record<string, string>), authorization };
  const response = await fetch(of.url(path), { ...init, headers });
  const text = await response.text();
  return { status: response.status, code: codeIn(text), headers: response.headers, text };
}

async function callGood(of: AuthApp) {
  return call(of, `Bearer ${await provider.accessToken()}`);
}

describe('an access token', () => {
  it('gives the same person as the browser does', async () => {
    const { browser } = await logIn(app);
    const bySession = await (await browser.fetch(app.url('/auth/me'))).text();
    const { status, text } = await callGood(app);
    // A session and a token end at times of their own.
    const sessionEndsAt = expect.any(String);
    const person = { ...(JSON.parse(bySession) as Json), sessionEndsAt };
    expect([status, JSON.parse(text)]).toEqual([200, person]);
    expect(JSON.parse(text)).toMatchObject({ authSource: 'oauth2', databaseUser: 'alice' });
  });

  it.each<[string, Json, Json]>([
    ['typ application/at+jwt', {}, { typ: 'application/at+jwt' }],
    ['our audience in an array', { aud: [AUDIENCE] }, {}],
    ['foreign audiences, for our own client', { aud: [AUDIENCE, 'x'], azp: CLIENT_ID }, {}],
    ['an authSource of its own', { authSource: 'internal' }, {}],
  ])('is taken with %s', async (_name, claims, header) => {
    const token = await provider.accessToken({ ...provider.accessClaims(), ...claims }, header);
    const { status, text } = await call(app, `Bearer ${token}`);
    expect([status, (JSON.parse(text) as Json)['authSource']]).toEqual([200, 'oauth2']);
  });

  it('is taken with an expiry a few seconds ago, within the skew', async () => {
    const exp = Math.floor(Date.now() / 1000) - 10;
    const token = await provider.accessToken({ ...provider.accessClaims(), exp });
    expect((await call(app, `Bearer ${token}`)).status).toBe(200);
  });

  it.each(['bearer', 'BEARER'])('is taken whatever the case of the scheme: %s', async (scheme) => {
    expect((await call(app, `${scheme} ${await provider.accessToken()}`)).status).toBe(200);
  });

  it('opens what is for administrators only by its groups', async () => {
    const ask = async (groups: unknown) => {
      const token = await provider.accessToken({ ...provider.accessClaims(), groups });
      const { status, code } = await call(app, `Bearer ${token}`, {}, '/probe/admin');
      return [status, code];
    };
    expect(await ask(['usher-admins'])).toEqual([200, undefined]);
    expect(await ask(['sales'])).toEqual([403, 'admin-only']);
    expect(await ask({ 0: 'usher-admins' })).toEqual([403, 'admin-only']);
  });

  it('is refused when no audience is configured', async () => {
    const own = await start({ oidc: { audience: undefined } });
    try {
      expect((await callGood(own)).status).toBe(401);
    } finally {
      await own.stop();
    }
  });
});

describe('a bad access token', () => {
  const tally = new Tally('Bad access tokens');
  afterAll(async () => {
    expect((await callGood(app)).status).toBe(200);
    expect(tally.tried).toBeGreaterThanOrEqual(120);
    tally.print();
  });

  it.each(BAD_BEARERS)('%s', async (_name, make) => {
    const { status, code, headers, text } = await call(app, await make(provider));
    tally.count(status, 401);
    expect([status, code]).toEqual([401, 'unauthenticated']);
    // RFC 6750, section 3.1.
    expect(headers.get('www-authenticate')).toBe('Bearer realm="pg-usher", error="invalid_token"');
    expect(text).not.toMatch(/alice|node_modules|eyJ/);
  });

  it('cannot make us ask the provider for keys again and again: 500 invented kids', async () => {
    const before = provider.requests.get('/jwks') ?? 0;
    const [, payload = '', signature = ''] = (await provider.accessToken()).split('.');
    const tokens = Array.from({ length: 500 }, (_, n) => {
      const header = { alg: 'RS256', kid: `invented-${n}`, typ: 'at+jwt' };
      return `${Buffer.from(JSON.stringify(header)).toString('base64url')}.${payload}.${signature}`;
    });
    const statuses = new Set<number>();
    const start = performance.now();
    for (let at = 0; at < tokens.length; at += 50) {
      const batch = tokens.slice(at, at + 50).map((token) => call(app, `Bearer ${token}`));
      for (const { status } of await Promise.all(batch)) statuses.add(status);
    }
    expect([...statuses]).toEqual([401]);
    // One at most for each cooldown that has gone by; a quiet machine is done within the first.
    const cooldowns = (performance.now() - start) / DEFAULT_KEY_TIMES.cooldownMs;
    expect((provider.requests.get('/jwks') ?? 0) - before).toBeLessThanOrEqual(1 + cooldowns);
  });
});

describe('no credential', () => {
  it('is no error of a token', async () => {
    const answer = await fetch(app.url('/auth/me'));
    expect(answer.headers.get('www-authenticate')).toBe('Bearer realm="pg-usher"');
  });
});

describe('the client of an access token', () => {
  it.each<[string, Json, number]>([
    ['listed as client_id', { client_id: 'cli' }, 200],
    ['listed as azp', { client_id: undefined, azp: 'spa' }, 200],
    ['listed as both', { client_id: 'cli', azp: 'spa' }, 200],
    ['not listed', { client_id: 'other' }, 401],
    ['not listed as azp', { client_id: undefined, azp: 'other' }, 401],
    ['listed as one of two', { client_id: 'cli', azp: 'other' }, 401],
    ['not said', { client_id: undefined }, 401],
    ['null', { client_id: null }, 401],
    ['a list', { client_id: ['cli'] }, 401],
    ['in other letters', { client_id: 'CLI' }, 401],
    ['empty', { client_id: '' }, 401],
  ])('%s', async (_name, changes, expected) => {
    const own = await start({ oidc: { clientIds: ['cli', 'spa'] } });
    try {
      const token = await provider.accessToken({ ...provider.accessClaims(), ...changes });
      expect((await call(own, `Bearer ${token}`)).status).toBe(expected);
    } finally {
      await own.stop();
    }
  });
});

describe('the longest life of an access token', () => {
  it.each([
    [60, 60, 200],
    [60, 61, 401],
    [3600, 3600, 200],
    [3600, 3601, 401],
  ])('of %i seconds, for one of %i: %i', async (maxTokenAgeSeconds, life, expected) => {
    const own = await start({ oidc: { maxTokenAgeSeconds } });
    try {
      const iat = Math.floor(Date.now() / 1000);
      const claims = { ...provider.accessClaims(), iat, exp: iat + life };
      const token = await provider.accessToken(claims);
      expect((await call(own, `Bearer ${token}`)).status).toBe(expected);
    } finally {
      await own.stop();
    }
  });
});

describe('a provider whose access tokens do not say what they are', () => {
  let own: AuthApp;
  beforeAll(async () => {
    own = await start({ oidc: { accessTokenTyp: 'jwt' } });
  });
  afterAll(() => own.stop());

  it.each<[string, Json, Json, number]>([
    ['typ JWT and a scope', { client_id: undefined, scope: 'usher' }, { typ: 'JWT' }, 200],
    ['no typ and a client', {}, { typ: undefined }, 200],
    ['typ JWT and Keycloak’s mark', { typ: 'Bearer' }, { typ: 'JWT' }, 200],
    ['typ at+jwt', {}, {}, 200],
    ['nothing of an access token', { client_id: undefined }, { typ: 'JWT' }, 401],
    ['a nonce', { nonce: 'n' }, { typ: 'JWT' }, 401],
    ['at_hash', { at_hash: 'h' }, { typ: 'JWT' }, 401],
    ['Keycloak’s mark of an ID token', { typ: 'ID' }, { typ: 'JWT' }, 401],
    ['Keycloak’s mark of a refresh token', { typ: 'Refresh' }, { typ: 'JWT' }, 401],
    ['the typ of a logout token', {}, { typ: 'logout+jwt' }, 401],
    ['events of a logout token', { events: {} }, { typ: 'JWT' }, 401],
    ['another audience', { aud: CLIENT_ID }, { typ: 'JWT' }, 401],
  ])('%s', async (_name, changes, header, expected) => {
    const claims = { ...provider.accessClaims(), ...changes };
    const token = await provider.accessToken(claims, header);
    expect((await call(own, `Bearer ${token}`)).status).toBe(expected);
  });
});

describe('credentials', () => {
  it('are refused when there are two: a token and a session', async () => {
    const { browser } = await logIn(app);
    const cookie = browser.cookieHeader(app.url('/auth/me'));
    const { status, code } = await call(app, `Bearer ${await provider.accessToken()}`, {
      headers: { cookie },
    });
    expect([status, code]).toEqual([400, 'credentials-conflict']);
  });

  it('are refused when there are two Authorization headers', async () => {
    const { request } = await import('node:http');
    const token = await provider.accessToken();
    const status = await new Promise((resolve, reject) => {
      const headers = ['Host', 'localhost', 'Authorization', 'Bearer x', 'authorization'];
      request(app.url('/auth/me'), { headers: [...headers, `Bearer ${token}`] }, (response) => {
        response.resume();
        resolve(response.statusCode);
      })
        .on('error', reject)
        .end();
    });
    expect(status).toBe(400);
  });

  it('are not looked for in the query or the body', async () => {
    const token = await provider.accessToken();
    const query = await fetch(app.url(`/auth/me?access_token=${token}`));
    expect(query.status).toBe(401);
    const body = await fetch(app.url('/probe'), {
      method: 'POST',
      body: JSON.stringify({ access_token: token }),
      headers: { 'content-type': 'application/json', 'x-access-token': token },
    });
    expect(body.status).toBe(401);
  });

  it('are needed on every route that is not public', async () => {
    for (const [method, path] of [
      ['GET', '/probe'],
      ['POST', '/probe'],
      ['GET', '/probe/admin'],
      ['HEAD', '/probe'],
      ['POST', '/auth/logout'],
    ] as const) {
      expect((await fetch(app.url(path), { method })).status).toBe(401);
    }
    expect((await fetch(app.url('/probe/public'))).status).toBe(200);
  });
});

describe('a request of another site', () => {
  const from: [string, Record<string, string>, boolean][] = [
    ['no header at all', {}, true],
    ['the same origin', { 'sec-fetch-site': 'same-origin' }, true],
    ['the address bar', { 'sec-fetch-site': 'none' }, true],
    ['the same site', { 'sec-fetch-site': 'same-site' }, false],
    ['another site', { 'sec-fetch-site': 'cross-site' }, false],
    ['an unknown site', { 'sec-fetch-site': 'nonsense' }, false],
    ['two sites', { 'sec-fetch-site': 'same-origin, cross-site' }, false],
    ['an older browser, our origin', { origin: 'OURS' }, true],
    ['an older browser, another origin', { origin: 'https://evil.example' }, false],
    ['an older browser, null', { origin: 'null' }, false],
    ['an older browser, a longer origin', { origin: 'OURS.evil.example' }, false],
    [
      'another site that sends our origin',
      { 'sec-fetch-site': 'cross-site', origin: 'OURS' },
      false,
    ],
  ];

  it.each(from)('%s', async (_name, raw, allowed) => {
    const { browser } = await logIn(app);
    const headers = Object.fromEntries(
      Object.entries(raw).map(([name, value]) => [name, value.replace('OURS', app.origin)]),
    );
    const post = async (path: string, init: RequestInit = {}) => {
      const response = await browser.fetch(app.url(path), { method: 'POST', headers, ...init });
      return [response.status, codeIn(await response.text())];
    };
    const refused = [403, 'cross-site-request'];
    expect(await post('/probe')).toEqual(allowed ? [201, undefined] : refused);
    expect((await browser.fetch(app.url('/probe'), { headers })).status).toBe(200);
    // Logging a browser in from elsewhere would make its owner work under a foreign name.
    const json = { ...headers, 'content-type': 'application/json' };
    expect(await post('/auth/login', { headers: json, body: '{}' })).toEqual(
      allowed ? [400, 'validation-failed'] : refused,
    );
    expect(await post('/auth/logout')).toEqual(allowed ? [204, undefined] : refused);
  });

  it('is no matter with a token, which no browser sends of its own accord', async () => {
    const headers = { 'sec-fetch-site': 'cross-site', origin: 'https://app.example' };
    const init = { method: 'POST', headers };
    expect((await call(app, `Bearer ${await provider.accessToken()}`, init, '/probe')).status).toBe(
      201,
    );
  });
});

describe('a provider that does not give its keys', () => {
  it.each([
    ['is down', undefined],
    ['resets', 'reset'],
    ['sends HTML', { body: '<html>' }],
    ['sends null', { body: 'null' }],
    ['sends an array', { body: '[]' }],
    ['sends no keys', { keys: [] }],
    ['sends a symmetric key', { keys: [{ kty: 'oct', k: 'AAAA', kid: 'rsa' }] }],
    ['sends a key of nonsense', { keys: [{ kty: 'RSA', n: 1, e: [], kid: 'rsa' }] }],
    ['sends one kid twice', 'twice'],
    ['sends status 500', { status: 500, body: '{"keys":[]}' }],
    ['redirects', { status: 302, headers: { location: '/other' }, body: '' }],
    ['never stops sending', 'endless'],
    ['never answers', 'hang'],
  ] as const)('%s: 503, and never a login or a 401', async (_name, reply) => {
    const timeouts = reply === 'hang' ? { requestMs: 2000, keySetMs: 100 } : undefined;
    const own = await start(timeouts === undefined ? {} : { timeouts });
    const token = await provider.accessToken();
    if (reply === undefined) await provider.stop();
    else if (reply === 'twice') provider.behaviour = { keySet: ([key]) => ({ keys: [key, key] }) };
    else provider.behaviour = { keySet: () => reply };
    try {
      const { status, code, headers } = await call(own, `Bearer ${token}`);
      expect([status, code]).toEqual([503, 'provider-unavailable']);
      expect(headers.get('retry-after')).toBe('5');
      // What is no token at all needs no key to be refused.
      expect((await call(own, 'Bearer nonsense')).status).toBe(401);
    } finally {
      if (reply === undefined) await provider.listen();
      await own.stop();
    }
  });

  it('is asked again once it is back, and is not needed while its keys are known', async () => {
    const own = await start();
    try {
      await provider.stop();
      expect((await call(own, `Bearer ${await provider.accessToken()}`)).status).toBe(503);
      await provider.listen();
      expect((await callGood(own)).status).toBe(200);
      await provider.stop();
      expect((await callGood(own)).status).toBe(200);
    } finally {
      await provider.listen();
      await own.stop();
    }
  });

  it('may have one key and name none in its tokens', async () => {
    const keys = [await toJwk(provider.key)];
    provider.behaviour = { keySet: () => ({ keys }) };
    const own = await start();
    try {
      const token = await provider.accessToken(provider.accessClaims(), { kid: undefined });
      expect((await call(own, `Bearer ${token}`)).status).toBe(200);
    } finally {
      await own.stop();
    }
  });
});
