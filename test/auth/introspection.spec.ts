import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { AuthApp, type AuthAppOptions, AuthStore, testProvider } from '../support/auth-app.js';
import { codeIn } from '../support/browser-login.js';
import {
  AUDIENCE,
  type Behaviour,
  CLIENT_ID,
  HostileProvider,
  type Json,
} from '../support/hostile-provider.js';
import { Tally } from '../support/tally.js';

let store: AuthStore;
let provider: HostileProvider;
let app: AuthApp;
let serial = 0;
const tally = new Tally('Opaque access tokens');

beforeAll(async () => {
  [store, provider] = await Promise.all([AuthStore.start(), HostileProvider.start()]);
  app = await start({});
});
afterAll(async () => {
  tally.print();
  await app.stop();
  await Promise.all([provider.stop(), store.stop()]);
});
afterEach(() => {
  provider.behaviour = {};
});

function start(options: Partial<AuthAppOptions>): Promise<AuthApp> {
  return AuthApp.start({
    store,
    issuer: provider.issuer,
    oidc: { introspection: true },
    ...options,
  });
}

const later = (seconds: number): number => Math.floor(Date.now() / 1000) + seconds;
const opaque = (): string => `opaque-${serial++}`;
const good = (): Json => ({
  ...provider.person,
  active: true,
  iss: provider.issuer,
  aud: AUDIENCE,
  client_id: 'cli',
  token_type: 'Bearer',
  iat: later(0),
  exp: later(300),
});

async function call(of: AuthApp, token: string): Promise<{ status: number; text: string }> {
  const headers = { authorization: `Bearer ${token}` };
  const response = await fetch(of.url('/auth/me'), { headers });
  return { status: response.status, text: await response.text() };
}

const asked = (): number => provider.requests.get('/introspect') ?? 0;

describe('an access token that is no JWT', () => {
  it.each<[string, (claims: Json) => Json, number]>([
    ['active', (claims) => claims, 200],
    ['active, of a long life', (claims) => ({ ...claims, exp: later(86_400) }), 200],
    ['active, without an end', (claims) => ({ ...claims, exp: undefined }), 200],
    ['active, without an issuer', (claims) => ({ ...claims, iss: undefined }), 200],
    ['active, of no named type', (claims) => ({ ...claims, token_type: undefined }), 200],
    ['active, our audience in a list', (claims) => ({ ...claims, aud: [AUDIENCE] }), 200],
    [
      'active, for others, too, and of our own client',
      (claims) => ({ ...claims, aud: [AUDIENCE, 'x'], client_id: CLIENT_ID }),
      200,
    ],
    ['not active', () => ({ active: false }), 401],
    ['not active, and all the rest', (claims) => ({ ...claims, active: false }), 401],
    ['of another issuer', (claims) => ({ ...claims, iss: 'https://evil.example' }), 401],
    ['of an issuer of another type', (claims) => ({ ...claims, iss: [provider.issuer] }), 401],
    ['for another audience', (claims) => ({ ...claims, aud: 'urn:other:api' }), 401],
    ['for our client, as an ID token is', (claims) => ({ ...claims, aud: CLIENT_ID }), 401],
    ['for others, too', (claims) => ({ ...claims, aud: [AUDIENCE, 'x'] }), 401],
    ['for nobody named', (claims) => ({ ...claims, aud: undefined }), 401],
    ['for an empty list', (claims) => ({ ...claims, aud: [] }), 401],
    ['over', (claims) => ({ ...claims, exp: later(-1) }), 401],
    ['over, by a text', (claims) => ({ ...claims, exp: String(later(300)) }), 401],
    ['with an end of null', (claims) => ({ ...claims, exp: null }), 401],
    ['not begun', (claims) => ({ ...claims, nbf: later(60) }), 401],
    ['begun by a text', (claims) => ({ ...claims, nbf: 'now' }), 401],
    ['issued in the future', (claims) => ({ ...claims, iat: later(60) }), 401],
    ['of nobody', (claims) => ({ ...claims, sub: undefined }), 401],
    ['of an empty subject', (claims) => ({ ...claims, sub: '' }), 401],
    ['of a number', (claims) => ({ ...claims, sub: 7 }), 401],
    ['a refresh token', (claims) => ({ ...claims, token_type: 'refresh_token' }), 401],
    ['of a type that is a number', (claims) => ({ ...claims, token_type: 1 }), 401],
    ['bound to a key', (claims) => ({ ...claims, cnf: { jkt: 'x' } }), 401],
    ['with a nonce', (claims) => ({ ...claims, nonce: 'n' }), 401],
  ])('%s', async (_name, answer, expected) => {
    provider.behaviour = { introspect: () => answer(good()) };
    const { status, text } = await call(app, opaque());
    tally.count(status, expected);
    expect(status).toBe(expected);
    if (expected === 200) expect(JSON.parse(text)).toMatchObject({ databaseUser: 'alice' });
  });

  it.each<[string, Behaviour['introspect']]>([
    ['nothing at all', () => 'reset'],
    ['HTML', () => ({ body: '<script>' })],
    ['an empty body', () => ({ body: '' })],
    ['null', () => ({ body: 'null' })],
    ['an array', () => ({ body: '[{"active":true}]' })],
    ['no "active"', () => ({ sub: 'alice' })],
    ['"active" as a text', () => ({ ...good(), active: 'true' })],
    ['"active" as a number', () => ({ ...good(), active: 1 })],
    ['status 500', () => ({ status: 500, body: JSON.stringify(good()) })],
    ['status 401', () => ({ status: 401, body: '{"error":"invalid_client"}' })],
    ['status 429', () => ({ status: 429, body: '{}' })],
    ['a redirect', () => ({ status: 302, headers: { location: '/jwks' }, body: '' })],
    ['something that never ends', () => 'endless'],
    ['what is not HTTP', () => 'garbage'],
    ['a signed answer', () => ({ headers: { 'content-type': 'application/jwt' }, body: 'a.b.c' })],
  ])('is not believed and not refused when the answer is %s', async (_name, introspect) => {
    provider.behaviour = introspect === undefined ? {} : { introspect };
    const { status, text } = await call(app, opaque());
    tally.count(status, 503);
    expect([status, codeIn(text)]).toEqual([503, 'provider-unavailable']);
  });

  it('is asked about once in 30 seconds, whatever the answer, by every caller', async () => {
    provider.behaviour = { introspect: good };
    const token = opaque();
    const before = asked();
    const answers = await Promise.all(Array.from({ length: 10 }, () => call(app, token)));
    answers.push(await call(app, token));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect(asked() - before).toBe(1);
  });

  it('is asked about again after an answer that could not be used', async () => {
    provider.behaviour = { introspect: () => 'reset' };
    const token = opaque();
    expect((await call(app, token)).status).toBe(503);
    provider.behaviour = { introspect: good };
    expect((await call(app, token)).status).toBe(200);
  });

  it('is never taken while the provider is away, and never refused for it', async () => {
    await provider.stop();
    try {
      expect((await call(app, opaque())).status).toBe(503);
    } finally {
      await provider.listen();
    }
  });

  it('is refused where the provider is not to be asked', async () => {
    const own = await start({ oidc: { introspection: false } });
    const before = asked();
    expect((await call(own, opaque())).status).toBe(401);
    expect(asked()).toBe(before);
    await own.stop();
  });

  it.each<[string, Json, number]>([
    ['listed', { client_id: 'cli' }, 200],
    ['not listed', { client_id: 'other' }, 401],
    ['not named', { client_id: undefined }, 401],
  ])('may name its client in place of an audience: %s', async (_name, changes, expected) => {
    const own = await start({ oidc: { introspection: true, clientIds: ['cli'] } });
    provider.behaviour = { introspect: () => ({ ...good(), aud: undefined, ...changes }) };
    expect((await call(own, opaque())).status).toBe(expected);
    await own.stop();
  });

  it('is shown to no other provider than the one that is asked', async () => {
    const other = await HostileProvider.start();
    const providers = [
      testProvider(other.issuer, { id: 'other' }),
      testProvider(provider.issuer, { introspection: true }),
    ];
    const own = await start({ providers });
    provider.behaviour = { introspect: good };
    expect((await call(own, opaque())).status).toBe(200);
    expect((await call(own, await other.accessToken())).status).toBe(200);
    expect(other.requests.get('/introspect')).toBeUndefined();
    await own.stop();
    await other.stop();
  });
});
