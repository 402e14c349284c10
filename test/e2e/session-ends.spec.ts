import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SessionEnds } from '../../src/auth/session-ends.js';
import { Browser } from '../../src/demo/browser.js';
import { findFreePort } from '../../src/demo/free-port.js';
import { SHOP_SERVER_ID } from '../../src/demo/house.js';
import { subjectOf } from '../../src/demo/people.js';
import { signInWithBrowserFlow } from '../../src/demo/sign-in.js';
import { RunningService } from '../support/running-service.js';

/** Two instances on one store: `second` hears of what happens at `first`, and the other way. */
let first: RunningService;
let second: RunningService;

beforeAll(async () => {
  first = await RunningService.start();
  const port = await findFreePort();
  first.house.environment(port);
  const http = { ...first.config.http, port, publicOrigin: `http://localhost:${port}` };
  second = await RunningService.open(first.house, { ...first.config, http });
  await until(() => current(first) && current(second));
});
afterAll(async () => {
  await second.app.close();
  await first.stop();
});

function current(service: RunningService): boolean {
  return service.app.get(SessionEnds).current;
}

async function until(met: () => boolean | Promise<boolean>, ms = 10_000): Promise<void> {
  const deadline = Date.now() + ms;
  while (!(await met())) {
    if (Date.now() > deadline) throw new Error('It did not come about in time.');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

async function signIn(person: string, service = first): Promise<Browser> {
  const login = `${service.origin}/api/v1/auth/login/oidc`;
  const { browser } = await signInWithBrowserFlow(login, person);
  expect(await status(service, browser)).toBe(200);
  return browser;
}

async function status(service: RunningService, browser: Browser): Promise<number> {
  const response = await browser.fetch(`${service.origin}/api/v1/auth/me`);
  await response.body?.cancel();
  return response.status;
}

function logOut(service: RunningService, browser: Browser): Promise<Response> {
  return browser.fetch(`${service.origin}/api/v1/auth/logout`, { method: 'POST' });
}

let runs = 0;

/** A statement of ten minutes at an instance; its answer is a promise, its text finds its backend. */
async function startQuery(
  service: RunningService,
  browser: Browser | string,
  accept = 'application/json',
): Promise<{ sql: string; answer: Promise<{ status: number; text: string }> }> {
  const sql = `select pg_sleep(600), ${String(++runs)}`;
  const url = `${service.origin}/api/v1/servers/${SHOP_SERVER_ID}/query`;
  const headers = { 'Content-Type': 'application/json', Accept: accept };
  const body = JSON.stringify({ sql, timeoutMs: 600_000 });
  const init = { method: 'POST', headers, body };
  const call =
    typeof browser === 'string'
      ? fetch(url, { ...init, headers: { ...headers, Authorization: `Bearer ${browser}` } })
      : browser.fetch(url, init);
  const answer = call.then(async (response) => ({
    status: response.status,
    text: await response.text(),
  }));
  await until(async () => (await backends(sql)) === 1);
  return { sql, answer };
}

async function backends(sql: string): Promise<number> {
  const rows = await first.house.shop.sql(
    `select 1 from pg_stat_activity where query = $1 and usename <> 'dba'`,
    'postgres',
    [sql],
  );
  return rows.length;
}

async function secondsUntilGone(sql: string): Promise<number> {
  const startedAt = performance.now();
  await until(async () => (await backends(sql)) === 0, 10_000);
  return (performance.now() - startedAt) / 1000;
}

/** Every way to end; `at` is the instance where it is done. */
const WAYS: [string, (browser: Browser, at: RunningService) => Promise<void>][] = [
  ['logout', async (browser, at) => void (await logOut(at, browser))],
  [
    'a login in its place',
    async (browser, at) => {
      await signInWithBrowserFlow(`${at.origin}/api/v1/auth/login/oidc`, 'alice', browser);
    },
  ],
  [
    'the end of everything of the identity',
    async (_browser, at) => {
      const { issuer } = at.house.identityProvider;
      const subject = subjectOf({ name: 'alice', claims: {} });
      await at.app.get(SessionEnds).publish({ issuer, subject });
    },
  ],
];

describe.each([
  ['the same instance', () => first],
  ['another instance', () => second],
])('a running query ends with its session, by what is done at %s:', (_where, at) => {
  it.each(WAYS)('%s', async (_way, end) => {
    const browser = await signIn('alice');
    const { sql, answer } = await startQuery(first, browser);
    await end(browser, at());
    const seconds = await secondsUntilGone(sql);
    const { status: code, text } = await answer;
    expect([code, JSON.parse(text).code]).toEqual([401, 'session-ended']);
    const [row] = (await first.audit("outcome = 'session-ended'")).slice(-1);
    expect(row).toMatchObject({ outcome: 'session-ended', code: 'session-ended' });
    process.stdout.write(`  backend gone after ${seconds.toFixed(2)} s\n`);
  });
});
