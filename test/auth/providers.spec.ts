import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Secret } from '../../src/common/secret.js';
import {
  CLIENT_AUTH_METHODS,
  type ClientAuthMethod,
  type OidcConfig,
} from '../../src/config/config.js';
import { Browser } from '../../src/demo/browser.js';
import { createCertificateAuthority, issueCertificate } from '../../src/demo/certificates.js';
import { AuthApp, type AuthAppOptions, AuthStore, testProvider } from '../support/auth-app.js';
import { beginLogIn, codeIn, finishLogIn, hasSession, logIn } from '../support/browser-login.js';
import { CLIENT_SECRET, HostileProvider, type Json } from '../support/hostile-provider.js';
import { Tally } from '../support/tally.js';

let store: AuthStore;
let one: HostileProvider;
let two: HostileProvider;
let app: AuthApp;

/** Two realms at one address, and one more provider somewhere else. */
beforeAll(async () => {
  [store, one] = await Promise.all([AuthStore.start(), HostileProvider.start()]);
  two = await HostileProvider.start({ realm: { of: one, path: '/realms/two' } });
  two.person = { sub: 'subject-of-alice', db_user: 'alice', groups: ['usher-admins'] };
  app = await start({ providers: [providerOne(), providerTwo()] });
});
afterAll(async () => {
  await app.stop();
  await Promise.all([one.stop(), store.stop()]);
});
afterEach(() => {
  one.behaviour = {};
  two.behaviour = {};
});

const providerOne = (changes: Partial<OidcConfig> = {}) =>
  testProvider(one.issuer, { id: 'one', name: 'The first', ...changes });
const providerTwo = (changes: Partial<OidcConfig> = {}) =>
  testProvider(two.issuer, { id: 'two', name: 'The second', ...changes });

function start(options: Partial<AuthAppOptions>): Promise<AuthApp> {
  return AuthApp.start({ store, issuer: one.issuer, ...options });
}

async function withApp<T>(options: Partial<AuthAppOptions>, use: (own: AuthApp) => Promise<T>) {
  const own = await start(options);
  try {
    return await use(own);
  } finally {
    await own.stop();
  }
}

async function me(own: AuthApp, init: RequestInit): Promise<Json & { status: number }> {
  const response = await fetch(own.url('/auth/me'), init);
  return { status: response.status, ...((await response.json()) as Json) };
}

const bearer = (token: string): RequestInit => ({ headers: { authorization: `Bearer ${token}` } });

describe('several providers', () => {
  it('are on offer by the names that people know', async () => {
    const answer = await fetch(app.url('/auth/providers'));
    expect(await answer.json()).toEqual([
      { id: 'one', kind: 'oidc', name: 'The first', loginUrl: '/api/v1/auth/login/one' },
      { id: 'two', kind: 'oidc', name: 'The second', loginUrl: '/api/v1/auth/login/two' },
      { id: 'internal', kind: 'password', name: 'Local account' },
    ]);
  });

  it('may be chosen from; the first is for who does not', async () => {
    const answer = await fetch(app.url('/auth/login'), { redirect: 'manual' });
    expect([answer.status, answer.headers.get('location')]).toEqual([
      302,
      '/api/v1/auth/login/one?returnTo=%2F',
    ]);
  });

  it('vouch for different people, whatever these are called', async () => {
    const people = await Promise.all(
      ['one', 'two'].map(async (id) => {
        const { browser } = await logIn(app, new Browser(), `/auth/login/${id}?returnTo=/done`);
        return (await (await browser.fetch(app.url('/auth/me'))).json()) as Json;
      }),
    );
    expect(people).toMatchObject([
      { issuer: one.issuer, subject: 'subject-of-alice', isAdmin: false, databaseUser: 'alice' },
      { issuer: two.issuer, subject: 'subject-of-alice', isAdmin: true, databaseUser: 'alice' },
    ]);
  });

  it('are told apart by the issuer of an access token', async () => {
    for (const provider of [one, two]) {
      const answer = await me(app, bearer(await provider.accessToken()));
      expect(answer).toMatchObject({ status: 200, issuer: provider.issuer });
    }
  });

  it.each<[string, () => Promise<string>]>([
    ['the first, signed by the second', () => two.accessToken(one.accessClaims())],
    ['the second, signed by the first', () => one.accessToken(two.accessClaims())],
    [
      'the second with a slash',
      () => two.accessToken({ ...two.accessClaims(), iss: `${two.issuer}/` }),
    ],
    [
      'a realm beside',
      () => two.accessToken({ ...two.accessClaims(), iss: `${one.issuer}/realms` }),
    ],
    ['both', () => one.accessToken({ ...one.accessClaims(), iss: [one.issuer, two.issuer] })],
  ])('do not vouch for a token that says it is of %s', async (_name, make) => {
    const { status, code } = await me(app, bearer(await make()));
    expect([status, code]).toEqual([401, 'unauthenticated']);
  });

  it('work without the one that is away', async () => {
    const away = providerOne({ id: 'away', issuer: 'http://127.0.0.1:1' });
    await withApp({ providers: [away, providerTwo()] }, async (own) => {
      const down = await fetch(own.url('/auth/login/away'), { redirect: 'manual' });
      expect([down.status, codeIn(await down.text())]).toEqual([503, 'provider-unavailable']);
      expect((await logIn(own, new Browser(), '/auth/login/two?returnTo=/done')).status).toBe(302);
      expect((await me(own, bearer(await two.accessToken()))).status).toBe(200);
    });
  });
});

describe('a mix-up of two providers', () => {
  const mixUps: [string, (callback: URL) => void][] = [
    ['the path of the other', (url) => (url.pathname = url.pathname.replace('/one', '/two'))],
    [
      'the path and the issuer of the other',
      (url) => {
        url.pathname = url.pathname.replace('/one', '/two');
        url.searchParams.set('iss', two.issuer);
      },
    ],
    [
      'the issuer of the other',
      (url) => {
        url.searchParams.set('iss', two.issuer);
      },
    ],
    [
      'no issuer',
      (url) => {
        url.searchParams.delete('iss');
      },
    ],
    ['the path of nobody', (url) => (url.pathname = url.pathname.replace('/one', '/three'))],
  ];

  it.each(mixUps)('is refused: %s', async (_name, change) => {
    const browser = new Browser();
    const callback = await beginLogIn(app, browser, '/done', 'one');
    const tokens = two.requests.get('/token') ?? 0;
    change(callback);
    const { status, code } = await finishLogIn(browser, callback);
    expect([403, 404]).toContain(status);
    expect(['login-refused', 'not-found']).toContain(code);
    expect(hasSession(browser, app)).toBe(false);
    // The code of one provider is never shown to the other.
    expect(two.requests.get('/token') ?? 0).toBe(tokens);
  });

  it('does not spoil the login at the right path', async () => {
    const browser = new Browser();
    const callback = await beginLogIn(app, browser, '/done', 'one');
    const wrong = new URL(callback);
    wrong.pathname = wrong.pathname.replace('/one', '/two');
    expect((await finishLogIn(browser, wrong)).status).toBe(403);
    expect((await finishLogIn(browser, callback)).status).toBe(302);
  });

  it('leaves two logins of one browser alone', async () => {
    const browser = new Browser();
    const first = await beginLogIn(app, browser, '/first', 'one');
    const second = await beginLogIn(app, browser, '/second', 'two');
    expect((await finishLogIn(browser, second)).headers.get('location')).toBe('/second');
    expect((await finishLogIn(browser, first)).headers.get('location')).toBe('/first');
  });
});

describe('a client', () => {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const tally = new Tally('Client authentication');

  function settings(clientAuth: ClientAuthMethod, changes: Partial<OidcConfig> = {}) {
    const withSecret = clientAuth.startsWith('client_secret');
    return testProvider(one.issuer, {
      clientAuth,
      clientSecret: withSecret ? new Secret(CLIENT_SECRET) : undefined,
      privateKey: clientAuth === 'private_key_jwt' ? new Secret(pem) : undefined,
      ...changes,
    });
  }

  afterEach(() => {
    one.clientAuth = 'client_secret_basic';
    one.clientKey = undefined;
  });
  afterAll(() => {
    tally.print();
  });

  async function outcome(
    provider: OidcConfig,
    expected: number,
  ): Promise<[number, string | undefined]> {
    return withApp({ providers: [provider] }, async (own) => {
      const { status, code, text } = await logIn(own);
      tally.count(status, expected);
      expect(text).not.toContain(CLIENT_SECRET);
      return [status, code];
    });
  }

  const pairs = CLIENT_AUTH_METHODS.flatMap((ours) =>
    CLIENT_AUTH_METHODS.map((theirs) => [ours, theirs] as const),
  );

  it.each(pairs)('that uses %s where %s is asked for', async (ours, theirs) => {
    one.clientAuth = theirs;
    one.clientKey = publicKey;
    one.behaviour.discovery = (document) => ({
      ...document,
      token_endpoint_auth_methods_supported: [...CLIENT_AUTH_METHODS],
    });
    const good = ours === theirs;
    const answer = await outcome(settings(ours), good ? 302 : 502);
    expect(answer).toEqual(good ? [302, undefined] : [502, 'provider-error']);
  });

  it.each(['client_secret_basic', 'client_secret_post'] as const)(
    'with a wrong secret is refused: %s',
    async (clientAuth) => {
      one.clientAuth = clientAuth;
      const wrong = settings(clientAuth, { clientSecret: new Secret('wrong') });
      expect(await outcome(wrong, 502)).toEqual([502, 'provider-error']);
    },
  );

  it.each([
    ['RSA', generateKeyPairSync('rsa', { modulusLength: 2048 }), 'pkcs1'],
    ['Ed25519', generateKeyPairSync('ed25519'), 'pkcs8'],
    ['P-256 in the older form', generateKeyPairSync('ec', { namedCurve: 'P-256' }), 'sec1'],
  ] as const)('signs with a key of its kind: %s', async (_name, pair, type) => {
    one.clientAuth = 'private_key_jwt';
    one.clientKey = pair.publicKey;
    const text = pair.privateKey.export({ type: type, format: 'pem' }).toString();
    const signer = settings('private_key_jwt', { privateKey: new Secret(text) });
    expect((await outcome(signer, 302))[0]).toBe(302);
    one.clientKey = publicKey;
    expect(await outcome(signer, 502)).toEqual([502, 'provider-error']);
  });

  it('is told when the provider says that it takes another method', async () => {
    one.behaviour.discovery = (document) => ({
      ...document,
      token_endpoint_auth_methods_supported: ['private_key_jwt'],
    });
    await withApp({ providers: [settings('client_secret_post')] }, async (own) => {
      const answer = await fetch(own.url('/auth/login/oidc'), { redirect: 'manual' });
      expect(await answer.json()).toMatchObject({
        status: 502,
        code: 'provider-error',
        detail:
          "The identity provider's token endpoint does not take client_secret_post, which is configured for it; it takes private_key_jwt.",
      });
    });
  });
});

describe('a provider with a certificate of its own', () => {
  let folder: string;
  let secure: HostileProvider;
  const file = (name: string) => join(folder, name);

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'usher-ca-'));
    const [ca, other] = await Promise.all([
      createCertificateAuthority('The right one'),
      createCertificateAuthority('The wrong one'),
    ]);
    await writeFile(file('ca.pem'), ca.certPem);
    await writeFile(file('other.pem'), other.certPem);
    const { certPem, keyPem } = await issueCertificate(ca, { commonName: 'idp', usage: 'server' });
    secure = await HostileProvider.start({ tls: { cert: certPem, key: keyPem } });
  });
  afterAll(async () => {
    await secure.stop();
    await rm(folder, { recursive: true });
  });

  it.each([
    ['its authority', 'ca.pem', 302, 200],
    ['another authority', 'other.pem', 502, 503],
    ['only what everybody trusts', undefined, 502, 503],
    ['a file that is gone', 'gone.pem', 502, 503],
  ])('is believed with %s', async (_name, name, login, token) => {
    const caFile = name === undefined ? undefined : file(name);
    await withApp({ providers: [testProvider(secure.issuer, { caFile })] }, async (own) => {
      const answer = await fetch(own.url('/auth/login/oidc'), { redirect: 'manual' });
      expect(answer.status).toBe(login);
      expect(await answer.text()).not.toContain(folder);
      expect((await me(own, bearer(await secure.accessToken()))).status).toBe(token);
    });
  });
});

describe('a discovery document', () => {
  it('is renewed, and the last good one stays while there is no better', async () => {
    const timeouts = { requestMs: 5000, keySetMs: 5000, discoveryMaxAgeMs: 0 };
    await withApp({ providers: [providerOne()], timeouts }, async (own) => {
      const target = async () => {
        const answer = await fetch(own.url('/auth/login/one'), { redirect: 'manual' });
        return new URL(answer.headers.get('location') ?? own.origin).pathname;
      };
      expect(await target()).toBe('/authorize');
      one.behaviour.discovery = () => ({ status: 500, body: 'out of order' });
      expect(await target()).toBe('/authorize');
      one.behaviour.discovery = () => ({ issuer: 'https://evil.example' });
      expect(await target()).toBe('/authorize');
    });
  });
});
