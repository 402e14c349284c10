import { Browser } from '../../src/demo/browser.js';
import { ADMIN, AuthApp, AuthStore } from '../support/auth-app.js';
import { logIn } from '../support/browser-login.js';
import { HostileProvider } from '../support/hostile-provider.js';

/** Rights that were taken away are gone, whoever holds on to what they had. */
let store: AuthStore;
let provider: HostileProvider;
let app: AuthApp;
beforeAll(async () => {
  [store, provider] = await Promise.all([AuthStore.start(), HostileProvider.start()]);
  app = await AuthApp.start({ store, issuer: provider.issuer });
});
afterAll(async () => {
  await app.stop();
  await Promise.all([provider.stop(), store.stop()]);
});

function send(browser: Browser, path: string, body: object): Promise<Response> {
  return browser.fetch(app.url(path), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
}

function signIn(username: string, password: string, browser = new Browser()): Promise<Response> {
  return send(browser, '/auth/login', { source: 'internal', username, password });
}

describe('an administrator’s reset of a password', () => {
  it('is not overwritten by a change that was asked for with the old one', async () => {
    const admin = new Browser();
    expect((await signIn(ADMIN.username, ADMIN.password, admin)).status).toBe(200);
    for (const delay of [0, 10, 20, 40]) {
      const username = `victim-${String(delay)}`;
      const account = { username, password: 'stolen password 1' };
      const { id } = (await (await send(admin, '/auth/accounts', account)).json()) as any;
      const thief = new Browser();
      await signIn(username, account.password, thief);
      const change = send(thief, '/auth/password', {
        oldPassword: account.password,
        newPassword: 'password of the thief',
      });
      await new Promise((resolve) => setTimeout(resolve, delay));
      const path = `/auth/accounts/${String(id)}/password`;
      const reset = await send(admin, path, { password: 'set by the administrator' });
      await change;
      expect(reset.status).toBe(204);
      expect((await signIn(username, 'password of the thief')).status).toBe(401);
      expect((await signIn(username, 'set by the administrator')).status).toBe(200);
    }
  });

  it('is not a way around the old password of one’s own account', async () => {
    const admin = new Browser();
    const me = (await (await signIn(ADMIN.username, ADMIN.password, admin)).json()) as any;
    const path = `/auth/accounts/${String(me.subject)}/password`;
    const answer = await send(admin, path, { password: 'found an open browser' });
    expect(answer.status).toBe(409);
    expect(((await answer.json()) as any).code).toBe('account-protected');
  });
});

describe('a session of an administrator', () => {
  async function rightsAt(other: AuthApp, cookie: string): Promise<[number, unknown]> {
    const headers = { cookie };
    const probe = await fetch(other.url('/probe/admin'), { headers });
    const me = (await (await fetch(other.url('/auth/me'), { headers })).json()) as any;
    return [probe.status, me.isAdmin];
  }

  it('has no more rights than the configuration of today gives', async () => {
    provider.person = { sub: 's', db_user: 'mallory', groups: ['usher-admins'] };
    const { browser } = await logIn(app);
    const cookie = browser.cookieHeader(app.url('/probe'));
    expect(await rightsAt(app, cookie)).toEqual([200, true]);

    const without = await AuthApp.start({ store, issuer: provider.issuer, oidc: null });
    expect((await rightsAt(without, cookie))[0]).toBe(401);
    await without.stop();
  });
});
