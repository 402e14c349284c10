import { say } from '../support/say.js';
import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Browser } from '../../src/demo/browser.js';
import { AuthApp, AuthStore } from '../support/auth-app.js';
import { logIn } from '../support/browser-login.js';
import { HostileProvider } from '../support/hostile-provider.js';

const PROXY = '127.0.0.1';
const STRANGER = '127.0.0.2';
const WEBSERVER = {
  header: 'x-remote-user',
  proxies: [PROXY, '10.9.0.0/16'],
  groupsHeader: 'x-remote-groups',
  adminGroups: ['usher-admins'],
};

let store: AuthStore;
let provider: HostileProvider;
let app: AuthApp;

beforeAll(async () => {
  [store, provider] = await Promise.all([AuthStore.start(), HostileProvider.start()]);
  // Believes the proxy's X-Forwarded-For, too, so that it is seen to decide nothing here.
  const http = { trustedProxies: [PROXY, STRANGER] };
  app = await AuthApp.start({ store, issuer: provider.issuer, webserver: WEBSERVER, http });
});
afterAll(async () => {
  await app.stop();
  await Promise.all([provider.stop(), store.stop()]);
});

interface Call {
  readonly from?: string;
  readonly method?: string;
  readonly path?: string;
  readonly body?: string;
}

/** A request with exactly these header lines, byte for byte in Latin-1. */
async function call(lines: readonly string[], { from = PROXY, ...rest }: Call = {}) {
  const { method = 'GET', path = '/auth/me', body = '' } = rest;
  const socket = connect({ host: PROXY, port: app.config.http.port, localAddress: from });
  await once(socket, 'connect');
  const head = [
    `${method} /api/v1${path} HTTP/1.1`,
    'Host: localhost',
    'Connection: close',
    ...(body === '' ? [] : ['Content-Type: application/json', `Content-Length: ${body.length}`]),
    ...lines,
  ];
  socket.write(Buffer.from(`${head.join('\r\n')}\r\n\r\n${body}`, 'latin1'));
  let text = '';
  for await (const chunk of socket) text += String(chunk);
  const status = Number(/^HTTP\/1\.1 (\d+)/.exec(text)?.[1]);
  const json: any = JSON.parse(/\{.*\}/s.exec(text)?.[0] ?? '{}');
  return { status, json, outcome: [status, json.code] };
}

describe('the header of a listed proxy', () => {
  it('says who is calling, in each request anew', async () => {
    const { status, json } = await call(['X-Remote-User: alice']);
    expect([status, json]).toEqual([
      200,
      {
        authSource: 'webserver',
        provider: null,
        username: 'alice',
        databaseUser: null,
        databaseUserProblem: 'not-oauth',
        issuer: 'urn:pg-usher:webserver',
        subject: 'alice',
        principalKey: expect.any(String),
        groups: [],
        isAdmin: false,
        roles: [],

        providerName: null,
        usernameClaim: null,
        usernameClaimValue: null,
        usernameTransform: null,
        groupsClaim: null,
        authTime: null,
        acr: null,
        sessionEndsAt: null,
      },
    ]);
    expect((await call(['X-Remote-User: bob'])).json).toMatchObject({ subject: 'bob' });
    expect((await call([])).outcome).toEqual([401, 'unauthenticated']);
    expect(await store.sql('select 1 from session')).toEqual([]);
  });

  it('may name groups, and administrators by them', async () => {
    const groups = ['X-Remote-User: alice', 'X-Remote-Groups: staff, usher-admins,,  ops '];
    expect((await call(groups)).json).toMatchObject({
      groups: ['staff', 'usher-admins', 'ops'],
      isAdmin: true,
    });
    expect((await call(groups, { path: '/probe/admin' })).status).toBe(200);
    for (const line of ['X-Remote-Groups: USHER-ADMINS', 'X_Remote_Groups: usher-admins']) {
      const lines = ['X-Remote-User: alice', line];
      expect((await call(lines, { path: '/probe/admin' })).outcome).toEqual([403, 'admin-only']);
    }
    const twice = [...groups, 'X-Remote-Groups: usher-admins'];
    expect((await call(twice)).outcome).toEqual([400, 'credentials-conflict']);
  });

  it('is nobody without a name: groups alone open nothing', async () => {
    const { outcome } = await call(['X-Remote-Groups: usher-admins']);
    expect(outcome).toEqual([401, 'unauthenticated']);
  });
});

const AS_ALICE = [200, undefined];
const NOBODY = [401, 'unauthenticated'];
const CONFLICT = [400, 'credentials-conflict'];

const SPELLINGS: readonly (readonly [lines: string[], outcome: unknown])[] = [
  [['X-Remote-User: alice'], AS_ALICE],
  [['x-remote-user: alice'], AS_ALICE],
  [['X-REMOTE-USER: alice'], AS_ALICE],
  [['X-Remote-User:   alice  '], AS_ALICE],
  [['X-Remote-User: alice', 'X_Remote_User: root'], AS_ALICE],
  [['X_Remote_User: root', 'X-Remote-User: alice'], AS_ALICE],
  [['X_Remote_User: root'], NOBODY],
  [['X_REMOTE_USER: root'], NOBODY],
  [['X-Remote_User: root'], NOBODY],
  [['X_Remote-User: root'], NOBODY],
  [['Remote-User: root'], NOBODY],
  [['REMOTE_USER: root'], NOBODY],
  [['HTTP_X_REMOTE_USER: root'], NOBODY],
  [['HTTP-X-Remote-User: root'], NOBODY],
  [['X.Remote.User: root'], NOBODY],
  [['XRemoteUser: root'], NOBODY],
  [['X-Remote-User1: root'], NOBODY],
  [['X-Remote-Use: root'], NOBODY],
  [['X-Remote-Username: root'], NOBODY],
  [['X--Remote-User: root'], NOBODY],
  [['X-Remote-User-: root'], NOBODY],
  [['X-Forwarded-User: root'], NOBODY],
  [['X-Auth-Request-User: root'], NOBODY],
  [['X-WEBAUTH-USER: root'], NOBODY],
  [['Cookie: X-Remote-User=root'], NOBODY],
  [['X-Remote-User: alice', 'X-Remote-User: root'], CONFLICT],
  [['X-Remote-User: alice', 'x-remote-user: alice'], CONFLICT],
  [['X-Remote-User: alice', 'X-Remote-User:'], CONFLICT],
  [['X-Remote-User:'], NOBODY],
  [['X-Remote-User: alice,root'], NOBODY],
  [['X-Remote-User: root, alice'], NOBODY],
  [['X-Remote-User: ,alice'], NOBODY],
  [['X-Remote-User: alice\tbob'], NOBODY],
  [[`X-Remote-User: ${'a'.repeat(255)}`], AS_ALICE],
  [[`X-Remote-User: ${'a'.repeat(256)}`], NOBODY],
  [['X-Remote-User: al\xffice'], NOBODY],
  [[`X-Remote-User: ${Buffer.from('ali\u200bce').toString('latin1')}`], NOBODY],
  [[`X-Remote-User: ${Buffer.from('\u202ealice').toString('latin1')}`], NOBODY],
  [[`X-Remote-User: ${Buffer.from('Zoë').toString('latin1')}`], AS_ALICE],
];

describe('a header', () => {
  it('counts in its one spelling, once, with one printable name', async () => {
    for (const [lines, expected] of SPELLINGS) {
      expect([lines, (await call(lines)).outcome]).toEqual([lines, expected]);
    }
    const refused = SPELLINGS.filter(([, expected]) => expected !== AS_ALICE).length;
    say(
      `webserver spellings: ${String(SPELLINGS.length)} tried, ${String(refused)} refused as expected, 0 unexpected 5xx`,
    );
  });

  it('is read as UTF-8', async () => {
    const name = Buffer.from('Zoë').toString('latin1');
    expect((await call([`X-Remote-User: ${name}`])).json).toMatchObject({ subject: 'Zoë' });
  });

  it('from anybody else is no credential, whatever X-Forwarded-For says', async () => {
    const forwarded = ['10.9.0.1', PROXY, '::1', `${PROXY}, ${STRANGER}`, 'unknown'];
    const named = ['X-Forwarded-For', 'X-Real-IP', 'Forwarded', 'X-Client-IP', 'True-Client-IP'];
    const lines = forwarded.flatMap((address) => named.map((name) => `${name}: ${address}`));
    for (const line of ['X-Ignored: x', ...lines]) {
      const both = ['X-Remote-User: root', 'X-Remote-Groups: usher-admins', line];
      expect([line, (await call(both, { from: STRANGER })).outcome]).toEqual([line, NOBODY]);
    }
  });

  it('from anybody else does not get into the way of a real credential', async () => {
    const token = await provider.accessToken();
    const lines = [`Authorization: Bearer ${token}`, 'X-Remote-User: root'];
    const { status, json } = await call(lines, { from: STRANGER });
    expect([status, json.authSource, json.username]).toEqual([200, 'oauth2', 'alice']);
  });

  it('counts from the proxy although the proxy says for whom it forwards', async () => {
    const lines = ['X-Remote-User: alice', 'X-Forwarded-For: 203.0.113.9'];
    expect((await call(lines)).outcome).toEqual(AS_ALICE);
  });

  it('together with a token or a session is a conflict', async () => {
    const browser = new Browser();
    await logIn(app, browser);
    const cookie = `Cookie: ${browser.cookieHeader(app.url('/auth/me'))}`;
    const token = `Authorization: Bearer ${await provider.accessToken()}`;
    for (const other of [cookie, token, 'Authorization: Basic eDp5', 'Cookie: usher_session=x']) {
      expect((await call(['X-Remote-User: alice', other])).outcome).toEqual(CONFLICT);
    }
  });

  it('is sent along by browsers, so other sites cannot make them use it', async () => {
    const write = { method: 'POST', path: '/probe', body: '{}' };
    const user = 'X-Remote-User: alice';
    for (const line of [
      'Sec-Fetch-Site: cross-site',
      'Sec-Fetch-Site: same-site',
      'Origin: null',
    ]) {
      expect((await call([user, line], write)).outcome).toEqual([403, 'cross-site-request']);
    }
    expect((await call([user, 'Sec-Fetch-Site: same-origin'], write)).status).toBe(201);
  });
});

describe('without WEBSERVER_HEADER', () => {
  it('no header is anything', async () => {
    const own = await AuthApp.start({ store, issuer: provider.issuer });
    const headers = { 'X-Remote-User': 'root' };
    expect((await fetch(own.url('/auth/me'), { headers })).status).toBe(401);
    await own.stop();
  });
});
