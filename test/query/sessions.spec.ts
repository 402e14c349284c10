import { SHOP_SERVER_ID } from '../../src/demo/house.js';
import { RunningService } from '../support/running-service.js';
import { SessionClient } from '../support/session-client.js';
import { until } from '../support/two-instances.js';

let service: RunningService;
let alice: SessionClient;
let bob: SessionClient;
beforeAll(async () => {
  service = await RunningService.start();
  alice = await SessionClient.of(service, 'alice');
  bob = await SessionClient.of(service, 'bob');
});
afterEach(async () => {
  await alice.closeAll();
  await bob.closeAll();
  expect(await service.noBackendLeft()).toBe(true);
});
afterAll(async () => {
  await service.stop();
});

const NDJSON = { Accept: 'application/x-ndjson' };
const HEX = '[0-9a-f]';
const ID = new RegExp(`^main\\.${HEX}{8}-${HEX}{4}-4${HEX}{3}-[89ab]${HEX}{3}-${HEX}{12}$`);

/** As PostgreSQL itself says it. */
async function versionOf(client: SessionClient): Promise<string> {
  return (await client.direct('show server_version')).json.rows[0][0];
}

describe('a session', () => {
  it('says what it is when it is opened, listed and looked at', async () => {
    const answer = await alice.tryOpen();
    expect(answer.status).toBe(201);
    const session = answer.json;
    expect(session).toEqual({
      id: expect.stringMatching(ID),
      instance: 'main',
      serverId: SHOP_SERVER_ID,
      serverName: 'shop',
      database: 'shop',
      databaseUser: 'alice',
      serverVersion: await versionOf(alice),
      backendPid: expect.any(Number),
      transactionStatus: 'idle',
      executionId: null,
      openedAt: expect.any(String),
      lastUsedAt: session.openedAt,
      idleSince: session.openedAt,
      expiresAt: expect.any(String),
      idleTimeoutMs: 30 * 60_000,
    });
    expect((await alice.get(session.id)).json).toEqual(session);
    const second = await alice.open();
    expect(await alice.list()).toEqual([second, session]);
    expect(await bob.list()).toEqual([]);
    expect(await alice.rows(session.id, 'select pg_backend_pid(), session_user')).toEqual([
      [String(session.backendPid), 'alice'],
    ]);
  });

  it('ends no later than the access token with which it was opened', async () => {
    const token = await service.token('alice');
    const { exp } = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
    const client = await SessionClient.of(service, 'alice', token);
    const { expiresAt } = await client.open();
    expect(new Date(String(expiresAt)).getTime()).toBe(exp * 1000);
  });

  it('opens another database than the usual one', async () => {
    await service.house.shop.sql('create database attic');
    const { id, database } = await alice.open({ database: 'attic' });
    expect(database).toBe('attic');
    expect(await alice.rows(id, 'select current_database()')).toEqual([['attic']]);
    const answer = await alice.query(id, { sql: 'select 1', database: 'shop' });
    expect([answer.status, answer.json.code]).toEqual([400, 'validation-failed']);
  });

  it('answers in each format, and says how the transaction stands', async () => {
    const { id } = await alice.open();
    const json = await alice.query(id, 'begin');
    expect(json.json).toMatchObject({ transactionStatus: 'in transaction', command: 'BEGIN' });
    expect(json.json).not.toHaveProperty('warning');
    expect(json.headers.get('x-execution-id')).toBe(json.json.executionId);
    const stream = await alice.query(id, 'select 1 as one', NDJSON);
    const events = stream.text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(events.at(-1)).toMatchObject({ kind: 'done', transactionStatus: 'in transaction' });
    const csv = await alice.query(id, 'select 1 as one', { Accept: 'text/csv' });
    expect(csv.text).toBe('one\r\n1\r\n');
    const failed = await alice.query(id, 'select 1/0');
    expect(failed.json).toMatchObject({ code: 'query-failed', transactionStatus: 'failed' });
    expect((await alice.get(id)).json).toMatchObject({
      transactionStatus: 'failed',
      idleTimeoutMs: 5 * 60_000,
    });
    const refused = await alice.query(id, 'select 1');
    expect(refused.json).toMatchObject({
      sqlstate: '25P02',
      transactionStatus: 'failed',
      fix: 'ROLLBACK;',
    });
    expect((await alice.query(id, 'rollback')).json.transactionStatus).toBe('idle');
  });

  it('keeps a transaction that nobody else sees until it is committed', async () => {
    await service.house.shop.sql(
      'create table public.ledger (n int); grant all on public.ledger to alice, bob',
      'shop',
    );
    const { id } = await alice.open();
    await alice.query(id, 'begin; insert into public.ledger values (1)');
    expect((await bob.direct('table public.ledger')).json.rows).toEqual([]);
    await alice.query(id, 'insert into public.ledger values (2); savepoint s');
    await alice.query(id, 'insert into public.ledger values (3)');
    await alice.query(id, 'rollback to s');
    expect((await alice.query(id, 'commit')).json.transactionStatus).toBe('idle');
    const seen = await bob.direct('select n from public.ledger order by n');
    expect(seen.json.rows).toEqual([['1'], ['2']]);
  });

  it('lets a transaction be set up statement by statement', async () => {
    const { id } = await alice.open();
    await alice.query(id, 'begin');
    const set = await alice.query(id, 'set transaction isolation level serializable');
    expect(set.status).toBe(200);
    expect(await alice.rows(id, 'show transaction_isolation')).toEqual([['serializable']]);
    expect((await alice.query(id, 'commit')).status).toBe(200);
  });

  it('rolls back and is gone when it is closed, whatever runs on it', async () => {
    await service.house.shop.sql(
      'create table public.draft (n int); grant all on public.draft to alice',
      'shop',
    );
    const { id, backendPid } = await alice.open();
    await alice.query(id, 'begin; insert into public.draft values (1)');
    const { answer } = await alice.start(id, 'select pg_sleep(600)');
    expect((await alice.close(id)).status).toBe(204);
    expect((await answer).json).toMatchObject({ code: 'session-closed', status: 410 });
    const rows = await service.house.shop.sql(
      'select 1 from pg_stat_activity where pid = $1',
      'postgres',
      [backendPid],
    );
    expect(rows).toEqual([]);
    expect(await service.house.shop.sql('table public.draft', 'shop')).toEqual([]);
    for (const after of [
      await alice.get(id),
      await alice.query(id, 'select 1'),
      await alice.close(id),
    ]) {
      expect([after.status, after.json.code]).toEqual([410, 'session-closed']);
      expect(after.json.detail).toContain('You closed it.');
    }
    expect(await alice.list()).toEqual([]);
  });

  it('has PostgreSQL’s own limit behind ours, unless it has one already', async () => {
    const shown = 'show idle_in_transaction_session_timeout';
    expect(await alice.rows((await alice.open()).id, shown)).toEqual([['6min']]);
    await alice.direct(`alter role alice set idle_in_transaction_session_timeout = '2min'`);
    expect(await alice.rows((await alice.open()).id, shown)).toEqual([['2min']]);
    await alice.direct('alter role alice reset all');
  });

  it('takes no statement that nobody can read, and is as it was', async () => {
    const { id } = await alice.open();
    const answer = await alice.query(id, { sql: 'select 1', params: [], namedParams: {} });
    expect(answer.status).toBe(400);
    expect((await alice.get(id)).json).toMatchObject({
      transactionStatus: 'idle',
      executionId: null,
    });
  });
});

/** State that a statement leaves, and how another one finds out whether it is there. */
const STATES: [string, string, string, string][] = [
  ['a temporary table', 'create temp table mine as select 7 as n', 'select n from mine', '7'],
  ['a setting', `set my.word = 'said'`, `select current_setting('my.word', true)`, 'said'],
  ['a search path', 'set search_path = pg_catalog', 'show search_path', 'pg_catalog'],
  ['a prepared statement', 'prepare p as select 8 as n', 'execute p', '8'],
  [
    'an advisory lock',
    'select pg_advisory_lock(4711)',
    `select count(*) from pg_locks where locktype = 'advisory' and pid = pg_backend_pid()`,
    '1',
  ],
  ['a channel', 'listen news', 'select * from pg_listening_channels()', 'news'],
  [
    'a cursor',
    'declare c cursor with hold for select 9',
    `select name from pg_cursors where name = 'c'`,
    'c',
  ],
  ['a role of a group', 'set role usher_users', 'select current_user', 'usher_users'],
];

describe('what one statement leaves', () => {
  it.each(STATES)('is there for the next: %s', async (_what, leave, look, expected) => {
    const { id } = await alice.open();
    expect((await alice.query(id, leave)).status).toBe(200);
    expect(await alice.rows(id, look)).toEqual([[expected]]);
  });

  it.each(STATES)('is in no other session: %s', async (_what, leave, look, expected) => {
    const { id } = await alice.open();
    await alice.query(id, leave);
    for (const client of [alice, bob]) {
      const other = await client.open();
      const answer = await client.query(other.id, look);
      expect(answer.json.rows?.[0]?.[0]).not.toBe(expected);
      const direct = await client.direct(look);
      expect(direct.json.rows?.[0]?.[0]).not.toBe(expected);
      await client.close(other.id);
    }
    expect(await alice.rows(id, look)).toEqual([[expected]]);
  });

  it('is gone with it, and an advisory lock can be had by others', async () => {
    const { id } = await alice.open();
    await alice.query(id, 'select pg_advisory_lock(4712)');
    const other = await bob.open();
    const wanted = 'select pg_try_advisory_lock(4712)';
    expect(await bob.rows(other.id, wanted)).toEqual([['f']]);
    await alice.close(id);
    expect(await bob.rows(other.id, wanted)).toEqual([['t']]);
  });

  it('may be heard while nothing runs: notifications break nothing', async () => {
    const { id } = await alice.open();
    await alice.query(id, 'listen news');
    for (let n = 0; n < 100; n++) {
      await service.house.shop.sql(`select pg_notify('news', repeat('x', 7000))`, 'shop');
    }
    expect(await alice.rows(id, 'select 1')).toEqual([['1']]);
  });
});

describe('a statement on a session', () => {
  it('waits for no other: the second one is refused, and told what runs', async () => {
    const { id } = await alice.open();
    const { executionId, answer } = await alice.start(id, 'select pg_sleep(600)');
    expect((await alice.get(id)).json).toMatchObject({
      executionId,
      transactionStatus: null,
      idleSince: null,
    });
    const second = await alice.query(id, 'select 1');
    expect([second.status, second.json.code]).toEqual([409, 'session-busy']);
    expect(second.json.executionId).toBe(executionId);
    expect((await alice.cancel(executionId)).json.state).toBe('ended');
    expect((await answer).json).toMatchObject({
      code: 'query-cancelled',
      transactionStatus: 'idle',
    });
    expect(await alice.rows(id, 'select 1')).toEqual([['1']]);
  });

  it('is known as one of the session', async () => {
    const { id } = await alice.open();
    const answer = await alice.query(id, 'select 1');
    const { json } = await alice.call('GET', `/executions/${answer.json.executionId}`);
    expect(json).toMatchObject({ databaseSessionId: id, outcome: 'ok' });
  });

  it.each([
    ['statement_timeout', 'set statement_timeout = 0'],
    ['client_connection_check_interval', 'set client_connection_check_interval = 0'],
    ['all of them for good', 'alter role current_user set statement_timeout = 0'],
  ])('ends at the service’s limit, whatever was set before: %s', async (_what, set) => {
    const { id } = await alice.open();
    await alice.query(id, set);
    const late = await alice.query(id, { sql: 'select pg_sleep(600)', timeoutMs: 300 });
    expect(late.json).toMatchObject({ code: 'query-timeout', transactionStatus: 'idle' });
    expect(await alice.rows(id, 'select 1')).toEqual([['1']]);
  });

  it('that catches every cancel ends with its session, backend and all', async () => {
    const { id, backendPid } = await alice.open();
    const sql =
      'do $$ begin loop begin perform pg_sleep(600); exception when query_canceled then null; end; end loop; end $$';
    const late = await alice.query(id, { sql, timeoutMs: 300 });
    expect(late.json.code).toBe('query-timeout');
    await until(async () => !(await isAlive(backendPid)));
    const after = await alice.query(id, 'select 1');
    expect([after.status, after.json.code]).toEqual([410, 'session-closed']);
    expect(after.json.detail).toContain('did not answer');
  });

  it('leaves a failed transaction when it is cancelled in one', async () => {
    const { id } = await alice.open();
    await alice.query(id, 'begin; create temp table t (n int)');
    const { executionId, answer } = await alice.start(id, 'select pg_sleep(600)');
    await alice.cancel(executionId);
    expect((await answer).json).toMatchObject({ transactionStatus: 'failed' });
    expect((await alice.get(id)).json.transactionStatus).toBe('failed');
    await alice.query(id, 'rollback');
    expect((await alice.query(id, 'select * from t')).json.sqlstate).toBe('42P01');
  });
});

async function isAlive(pid: number): Promise<boolean> {
  const text = 'select 1 from pg_stat_activity where pid = $1';
  return (await service.house.shop.sql(text, 'postgres', [pid])).length > 0;
}

describe('the audit', () => {
  it('has the opening, each statement, and why and when it was closed', async () => {
    const { id, backendPid } = await alice.open();
    await alice.query(id, 'select 1');
    await alice.close(id);
    const rows = await service.audit(
      `action in ('session', 'query') and id > (select max(id) - 5 from audit_event)`,
    );
    expect(rows.map(({ action, phase }) => `${action} ${phase}`)).toEqual([
      'session intent',
      'session outcome',
      'query intent',
      'query outcome',
      'session outcome',
    ]);
    const [intent, opened, , ran, closed] = rows;
    expect(intent).toMatchObject({ server_id: SHOP_SERVER_ID, database_user: 'alice' });
    expect(opened).toMatchObject({
      intent_id: intent?.['intent_id'],
      outcome: 'ok',
      session_user: 'alice',
      backend_pid: backendPid,
      code: null,
    });
    expect(ran).toMatchObject({ outcome: 'ok', session_user: 'alice', backend_pid: backendPid });
    expect(closed).toMatchObject({
      intent_id: intent?.['intent_id'],
      outcome: 'ok',
      code: 'session-closed',
      target: 'owner',
    });
    expect(closed?.['duration_ms']).toBeGreaterThanOrEqual(opened?.['duration_ms']);
  });
});

describe('how many one person may have', () => {
  it('is limited, and no race gets past it', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => alice.tryOpen()));
    const opened = answers.filter(({ status }) => status === 201);
    expect(opened).toHaveLength(5);
    for (const answer of answers.filter(({ status }) => status !== 201)) {
      expect([answer.status, answer.json.code]).toEqual([429, 'too-many-sessions']);
    }
    expect((await bob.tryOpen()).status).toBe(201);
    await alice.close(opened[0]?.json.id);
    expect((await alice.tryOpen()).status).toBe(201);
  });

  it('does not count what could not be opened', async () => {
    for (let n = 0; n < 8; n++) {
      const answer = await alice.tryOpen({ database: 'no such database' });
      expect([answer.status, answer.json.code]).toEqual([404, 'database-not-found']);
    }
    expect((await alice.tryOpen()).status).toBe(201);
  });
});
