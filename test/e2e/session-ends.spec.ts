import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { SessionEnds } from '../../src/auth/session-ends.js';
import { Browser } from '../../src/demo/browser.js';
import { SHOP_SERVER_ID } from '../../src/demo/house.js';
import { subjectOf } from '../../src/demo/people.js';
import { signInWithBrowserFlow } from '../../src/demo/sign-in.js';
import type { RunningService } from '../support/running-service.js';
import { TwoInstances, until } from '../support/two-instances.js';

let both: TwoInstances;
let admin: Browser;

beforeAll(async () => {
  both = await TwoInstances.start({
    environment: { CREDENTIALS_KEY: randomBytes(32).toString('base64') },
    house: {
      hba: `
hostssl  all  reporter  127.0.0.1/32  scram-sha-256
hostssl  all  "/^(postgres|pg_.*)$"  all  reject
hostssl  all  all  127.0.0.1/32  cert map=oauth
`,
      extraInit: [
        {
          sql: `create role reporter login password 'of-the-reporter';
                grant connect on database shop to reporter;`,
        },
      ],
    },
  });
  admin = await both.signIn('dana');
});
afterAll(async () => {
  await both.stop();
});

const ALICE = subjectOf({ name: 'alice', claims: {} });
const EVENTS = { 'http://schemas.openid.net/event/backchannel-logout': {} };

function current(service: RunningService): boolean {
  return service.app.get(SessionEnds).current;
}

/** A call of an administrator at that instance. */
function asAdmin(at: RunningService, method: string, path: string, body?: object) {
  const headers = { 'Content-Type': 'application/json' };
  return both.call(
    admin,
    path,
    { method, ...(body && { headers, body: JSON.stringify(body) }) },
    at,
  );
}

/** A logout token of the provider's, sent to that instance as the provider does. */
async function backchannel(at: RunningService, claims: object): Promise<Response> {
  const { issuer, clientId } = at.house.identityProvider;
  const iat = Math.floor(Date.now() / 1000);
  const token = await at.house.identityProvider.sign(
    {
      iss: issuer,
      aud: clientId,
      iat,
      exp: iat + 120,
      jti: randomUUID(),
      events: EVENTS,
      ...claims,
    },
    { typ: 'logout+jwt' },
  );
  return fetch(`${at.origin}/api/v1/auth/backchannel-logout/oidc`, {
    method: 'POST',
    body: new URLSearchParams({ logout_token: token }),
  });
}

async function sidOf(browser: Browser): Promise<string> {
  const { json } = await both.call(browser, '/auth/sessions');
  const { id } = json.items.find((item: { current: boolean }) => item.current);
  const rows = await both.first.house.store.sql(
    'select sid from session where public_id = $1',
    'usher',
    [id],
  );
  return String(rows[0]?.['sid']);
}

async function ownId(browser: Browser): Promise<string> {
  const { json } = await both.call(browser, '/auth/sessions');
  return json.items.find((item: { current: boolean }) => item.current).id;
}

/** Every way for a session to end; `at` is the instance where that is done. */
const WAYS: [string, (browser: Browser, at: RunningService) => Promise<unknown>][] = [
  ['logout', (browser, at) => both.call(browser, '/auth/logout', { method: 'POST' }, at)],
  [
    'a login in its place',
    (browser, at) => signInWithBrowserFlow(`${at.origin}/api/v1/auth/login/oidc`, 'alice', browser),
  ],
  ['back-channel logout by sub', (_browser, at) => backchannel(at, { sub: ALICE })],
  [
    'back-channel logout by sid',
    async (browser, at) => backchannel(at, { sid: await sidOf(browser) }),
  ],
  [
    'its owner, from another browser',
    async (browser, at) => {
      const other = await both.signIn('alice');
      return both.call(other, `/auth/sessions/${await ownId(browser)}`, { method: 'DELETE' }, at);
    },
  ],
  [
    'an administrator, who ends the session',
    async (browser, at) => asAdmin(at, 'DELETE', `/auth/admin/sessions/${await ownId(browser)}`),
  ],
  [
    'an administrator, who ends everything of the identity',
    (_browser, at) => {
      const identity = { issuer: at.house.identityProvider.issuer, subject: ALICE };
      return asAdmin(at, 'DELETE', '/auth/admin/identities/sessions', identity);
    },
  ],
];

describe.each([
  ['the same instance', () => both.first],
  ['another instance', () => both.second],
])('a running statement ends with its session, by what is done at %s:', (_where, at) => {
  it.each(WAYS)('%s', async (way, end) => {
    const browser = await both.signIn('alice');
    const running = await both.startQuery(browser);
    const cookie = browser.cookieHeader(both.first.origin);
    await end(browser, at());
    const seconds = await both.secondsUntilGone(running);
    const { status, json } = await running.answer;
    expect([status, json.code]).toEqual([401, 'session-ended']);
    const rows = await both.first.audit("phase = 'outcome'");
    expect(rows.at(-1)).toMatchObject({ outcome: 'session-ended', code: 'session-ended' });
    const again = await both.first.fetch('/api/v1/auth/me', { headers: { cookie } });
    expect(again.status).toBe(401);
    process.stdout.write(`  ${way}: the backend was gone after ${seconds.toFixed(2)} s\n`);
  });
});

describe('what an account of our own runs, on a server without passthrough,', () => {
  const login = { username: 'temp', password: 'a password of the test' };
  let accountId: string;
  let server: string;

  beforeAll(async () => {
    const { port } = both.first.house.shop;
    const stored = { username: 'reporter', password: 'of-the-reporter', sslMode: 'verify-full' };
    const where = { name: 'reports', host: 'localhost', port, maintenanceDb: 'shop' };
    const made = await asAdmin(both.first, 'POST', '/servers', { ...where, ...stored });
    server = made.json.id;
    accountId = (await asAdmin(both.first, 'POST', '/auth/accounts', login)).json.id;
  });

  it.each<[string, object, () => RunningService, string]>([
    ['is disabled', { disabled: true }, () => both.first, ''],
    ['is disabled at another instance', { disabled: true }, () => both.second, ''],
    ['gets a new password', { password: login.password }, () => both.second, '/password'],
  ])('ends when the account %s', async (way, body, at, path) => {
    await asAdmin(both.first, 'PATCH', `/auth/accounts/${accountId}`, { disabled: false });
    const browser = new Browser();
    const signedIn = await both.call(browser, '/auth/login', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ source: 'internal', ...login }),
    });
    expect(signedIn.status).toBe(200);
    const running = await both.startQuery(browser, { server });
    const method = path === '' ? 'PATCH' : 'POST';
    const done = await asAdmin(at(), method, `/auth/accounts/${accountId}${path}`, body);
    expect([200, 204]).toContain(done.status);
    const seconds = await both.secondsUntilGone(running);
    expect((await running.answer).json.code).toBe('session-ended');
    expect(await both.status(browser, both.second)).toBe(401);
    process.stdout.write(`  ${way}: the backend was gone after ${seconds.toFixed(2)} s\n`);
  });
});

describe('what runs with an access token', () => {
  it('ends when the provider says that its person has signed out', async () => {
    const token = await both.first.token('alice');
    const running = await both.startQuery(token);
    expect((await backchannel(both.second, { sub: ALICE })).status).toBe(200);
    await both.secondsUntilGone(running);
    expect((await running.answer).json.code).toBe('session-ended');
  });

  it('ends when the token does', async () => {
    const { identityProvider } = both.first.house;
    const now = Math.floor(Date.now() / 1000);
    const token = await identityProvider.sign({
      iss: identityProvider.issuer,
      aud: identityProvider.audience,
      sub: ALICE,
      iat: now,
      exp: now + 4,
      client_id: 'cli',
      db_user: 'alice',
    });
    const running = await both.startQuery(token);
    await both.secondsUntilGone(running);
    expect((await running.answer).json).toMatchObject({ code: 'session-ended', status: 401 });
  });

  it('is not touched by the end of somebody else', async () => {
    const token = await both.first.token('bob');
    const running = await both.startQuery(token);
    expect((await backchannel(both.second, { sub: ALICE })).status).toBe(200);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(await both.backends(running.sql)).toBe(1);
    await both.first.house.shop.sql(
      `select pg_cancel_backend(pid) from pg_stat_activity where usename = 'bob'`,
    );
    expect((await running.answer).json.code).toBe('query-cancelled');
  });
});

describe('a stream', () => {
  it('ends with an event that says why', async () => {
    const browser = await both.signIn('alice');
    const running = await both.startQuery(browser, { accept: 'application/x-ndjson' });
    await both.call(browser, '/auth/logout', { method: 'POST' }, both.second);
    await both.secondsUntilGone(running);
    expect((await running.answer).text).toContain('session-ended');
  });
});

describe('a reader that takes nothing any more', () => {
  it('does not keep the backend when its session ends', async () => {
    const browser = await both.signIn('alice');
    const sql = `select n, repeat('x', 1000) from generate_series(1, 10000000) as n`;
    const response = await browser.fetch(
      `${both.first.origin}/api/v1/servers/${SHOP_SERVER_ID}/query`,
      {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', Accept: 'application/x-ndjson' },
        body: JSON.stringify({ sql, timeoutMs: 600_000 }),
      },
    );
    await until(async () => (await both.backends(sql)) === 1);
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(await both.backends(sql)).toBe(1);
    await both.call(browser, '/auth/logout', { method: 'POST' }, both.second);
    await until(async () => (await both.backends(sql)) === 0);
    await response.body?.cancel();
  });
});

describe('a message on the channel that is not ours', () => {
  it.each([
    '',
    'garbage',
    'null',
    '[]',
    '{}',
    '{"from":1,"at":1}',
    '{"from":"x","at":"1","what":{"issuer":"*","subject":"*"}}',
    '{"from":"x","at":1,"what":{"sessionKey":5}}',
    '{"from":"x","at":1,"what":null}',
    '{"from":"x","at":1,"what":{"issuer":["a"],"subject":"b"}}',
  ])('ends nothing and breaks nothing: %s', async (payload) => {
    const text = payload.replaceAll("'", "''");
    await both.first.house.store.sql(`select pg_notify('usher_session_ends', '${text}')`, 'usher');
    expect(await both.status(admin)).toBe(200);
    expect(current(both.first) && current(both.second)).toBe(true);
  });
});

describe('the provider’s own logout', () => {
  it('reaches us over the back channel when somebody signs out there', async () => {
    // In this test environment the provider cannot make a dispatcher of its own, and says so.
    jest.spyOn(console, 'warn').mockReturnValue(undefined);
    const browser = await both.signIn('alice');
    const running = await both.startQuery(browser);
    // The address that our logout gives, taken by the browser whose session stays open here.
    const { json } = await both.call(await both.signIn('alice'), '/auth/logout', {
      method: 'POST',
    });
    const url = new URL(json.endSessionUrl);
    expect(url.origin).toBe(both.first.house.identityProvider.issuer);
    expect(url.searchParams.get('client_id')).toBe('pg-usher');
    expect(url.searchParams.get('id_token_hint')).toMatch(/^eyJ/);
    expect(url.searchParams.get('post_logout_redirect_uri')).toBe(`${both.first.origin}/`);
    url.searchParams.delete('id_token_hint');
    const page = await browser.open(url);
    const html = await page.response.text();
    const xsrf = /name="xsrf" value="([^"]+)"/.exec(html)?.[1] ?? '';
    const action = /action="([^"]+)"/.exec(html)?.[1] ?? '';
    await browser.open(
      new URL(action, url),
      { method: 'POST', body: new URLSearchParams({ xsrf, logout: 'yes' }) },
      (next) => next.origin === both.first.origin,
    );
    await both.secondsUntilGone(running);
    expect((await running.answer).json.code).toBe('session-ended');
  });
});

describe('an end', () => {
  it('is seen by another instance within a second, 100 times, whatever its cache holds', async () => {
    const uses: number[] = [];
    let slowest = 0;
    for (let round = 0; round < 100; round++) {
      const browser = await both.signIn('alice');
      const cookie = browser.cookieHeader(both.first.origin);
      const [here, there] = round % 2 === 0 ? [both.first, both.second] : [both.second, both.first];
      const me = (): Promise<number> =>
        fetch(`${there.origin}/api/v1/auth/me`, { headers: { cookie } }).then(async (response) => {
          await response.body?.cancel();
          return response.status;
        });
      expect(await me()).toBe(200);
      // Reads that overlap the end: none of them may leave a stale session in the cache.
      const racing = Promise.all([me(), me(), me()]);
      await both.call(browser, '/auth/logout', { method: 'POST' }, here);
      const endedAt = performance.now();
      await racing;
      while ((await me()) === 200) slowest = Math.max(slowest, performance.now() - endedAt);
      if (performance.now() - endedAt > 1000) uses.push(round);
    }
    process.stdout.write(
      `  100 races: ${uses.length} uses after one second, the last one after ${slowest.toFixed(0)} ms\n`,
    );
    expect(uses).toEqual([]);
  });

  it('does not wait for a store that is away, and counts when it is back', async () => {
    const browser = await both.signIn('alice');
    const running = await both.startQuery(browser);
    await both.first.house.store.stop();
    try {
      await until(() => !current(both.second));
      // Nothing is served from memory while ends cannot be heard.
      expect(await both.status(browser, both.second)).toBe(503);
      expect((await both.call(browser, '/auth/logout', { method: 'POST' })).status).toBe(503);
      expect(await both.backends(running.sql)).toBe(1);
    } finally {
      await both.first.house.store.start();
    }
    await both.untilHeard();
    expect(await both.status(browser, both.second)).toBe(200);
    // As if it had been ended on an instance that could not tell us.
    await both.first.house.store.sql('delete from session', 'usher');
    await both.secondsUntilGone(running);
    expect((await running.answer).json.code).toBe('session-ended');
    admin = await both.signIn('dana');
  });
});
