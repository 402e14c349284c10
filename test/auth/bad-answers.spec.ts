import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { AuthApp, type AuthAppOptions, AuthStore } from '../support/auth-app.js';
import {
  BAD_CALLBACKS,
  BAD_DISCOVERY,
  BAD_ID_TOKENS,
  BAD_KEY_SETS,
  BAD_TOKEN_ANSWERS,
  type BadAnswer,
} from '../support/bad-answers.js';
import { hasSession, logIn } from '../support/browser-login.js';
import { HostileProvider } from '../support/hostile-provider.js';
import { Tally } from '../support/tally.js';

let store: AuthStore;
let provider: HostileProvider;
const tally = new Tally('Bad answers of a provider');

beforeAll(async () => {
  [store, provider] = await Promise.all([AuthStore.start(), HostileProvider.start()]);
});
afterAll(async () => {
  await Promise.all([provider.stop(), store.stop()]);
  tally.print();
});
afterEach(() => {
  provider.behaviour = {};
});

const SHORT = { requestMs: 150, keySetMs: 150 };

function start(options: Partial<AuthAppOptions> = {}): Promise<AuthApp> {
  return AuthApp.start({ store, issuer: provider.issuer, ...options });
}

/** A login that must be refused, and must leave nothing behind. */
async function tryLogIn(app: AuthApp, { behaviour, status, code }: BadAnswer): Promise<void> {
  provider.behaviour = behaviour;
  const outcome = await logIn(app);
  provider.behaviour = {};
  tally.count(outcome.status, status);
  expect([outcome.status, outcome.code]).toEqual([status, code]);
  expect(hasSession(outcome.browser, app)).toBe(false);
  expect(outcome.text).not.toMatch(/<script|\bat .*\.js|node_modules/i);
  if (status === 503) expect(outcome.headers.get('retry-after')).toMatch(/^\d+$/);
}

async function expectGoodLogIn(app: AuthApp): Promise<void> {
  const { status, browser } = await logIn(app);
  expect([status, hasSession(browser, app)]).toEqual([302, true]);
}

describe('a service that knows nothing of the provider yet', () => {
  it.each([...BAD_DISCOVERY, ...BAD_KEY_SETS])('$name', async (bad) => {
    const app = await start(bad.hangs === true ? { timeouts: SHORT } : {});
    try {
      await tryLogIn(app, bad);
      // What a key set held is kept for a while, whatever it was; all else is asked for anew.
      if (bad.status !== 401) await expectGoodLogIn(app);
    } finally {
      await app.stop();
    }
  });
});

describe.each([
  ['in the token answer', BAD_TOKEN_ANSWERS],
  ['in the ID token', BAD_ID_TOKENS],
  ['in the callback', BAD_CALLBACKS],
])('a fault %s', (_where, table) => {
  let app: AuthApp;
  beforeAll(async () => {
    app = await start();
    await expectGoodLogIn(app);
  });
  afterAll(async () => {
    await expectGoodLogIn(app);
    await app.stop();
  });

  it.each(table.filter(({ hangs }) => hangs !== true))('$name', async (bad) => {
    await tryLogIn(app, bad);
  });

  const hanging = table.filter(({ hangs }) => hangs === true);
  it.each(hanging.length > 0 ? hanging : [undefined])('patience ends: %#', async (bad) => {
    if (bad === undefined) return;
    const impatient = await start({ timeouts: SHORT });
    try {
      await tryLogIn(impatient, bad);
      await expectGoodLogIn(impatient);
    } finally {
      await impatient.stop();
    }
  });
});
