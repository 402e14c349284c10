import { randomBytes, randomUUID } from 'node:crypto';
import { jest } from '@jest/globals';
import { Problem } from '../../src/common/problem.js';
import { ProxyCertificate } from '../../src/connection/proxy-certificate.js';
import { Browser } from '../../src/demo/browser.js';
import { SHOP_SERVER_ID } from '../../src/demo/house.js';
import { subjectOf } from '../../src/demo/people.js';
import { type Answer, RunningService } from '../support/running-service.js';
import { type SessionBody, SessionClient } from '../support/session-client.js';
import { until } from '../support/two-instances.js';

/** Who may use a pinned connection, asked anew for each statement. */
let service: RunningService;
let alice: SessionClient;
let bob: SessionClient;
/** Of the group that administers pg-usher. */
let dana: SessionClient;

beforeAll(async () => {
  service = await RunningService.start({
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
  alice = await SessionClient.of(service, 'alice');
  bob = await SessionClient.of(service, 'bob');
  dana = await SessionClient.of(service, 'dana');
  // From here on each of these roles belongs to its person.
  for (const client of [alice, bob]) expect((await client.direct('select 1')).status).toBe(200);
});
afterEach(async () => {
  for (const client of [alice, bob, dana]) await client.closeAll();
  expect(await service.noBackendLeft()).toBe(true);
});
afterAll(async () => {
  await service.stop();
});

/** A token of the provider's that says what no usual one does. */
function tokenOf(claims: Record<string, unknown>): Promise<string> {
  const { identityProvider } = service.house;
  const now = Math.floor(Date.now() / 1000);
  return identityProvider.sign({
    iss: identityProvider.issuer,
    aud: identityProvider.audience,
    iat: now,
    exp: now + 300,
    client_id: 'cli',
    ...claims,
  });
}

const ALICE = subjectOf({ name: 'alice', claims: {} });

async function clientOf(claims: Record<string, unknown>): Promise<SessionClient> {
  return SessionClient.of(service, '', await tokenOf(claims));
}

async function signedIn(body: object): Promise<SessionClient> {
  const browser = new Browser();
  const response = await browser.fetch(`${service.origin}/api/v1/auth/login`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });
  expect(response.status).toBe(200);
  return SessionClient.in(service, browser);
}

function codeOf({ status, json }: Answer): [number, string] {
  return [status, json?.code];
}

async function isAlive({ backendPid }: SessionBody): Promise<boolean> {
  const text = 'select 1 from pg_stat_activity where pid = $1';
  return (await service.house.shop.sql(text, 'postgres', [backendPid])).length > 0;
}

/** Each way to name a session, with each thing that can be done with it. */
async function everything(client: SessionClient, id: string): Promise<Answer[]> {
  return Promise.all([
    client.get(id),
    client.query(id, 'select session_user'),
    client.query(id, 'select session_user', { Accept: 'application/x-ndjson' }),
    client.query(id, { sql: 'select session_user', explain: 'analyze' }),
    client.close(id),
  ]);
}

const NEVER = `main.${randomUUID()}`;

describe('somebody else’s session', () => {
  it('is not there, for other people and for administrators', async () => {
    const root = await signedIn({ source: 'internal', ...service.house.admin });
    const sameNameElsewhere = await clientOf({ sub: `${ALICE}x`, db_user: 'alice' });
    const idle = await alice.open();
    const busy = await alice.open();
    const closed = await alice.open();
    await alice.close(closed.id);
    const { executionId, answer } = await alice.start(busy.id, 'select pg_sleep(600)');
    for (const stranger of [bob, dana, root, sameNameElsewhere]) {
      const [never] = await everything(stranger, NEVER);
      for (const { id } of [idle, busy, closed]) {
        for (const refused of await everything(stranger, id)) {
          expect(codeOf(refused)).toEqual([404, 'session-not-found']);
          // Word for word what is said of an id that never was.
          expect(refused.json.detail).toBe(never?.json.detail);
        }
      }
      expect(await stranger.list()).toEqual([]);
    }
    expect(await alice.rows(idle.id, 'select session_user')).toEqual([['alice']]);
    expect((await alice.get(busy.id)).json.executionId).toBe(executionId);
    await alice.cancel(executionId);
    await answer;
  });

  it('is not there for another account of our own on the same stored user', async () => {
    const server = await newServer({
      username: 'reporter',
      password: 'of-the-reporter',
      passthrough: false,
    });
    const [one, other] = await Promise.all(['one', 'other'].map(newAccount));
    const session = await one!.open({ serverId: server.id });
    expect(session['databaseUser']).toBe('reporter');
    expect(await one!.rows(session.id, 'select session_user')).toEqual([['reporter']]);
    for (const refused of await everything(other!, session.id)) {
      expect(codeOf(refused)).toEqual([404, 'session-not-found']);
    }
    expect((await one!.close(session.id)).status).toBe(204);
  });
});

async function newAccount(name: string): Promise<SessionClient> {
  const login = { username: `account-${name}`, password: 'a password of the test' };
  const made = await dana.call('POST', '/auth/accounts', login);
  expect(made.status).toBe(201);
  return signedIn({ source: 'internal', ...login });
}

async function newServer(fields: object = {}): Promise<{ id: string; etag: string }> {
  const made = await dana.call('POST', '/servers', {
    name: `shop ${randomUUID()}`,
    host: 'localhost',
    port: service.house.shop.port,
    maintenanceDb: 'shop',
    sslMode: 'verify-full',
    passthrough: true,
    ...fields,
  });
  expect([made.status, made.text]).toEqual([201, expect.anything()]);
  return { id: made.json.id, etag: made.headers.get('etag') ?? '' };
}

async function changeServer({ id, etag }: { id: string; etag: string }, fields: object) {
  const changed = await dana.call('PATCH', `/servers/${id}`, fields, { 'If-Match': etag });
  expect(changed.status).toBe(200);
  return { id, etag: changed.headers.get('etag') ?? '' };
}

describe('an id', () => {
  it.each([
    ['another instance', `other.${randomUUID()}`, 421, 'wrong-instance'],
    ['no instance', randomUUID(), 404, 'session-not-found'],
    ['nothing', 'x', 404, 'session-not-found'],
    ['another instance, and malformed', 'other.x', 404, 'session-not-found'],
    ['too much', `main.${randomUUID()}${'0'.repeat(20)}`, 404, 'session-not-found'],
  ])('of %s is told apart by itself alone', async (_what, id, status, code) => {
    for (const answer of await everything(alice, id)) {
      expect(codeOf(answer)).toEqual([status, code]);
      if (status === 421) expect(answer.json.owningInstance).toBe('other');
    }
  });

  it.each(['%00', '..%2f..%2fservers', `main%2e${randomUUID()}`, 'main.%ff', '%'])(
    'that is spelled oddly breaks nothing: %s',
    async (id) => {
      for (const answer of await everything(alice, id)) {
        expect([400, 404]).toContain(answer.status);
      }
    },
  );
});

describe('opening', () => {
  it('is not for logins without a database identity, where the server asks for one', async () => {
    const root = await signedIn({ source: 'internal', ...service.house.admin });
    expect(codeOf(await root.tryOpen())).toEqual([403, 'not-oauth']);
  });

  it.each([
    ['an unknown server', { serverId: randomUUID() }, 404, 'server-not-found'],
    ['no server at all', { serverId: 'shop' }, 404, 'server-not-found'],
    ['a field that names a user', { databaseUser: 'bob' }, 400, 'validation-failed'],
    ['a database with a NUL', { database: 'shop\0user\0bob' }, 400, 'validation-failed'],
  ])('with %s is refused', async (_what, body, status, code) => {
    expect(codeOf(await alice.tryOpen(body))).toEqual([status, code]);
  });

  it('is refused to a person without a role, and to a protected name', async () => {
    const [carol, peter] = await Promise.all(
      ['carol', 'postgres'].map((name) => SessionClient.of(service, name)),
    );
    expect(codeOf(await carol!.tryOpen())).toEqual([403, expect.any(String)]);
    expect(codeOf(await peter!.tryOpen())).toEqual([403, 'role-protected']);
  });
});

/** Expects that the statement was refused, that nothing of it ran, and that the session is gone. */
async function expectClosed(session: SessionBody, answer: Answer, code: [number, string]) {
  expect(codeOf(answer)).toEqual(code);
  await until(async () => !(await isAlive(session)));
  expect(codeOf(await alice.get(session.id))).toEqual([410, 'session-closed']);
  const rows = await service.audit(
    `phase = 'outcome' and action = 'query' and request_id = '${String(answer.headers.get('x-request-id'))}'`,
  );
  for (const row of rows) expect(row['outcome']).not.toBe('ok');
}

describe('each statement goes through the gate, and closes the session when', () => {
  it('the sign-in names another database user, which belongs to nobody', async () => {
    const session = await alice.open();
    await service.house.shop.sql('create role newcomer login in role usher_users');
    const renamed = await clientOf({ sub: ALICE, db_user: 'newcomer' });
    const answer = await renamed.query(session.id, 'select session_user');
    await expectClosed(session, answer, [410, 'session-closed']);
    expect(answer.json.detail).toContain('another database user');
  });

  it('the sign-in names a database user that belongs to somebody else', async () => {
    const session = await alice.open();
    const asBob = await clientOf({ sub: ALICE, db_user: 'bob' });
    const answer = await asBob.query(session.id, 'select session_user');
    await expectClosed(session, answer, [403, 'role-bound-to-other']);
  });

  it.each([
    ['none', undefined, 'claim-missing'],
    ['a protected one', 'postgres', 'role-protected'],
    ['no name', ['alice'], 'claim-invalid'],
  ])('the sign-in names %s', async (_what, db_user, code) => {
    const session = await alice.open();
    const other = await clientOf({ sub: ALICE, db_user });
    await expectClosed(session, await other.query(session.id, 'select 1'), [403, code]);
  });

  it('its role has been given to somebody else in the meantime', async () => {
    const session = await alice.open();
    await alice.query(session.id, 'begin');
    const bindings = (await dana.call('GET', '/bindings')).json.items;
    const own = bindings.find(({ databaseUser }: any) => databaseUser === 'alice');
    expect((await dana.call('DELETE', `/bindings/${own.id}`)).status).toBe(204);
    const { issuer } = service.house.identityProvider;
    const approval = { databaseUser: 'alice', issuer, subject: 'another' };
    const made = await dana.call('POST', '/bindings', approval);
    expect(made.status).toBe(201);
    try {
      // The release has ended it already.
      await until(async () => !(await isAlive(session)));
      const answer = await alice.query(session.id, 'commit');
      expect(codeOf(answer)).toEqual([410, 'session-closed']);
      expect(codeOf(await alice.direct('select 1'))).toEqual([403, 'role-bound-to-other']);
    } finally {
      await dana.call('DELETE', `/bindings/${made.json.id}`);
      expect((await alice.direct('select 1')).status).toBe(200);
    }
  });

  it('the proxy certificate cannot be used any more', async () => {
    const session = await alice.open();
    const certificate = service.app.get(ProxyCertificate);
    const expired = jest.spyOn(certificate, 'require').mockImplementation(() => {
      throw new Problem('passthrough-unavailable', { detail: 'It expired.' });
    });
    try {
      const answer = await alice.query(session.id, 'select 1');
      await expectClosed(session, answer, [503, 'passthrough-unavailable']);
    } finally {
      expired.mockRestore();
    }
  });

  it('another statement of it runs, which is cancelled', async () => {
    const session = await alice.open();
    const { answer } = await alice.start(session.id, 'select pg_sleep(600)');
    const asBob = await clientOf({ sub: ALICE, db_user: 'bob' });
    const refused = await asBob.query(session.id, 'select 1');
    expect((await answer).json.code).toBe('role-bound-to-other');
    await expectClosed(session, refused, [403, 'role-bound-to-other']);
  });
});

describe('a role that is not who it was', () => {
  it('is not used: renamed, with its name given to another', async () => {
    const shop = service.house.shop;
    const session = await alice.open();
    await shop.sql(
      `alter role alice rename to alice_before;
       create role alice login in role usher_users`,
    );
    try {
      const answer = await alice.query(session.id, 'select session_user');
      await expectClosed(session, answer, [410, 'session-closed']);
      expect(answer.json.detail).toContain('not that of the database user');
    } finally {
      await shop.sql('drop role alice; alter role alice_before rename to alice');
    }
  });

  it('is not used: dropped, and made again', async () => {
    const shop = service.house.shop;
    await shop.sql('create role visitor login in role usher_users');
    const visitor = await clientOf({ sub: 'visitor', db_user: 'visitor' });
    const session = await visitor.open();
    await shop.sql('drop role visitor; create role visitor login in role usher_users');
    const answer = await visitor.query(session.id, 'select session_user');
    expect(codeOf(answer)).toEqual([410, 'session-closed']);
    await until(async () => !(await isAlive(session)));
    await shop.sql('drop role visitor');
  });

  it('ends when it becomes a superuser in the middle of a transaction', async () => {
    const shop = service.house.shop;
    const session = await alice.open();
    await alice.query(session.id, 'begin');
    await shop.sql('create role root_group superuser; grant root_group to alice');
    try {
      const answer = await alice.query(session.id, 'set role root_group');
      expect(codeOf(answer)).toEqual([403, 'identity-mismatch']);
      const after = await alice.query(session.id, 'select 1');
      expect(codeOf(after)).toEqual([410, 'session-closed']);
      expect(after.json.detail).toContain('not that of the database user');
    } finally {
      await shop.sql('revoke root_group from alice; drop role root_group');
    }
  });

  it.each([
    [
      'that was given the server’s files',
      'grant pg_read_server_files to alice',
      'revoke pg_read_server_files from alice',
      'pg_read_server_files',
    ],
    [
      'that may not log in any more',
      'alter role alice nologin',
      'alter role alice login',
      'not that of the database user',
    ],
  ])('closes it between two statements: one %s', async (_what, change, undo, reason) => {
    const shop = service.house.shop;
    const session = await alice.open();
    await shop.sql(change);
    try {
      const answer = await alice.query(session.id, 'select 1');
      await expectClosed(session, answer, [answer.status, answer.json.code]);
      expect(answer.status).not.toBe(200);
      expect(answer.json.detail).toContain(reason);
    } finally {
      await shop.sql(undo);
    }
  });

  it('cannot become somebody else by SET SESSION AUTHORIZATION or SET ROLE', async () => {
    const { id } = await alice.open();
    for (const sql of ['set session authorization bob', 'set role bob', 'set role dana']) {
      expect((await alice.query(id, sql)).json.sqlstate).toBe('42501');
    }
    expect(await alice.rows(id, 'select session_user, current_user')).toEqual([['alice', 'alice']]);
  });

  it('cannot leave a role for its next session behind', async () => {
    const shop = service.house.shop;
    const { id } = await alice.open();
    await alice.query(id, `alter role alice set role = usher_users`);
    const next = await alice.open();
    expect(await alice.rows(next.id, 'select current_user')).toEqual([['alice']]);
    await alice.query(next.id, 'reset role');
    expect(await alice.rows(next.id, 'select current_user')).toEqual([['alice']]);
    await shop.sql('alter role alice reset all');
  });
});

describe('a definition that has changed', () => {
  it.each([
    ['by a word', { comment: 'new' }],
    ['so that it is for nobody of theirs', { visibleTo: ['nobody'] }],
    ['so that it is for another provider', { providers: ['partner'] }],
    ['so that one user is stored', { passthrough: false, username: 'reporter' }],
    ['so that it is another server', { host: '127.0.0.1' }],
  ])('%s closes what was opened by it', async (_how, change) => {
    const server = await newServer();
    const session = await alice.open({ serverId: server.id });
    await changeServer(server, change);
    const answer = await alice.query(session.id, 'select session_user');
    expect([403, 404, 410]).toContain(answer.status);
    await until(async () => !(await isAlive(session)));
    expect(codeOf(await alice.get(session.id))).toEqual([410, 'session-closed']);
  });

  it('or is gone closes it within seconds, without a request', async () => {
    const changing = await newServer();
    const going = await newServer();
    const idle = await alice.open({ serverId: changing.id });
    const inTransaction = await alice.open({ serverId: going.id });
    await alice.query(inTransaction.id, 'begin');
    await changeServer(changing, { comment: 'new' });
    await dana.call('DELETE', `/servers/${going.id}`, undefined, { 'If-Match': going.etag });
    await until(async () => !(await isAlive(idle)) && !(await isAlive(inTransaction)), 10_000);
    const { status, json } = await alice.get(idle.id);
    expect([status, json.detail]).toEqual([410, expect.stringContaining('changed the definition')]);
  });

  it('lets a statement that runs go on to its end', async () => {
    const server = await newServer();
    const session = await alice.open({ serverId: server.id });
    const { answer } = await alice.start(session.id, `select pg_sleep(6), 'done'`);
    await changeServer(server, { comment: 'new' });
    expect((await answer).json.rows?.[0]?.[1]).toBe('done');
    await until(async () => !(await isAlive(session)));
  });
});

describe('a refusal that says nothing about the session', () => {
  it('keeps it: a sign-in that is too old for the server', async () => {
    const server = await newServer({ maxAgeSeconds: 600 });
    const now = Math.floor(Date.now() / 1000);
    const person = { sub: ALICE, db_user: 'alice' };
    const fresh = await clientOf({ ...person, auth_time: now });
    const old = await clientOf({ ...person, auth_time: now - 3600 });
    expect(codeOf(await old.tryOpen({ serverId: server.id }))).toEqual([401, 'step-up-required']);
    const session = await fresh.open({ serverId: server.id });
    const answer = await old.query(session.id, 'select 1');
    expect(codeOf(answer)).toEqual([401, 'step-up-required']);
    expect(await fresh.rows(session.id, 'select session_user')).toEqual([['alice']]);
  });

  it('keeps it: our own store is away, and nothing runs meanwhile', async () => {
    const session = await alice.open();
    await service.house.store.stop();
    try {
      const answer = await alice.query(session.id, 'select 1');
      expect(answer.status).toBe(503);
    } finally {
      await service.house.store.start();
    }
    await until(async () => (await alice.query(session.id, 'select 1')).status === 200, 20_000);
  });
});

it('the audit has each refusal, with the session’s server', async () => {
  const session = await alice.open();
  const asBob = await clientOf({ sub: ALICE, db_user: 'bob' });
  await asBob.query(session.id, 'select 1');
  const denied = await service.audit(`outcome = 'denied' and code = 'role-bound-to-other'`);
  expect(denied.at(-1)).toMatchObject({ subject: ALICE, database_user: 'bob' });
  const closed = await service.audit(`action = 'session' and target = 'access-changed'`);
  expect(closed.at(-1)).toMatchObject({ outcome: 'denied', server_id: SHOP_SERVER_ID });
});
