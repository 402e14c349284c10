import { randomUUID } from 'node:crypto';
import { Browser } from '../../src/demo/browser.js';
import { subjectOf } from '../../src/demo/people.js';
import { RunningService } from '../support/running-service.js';
import { type SessionBody, SessionClient } from '../support/session-client.js';
import { until } from '../support/two-instances.js';
import { TwoNamedInstances } from '../support/two-named-instances.js';

/** How pinned connections end by themselves, and with whom they belong to. */
const ALICE = subjectOf({ name: 'alice', claims: {} });

async function isAlive(service: RunningService, { backendPid }: SessionBody): Promise<boolean> {
  const text = 'select 1 from pg_stat_activity where pid = $1';
  return (await service.house.shop.sql(text, 'postgres', [backendPid])).length > 0;
}

/** Waits for the end, and gives what the owner is told then. */
async function endOf(
  service: RunningService,
  client: SessionClient,
  session: SessionBody,
): Promise<string> {
  await until(async () => !(await isAlive(service, session)), 20_000);
  await until(async () => (await client.get(session.id)).status === 410);
  const { json } = await client.get(session.id);
  expect(json.code).toBe('session-closed');
  return json.detail;
}

async function reasonOnRecord(service: RunningService, session: SessionBody) {
  const [row] = await service.audit(
    `action = 'session' and code = 'session-closed' and backend_pid = ${String(session.backendPid)}`,
  );
  return [row?.['target'], row?.['outcome']];
}

describe('of two instances', () => {
  let both: TwoNamedInstances;
  beforeAll(async () => {
    both = await TwoNamedInstances.start();
  });
  afterAll(async () => {
    await both.stop();
  });

  it('one has a session, and the other says which one', async () => {
    const token = await both.one.token('alice');
    const [here, there] = await Promise.all(
      [both.one, both.two].map((service) => SessionClient.of(service, 'alice', token)),
    );
    const session = await here!.open();
    expect(session.id).toMatch(/^one\./);
    expect(session['instance']).toBe('one');
    const bob = await SessionClient.of(both.two, 'bob');
    const never = `one.${randomUUID()}`;
    for (const [client, id] of [
      [there!, session.id],
      [there!, never],
      [bob, session.id],
      [bob, never],
    ] as const) {
      for (const answer of [
        await client.get(id),
        await client.query(id, 'select 1'),
        await client.close(id),
      ]) {
        expect([answer.status, answer.json.code]).toEqual([421, 'wrong-instance']);
        expect(answer.json.owningInstance).toBe('one');
        expect(answer.json.detail).not.toContain(id);
      }
    }
    expect(await there!.list()).toEqual([]);
    expect(await here!.rows(session.id, 'select session_user')).toEqual([['alice']]);
    await here!.close(session.id);
  });

  it.each([
    ['here', () => both.one],
    ['at the other one', () => both.two],
  ])('a session ends with the login session, when that ends %s', async (_where, at) => {
    const browser = await both.signIn('alice');
    const client = SessionClient.in(both.one, browser);
    const idle = await client.open();
    const busy = await client.open();
    await client.query(busy.id, 'begin');
    const { answer } = await client.start(busy.id, 'select pg_sleep(600)');
    const bearer = await SessionClient.of(both.one, 'alice');
    const logout = await SessionClient.in(at(), browser).call('POST', '/auth/logout');
    expect(logout.status).toBe(200);
    expect((await answer).json.code).toBe('session-ended');
    for (const session of [idle, busy]) {
      // The same person with another credential is told why.
      expect(await endOf(both.one, bearer, session)).toContain('sign-in');
      expect(await reasonOnRecord(both.one, session)).toEqual(['login-ended', 'session-ended']);
    }
  });

  it('a session may be used by another login of the same person, and stays when that one ends', async () => {
    const opener = SessionClient.in(both.one, await both.signIn('alice'));
    const session = await opener.open();
    const other = SessionClient.in(both.one, await both.signIn('alice'));
    const { answer } = await other.start(session.id, 'select pg_sleep(600)');
    await other.call('POST', '/auth/logout');
    expect((await answer).json.code).toBe('session-ended');
    expect(await opener.rows(session.id, 'select session_user')).toEqual([['alice']]);
    await opener.close(session.id);
  });

  it('a session ends with the access token with which it was opened', async () => {
    const { identityProvider } = both.one.house;
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
    const session = await (await SessionClient.of(both.one, '', token)).open();
    expect(new Date(String(session['expiresAt'])).getTime()).toBe((now + 4) * 1000);
    const later = await SessionClient.of(both.one, 'alice');
    expect(await endOf(both.one, later, session)).toContain('access token');
  });

  it('a session ends with everything of an identity, by an administrator at the other one', async () => {
    const client = SessionClient.in(both.one, await both.signIn('alice'));
    const session = await client.open();
    const dana = SessionClient.in(both.two, await both.signIn('dana', new Browser()));
    const { issuer } = both.one.house.identityProvider;
    const identity = { issuer, subject: ALICE };
    const ended = await dana.call('DELETE', '/auth/admin/identities/sessions', identity);
    expect(ended.status).toBeLessThan(300);
    await endOf(both.one, await SessionClient.of(both.one, 'alice'), session);
  });

  it('neither keeps a session by a definition that was changed at the other', async () => {
    const dana = await SessionClient.of(both.two, 'dana');
    const made = await dana.call('POST', '/servers', {
      name: 'shop for two',
      host: 'localhost',
      port: both.one.house.shop.port,
      maintenanceDb: 'shop',
      sslMode: 'verify-full',
      passthrough: true,
    });
    const alice = await SessionClient.of(both.one, 'alice');
    const session = await alice.open({ serverId: made.json.id });
    const headers = { 'If-Match': made.headers.get('etag') ?? '' };
    const changed = await dana.call(
      'PATCH',
      `/servers/${String(made.json.id)}`,
      { comment: 'new' },
      headers,
    );
    expect(changed.status).toBe(200);
    expect(await endOf(both.one, alice, session)).toContain('changed the definition');
    expect(await reasonOnRecord(both.one, session)).toEqual(['definition-changed', 'cancelled']);
  });
});

describe('PostgreSQL', () => {
  let service: RunningService;
  let alice: SessionClient;
  beforeAll(async () => {
    service = await RunningService.start();
    alice = await SessionClient.of(service, 'alice');
  });
  afterAll(async () => {
    await service.stop();
  });

  it('that ends an idle backend is noticed without a request', async () => {
    const session = await alice.open();
    await alice.query(session.id, 'begin');
    await service.house.shop.sql('select pg_terminate_backend($1)', 'postgres', [
      session.backendPid,
    ]);
    await until(async () => (await alice.list()).length === 0);
    const answer = await alice.query(session.id, 'commit');
    expect([answer.status, answer.json.code]).toEqual([410, 'session-closed']);
    expect(answer.json.detail).toContain('PostgreSQL closed the connection.');
    expect(await reasonOnRecord(service, session)).toEqual(['connection-lost', 'failed']);
  });

  it('that ends a busy backend is told apart from the statement’s own failure', async () => {
    const session = await alice.open();
    const { answer } = await alice.start(session.id, 'select pg_sleep(600)');
    await service.house.shop.sql('select pg_terminate_backend($1)', 'postgres', [
      session.backendPid,
    ]);
    expect((await answer).json.code).toBe('connection-lost');
    await endOf(service, alice, session);
  });

  it('that ends an idle transaction by a setting of the person’s own is explained', async () => {
    const session = await alice.open();
    await alice.query(session.id, `set idle_in_transaction_session_timeout = '200ms'; begin`);
    expect(await endOf(service, alice, session)).toContain('inside a transaction');
  });

  it('that changes its encoding ends the session, and says why', async () => {
    const session = await alice.open();
    const answer = await alice.query(session.id, `set client_encoding = 'latin1'`);
    expect(answer.json.code).toBe('statement-unsupported');
    expect(await endOf(service, alice, session)).toContain('client_encoding');
  });

  it('that is restarted leaves no session, and new ones can be opened', async () => {
    const sessions = [await alice.open(), await alice.open()];
    await service.house.shop.stop();
    await until(async () => (await alice.list()).length === 0);
    await service.house.shop.start();
    for (const session of sessions) await endOf(service, alice, session);
    const again = await alice.open();
    expect(await alice.rows(again.id, 'select 1')).toEqual([['1']]);
    await alice.close(again.id);
  });

  it('loses nothing of ours when a client leaves while it opens one', async () => {
    for (let round = 0; round < 20; round++) {
      const leaving = new AbortController();
      const opening = fetch(`${service.origin}/api/v1/sessions`, {
        method: 'POST',
        headers: {
          Authorization: `Bearer ${await service.token('alice')}`,
          'Content-Type': 'application/json',
        },
        body: JSON.stringify({ serverId: '7b1f6f0e-5c0a-4c56-9d0e-2f6b8a4c1d37' }),
        signal: leaving.signal,
      }).then(
        (response) => response.text(),
        () => undefined,
      );
      setTimeout(() => {
        leaving.abort();
      }, Math.random() * 40);
      await opening;
    }
    // What got through before the client left is the client's; the rest is closed.
    await until(async () => (await alice.list()).length === (await service.backends()));
    await alice.closeAll();
    expect(await service.noBackendLeft()).toBe(true);
    expect((await alice.tryOpen()).status).toBe(201);
    await alice.closeAll();
  });
});

describe('time', () => {
  let both: TwoNamedInstances;
  let alice: SessionClient;
  beforeAll(async () => {
    both = await TwoNamedInstances.start({
      idleMs: 4000,
      transactionIdleMs: 1500,
      absoluteMs: 9000,
    });
    alice = await SessionClient.of(both.one, 'alice');
  });
  afterAll(async () => {
    await both.stop();
  });

  it('closes what is idle, sooner in a transaction, and everything in the end', async () => {
    const [idle, inTransaction, failed, busy] = await Promise.all(
      Array.from({ length: 4 }, () => alice.open()),
    );
    await alice.query(inTransaction!.id, 'begin');
    await alice.query(failed!.id, 'begin; select 1/0');
    const { answer } = await alice.start(busy!.id, 'select pg_sleep(600)');
    expect((await alice.get(failed!.id)).json.idleTimeoutMs).toBe(1500);
    for (const session of [inTransaction!, failed!]) {
      expect(await endOf(both.one, alice, session)).toContain('inside a transaction');
      expect(await reasonOnRecord(both.one, session)).toEqual(['transaction-idle', 'timeout']);
      expect((await alice.get(idle!.id)).status).toBe(200);
    }
    expect(await endOf(both.one, alice, idle!)).toContain('than a session may be idle.');
    expect((await alice.get(busy!.id)).status).toBe(200);
    expect((await answer).json.code).toBe('session-closed');
    expect(await endOf(both.one, alice, busy!)).toContain('as long as a session may be');
  });

  it('is given anew by each statement, and by nothing else', async () => {
    const used = await alice.open();
    const lookedAt = await alice.open();
    const startedAt = performance.now();
    while (performance.now() - startedAt < 5500) {
      await alice.query(used.id, 'select 1');
      await alice.get(lookedAt.id);
      await new Promise((resolve) => setTimeout(resolve, 300));
    }
    expect((await alice.get(used.id)).status).toBe(200);
    expect((await alice.get(lookedAt.id)).status).toBe(410);
    await alice.close(used.id);
  });
});

describe('a stop of the service', () => {
  it('closes every session before it is over, and puts that on record', async () => {
    const service = await RunningService.start();
    try {
      const alice = await SessionClient.of(service, 'alice');
      const idle = await alice.open();
      const busy = await alice.open();
      await alice.query(idle.id, 'begin');
      const { answer } = await alice.start(busy.id, 'select pg_sleep(600)');
      void answer.catch(() => undefined);
      await service.app.close();
      expect(await service.backends()).toBe(0);
      for (const session of [idle, busy]) {
        expect(await reasonOnRecord(service, session)).toEqual(['stopped', 'cancelled']);
      }
    } finally {
      await service.stop();
    }
  });
});
