import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { SealedTokens } from '../../src/auth/sealed-tokens.js';
import { SessionRefresh } from '../../src/auth/session-refresh.js';
import type { Browser } from '../../src/demo/browser.js';
import { PEOPLE, subjectOf } from '../../src/demo/people.js';
import { TwoInstances, until } from '../support/two-instances.js';

const ALICE = PEOPLE[0]!;

let both: TwoInstances;
beforeAll(async () => {
  both = await TwoInstances.start();
});
afterAll(async () => {
  await both.stop();
});
afterEach(async () => {
  both.first.house.identityProvider.setPerson(ALICE);
  both.first.house.identityProvider.intercept = undefined;
  await both.first.house.store.sql('delete from session', 'usher');
});

function store(sql: string) {
  return both.first.house.store.sql(sql, 'usher');
}

/** As if every session was due; both instances look at once. */
async function refresh(): Promise<void> {
  await store('update session set refresh_at = now()');
  const looks = [both.first, both.second].map(({ app }) => app.get(SessionRefresh).look());
  await Promise.all(looks);
}

function change(claims: Record<string, unknown>): void {
  const { identityProvider } = both.first.house;
  identityProvider.setPerson({ ...ALICE, claims: { ...ALICE.claims, ...claims } });
}

async function me(browser: Browser) {
  return (await both.call(browser, '/auth/me', {}, both.second)).json;
}

/** Counts requests to the token endpoint, and answers them in the provider's place where told. */
function watchTokenEndpoint(answer?: { status: number; body: object }): { count: number } {
  const seen = { count: 0 };
  both.first.house.identityProvider.intercept = (request, response) => {
    if (request.url !== '/token') return false;
    seen.count += 1;
    if (answer === undefined) return false;
    response.writeHead(answer.status, { 'Content-Type': 'application/json' });
    response.end(JSON.stringify(answer.body));
    return true;
  };
  return seen;
}

describe('a session whose provider gave a refresh token', () => {
  it('is due in five minutes at most, and keeps its tokens encrypted', async () => {
    await both.signIn('alice');
    const [row] = await store('select *, refresh_at - now() as due from session');
    expect(String(row?.['tokens'])).toMatch(/^v1\.[\w-]+$/);
    expect(row?.['due']).toMatchObject({ minutes: 4 });
    const sealed = both.first.app.get(SealedTokens);
    const key = String(row?.['key']);
    const opened = sealed.open(key, String(row?.['tokens']));
    expect(opened).toMatchObject({ idToken: expect.stringMatching(/^eyJ/) });
    expect(opened?.refreshToken).toMatch(/./);
    expect(JSON.stringify(row)).not.toContain(opened?.refreshToken);
    expect(sealed.open('another row', String(row?.['tokens']))).toBeUndefined();
    expect(sealed.open(key, `${String(row?.['tokens']).slice(0, -2)}AA`)).toBeUndefined();
  });

  it('is refreshed by one of two instances, and stays as it is when nothing has changed', async () => {
    const browser = await both.signIn('alice');
    const before = await me(browser);
    const seen = watchTokenEndpoint();
    await refresh();
    expect(seen.count).toBe(1);
    expect(await me(browser)).toEqual(before);
    const [row] = await store('select refresh_at - now() as due from session');
    expect(row?.['due']).toMatchObject({ minutes: 4 });
  });

  it('gets the groups and rights that the provider says now', async () => {
    const browser = await both.signIn('alice');
    expect(await me(browser)).toMatchObject({ isAdmin: false });
    change({ groups: ['usher-admins'] });
    await refresh();
    await until(async () => (await me(browser)).isAdmin === true);
    expect(await me(browser)).toMatchObject({ groups: ['usher-admins'] });
    change({ groups: [] });
    await refresh();
    await until(async () => (await me(browser)).isAdmin === false);
  });

  it.each<[string, () => void]>([
    [
      'names another database user',
      () => {
        change({ db_user: 'bob' });
      },
    ],
    [
      'names a database user in another way',
      () => {
        change({ db_user: ['alice'] });
      },
    ],
    [
      'names no database user',
      () => {
        change({ db_user: undefined });
      },
    ],
    [
      'does not know the person any more',
      () => {
        both.first.house.identityProvider.setPerson({ ...ALICE, sub: 'a-new-hire' });
      },
    ],
    [
      'refuses the refresh token',
      () => watchTokenEndpoint({ status: 400, body: { error: 'invalid_grant' } }),
    ],
    [
      'wants the person to sign in again',
      () => watchTokenEndpoint({ status: 400, body: { error: 'interaction_required' } }),
    ],
    [
      'sends an ID token that nobody signed',
      () => {
        const body = { access_token: 'a', token_type: 'Bearer', id_token: 'e30.e30.' };
        watchTokenEndpoint({ status: 200, body });
      },
    ],
  ])('ends, with what runs in it, when the provider %s', async (_name, happen) => {
    const browser = await both.signIn('alice');
    const running = await both.startQuery(browser);
    happen();
    await refresh();
    await both.secondsUntilGone(running);
    expect((await running.answer).json.code).toBe('session-ended');
    expect(await both.status(browser)).toBe(401);
    expect(await both.status(browser, both.second)).toBe(401);
  });

  it('ends when the ID token is about somebody else', async () => {
    const browser = await both.signIn('alice');
    const { identityProvider } = both.first.house;
    const now = Math.floor(Date.now() / 1000);
    const claims = { iss: identityProvider.issuer, aud: identityProvider.clientId, iat: now };
    const bob = { ...claims, exp: now + 300, sub: subjectOf({ name: 'bob', claims: {} }) };
    const token = await identityProvider.sign({ ...bob, db_user: 'alice' }, { typ: 'JWT' });
    const body = { access_token: 'a', token_type: 'Bearer', id_token: token };
    watchTokenEndpoint({ status: 200, body });
    await refresh();
    expect(await both.status(browser)).toBe(401);
  });

  it.each<[string, number, object]>([
    ['says nothing new', 200, { access_token: 'a', token_type: 'Bearer' }],
    ['is broken', 500, { error: 'server_error' }],
    ['is overloaded', 503, {}],
    ['does not know us', 401, { error: 'invalid_client' }],
  ])('stays when the provider %s', async (_name, status, body) => {
    const browser = await both.signIn('alice');
    const seen = watchTokenEndpoint({ status, body });
    await refresh();
    expect(seen.count).toBe(1);
    expect(await both.status(browser)).toBe(200);
  });

  it('stays while the provider is away, and is asked about again when it is back', async () => {
    const browser = await both.signIn('alice');
    await both.first.house.identityProvider.stop();
    try {
      await refresh();
      expect(await both.status(browser)).toBe(200);
      const [row] = await store('select refresh_at - now() as due from session');
      expect((row?.['due'] as { seconds: number }).seconds).toBeLessThanOrEqual(30);
    } finally {
      await both.first.house.identityProvider.start();
    }
    change({ db_user: 'bob' });
    await refresh();
    expect(await both.status(browser)).toBe(401);
  });

  it('is not refreshed once it is idle for too long', async () => {
    await both.signIn('alice');
    const seen = watchTokenEndpoint();
    await store(`update session set last_seen_at = now() - interval '31 minutes'`);
    await refresh();
    expect(seen.count).toBe(0);
  });

  it('that ends while it is refreshed does not come back', async () => {
    const browser = await both.signIn('alice');
    change({ groups: ['usher-admins'] });
    await Promise.all([refresh(), both.call(browser, '/auth/logout', { method: 'POST' })]);
    expect(await store('select 1 from session')).toEqual([]);
  });
});
