import pg from 'pg';
import { RunningService } from '../support/running-service.js';

/** What a person may try with SQL, and what comes of it: PostgreSQL decides, and nothing outlives it. */
let service: RunningService;
let alice: string;
let bob: string;
beforeAll(async () => {
  service = await RunningService.start({ query: { defaultTimeoutMs: 2000 } });
  alice = await service.token('alice');
  bob = await service.token('bob');
});
afterAll(async () => {
  await service.stop();
});
afterEach(async () => {
  expect(await service.noBackendLeft()).toBe(true);
  expect((await service.fetch('/health/live')).status).toBe(200);
});

describe('becoming somebody else', () => {
  it.each([
    'set session authorization bob',
    'set session authorization default; set session authorization bob',
    'set role bob',
    "select set_config('role', 'bob', false)",
    "select set_config('session_authorization', 'bob', false)",
    "do $$ begin execute 'set role bob'; end $$",
    'set local role postgres',
    "select 1; set session authorization 'dba'",
  ])('is refused by PostgreSQL: %s', async (sql) => {
    const { json } = await service.query(alice, { sql });
    expect(json).toMatchObject({ code: 'query-failed', sqlstate: '42501', owner: 'dba' });
  });
});

describe('reaching the server’s machine', () => {
  it.each([
    "copy (select 1) to program 'id'",
    "create temp table t (x text); copy t from program 'id'",
    "copy (select 1) to '/tmp/of-alice'",
    "create temp table t (x text); copy t from '/etc/passwd'",
    "select pg_read_file('/etc/passwd')",
    "select pg_read_binary_file('/etc/passwd')",
    "select pg_ls_dir('/')",
    "select pg_stat_file('/etc/passwd')",
    "select lo_import('/etc/passwd')",
    "select lo_export(1, '/tmp/of-alice')",
    "create function f() returns int language c as '/lib/x86_64-linux-gnu/libc.so.6', 'getpid'",
    "alter system set log_statement = 'none'",
    'create extension if not exists dblink',
    'create extension if not exists file_fdw',
    "create server s foreign data wrapper postgres_fdw options (host '127.0.0.1')",
  ])('is refused by PostgreSQL: %s', async (sql) => {
    const { json } = await service.query(alice, { sql });
    // A wrapper that is not installed is unknown instead.
    expect([json.code, ['42501', '42704'].includes(json.sqlstate)]).toEqual(['query-failed', true]);
  });

  it('is refused for a library that is not among those for everybody', async () => {
    const { json } = await service.query(alice, { sql: "load '/lib/x86_64-linux-gnu/libc.so.6'" });
    expect(json).toMatchObject({ code: 'query-failed', sqlstate: '42501' });
  });
});

describe('a password that somebody gives their own role', () => {
  it('opens no door of its own: the server asks for the certificate', async () => {
    const set = await service.query(alice, { sql: "alter role alice password 'canary-4711'" });
    expect(set.status).toBe(200);
    const client = new pg.Client({
      host: '127.0.0.1',
      port: service.house.shop.port,
      user: 'alice',
      password: 'canary-4711',
      database: 'shop',
      ssl: { rejectUnauthorized: false },
    });
    client.on('error', () => undefined);
    await expect(client.connect()).rejects.toMatchObject({ code: '28000' });
    await client.end().catch(() => undefined);
    const rows = await service.audit();
    expect(JSON.stringify(rows)).not.toContain('canary-4711');
  });
});

describe('settings that somebody gives their own role', () => {
  it('are theirs alone, and do not change the limits of the service', async () => {
    await service.query(alice, {
      sql: `alter role alice set statement_timeout = 0; alter role alice set search_path = nowhere;
            alter role alice set client_connection_check_interval = 0`,
    });
    const slow = await service.query(alice, { sql: 'select pg_sleep(60)', timeoutMs: 300 });
    expect(slow.json.code).toBe('query-timeout');
    const { json } = await service.query(bob, { sql: 'show search_path' });
    expect(json.rows[0][0]).not.toContain('nowhere');
    await service.query(alice, { sql: 'alter role alice reset all' });
  });
});

describe('the time limit', () => {
  it.each([
    'set statement_timeout = 0; select pg_sleep(60)',
    "select set_config('statement_timeout', '0', false), pg_sleep(60)",
    'begin; set local statement_timeout = 0; set local idle_in_transaction_session_timeout = 0; select pg_sleep(60)',
    'set client_connection_check_interval = 0; select pg_sleep(60)',
    "do $$ begin perform set_config('statement_timeout', '0', true); perform pg_sleep(60); end $$",
    'declare c cursor with hold for select pg_sleep(60); fetch c',
  ])('cannot be lifted: %s', async (sql) => {
    const began = performance.now();
    const { json } = await service.query(alice, { sql, timeoutMs: 500 });
    expect(['query-timeout', 'query-failed']).toContain(json.code);
    expect(performance.now() - began).toBeLessThan(30_000);
  });
});

describe('what is one statement', () => {
  it.each([
    ['select $1::int; select 2', [1]],
    ["select $1; drop table customers; --'", ['x']],
    ['select $$;$$, $1; select 3', ['x']],
  ])('stays one where there are parameters: %s', async (sql, params) => {
    const { json } = await service.query(alice, { sql, params });
    expect(json).toMatchObject({ code: 'query-failed', sqlstate: '42601' });
  });
});

describe('what would stay behind', () => {
  it('does not: a prepared transaction is refused', async () => {
    const sql = "begin; create temp table t (x int); prepare transaction 'mine'";
    const { json } = await service.query(alice, { sql });
    expect(json.code).toBe('query-failed');
    expect(await service.house.shop.sql('select * from pg_prepared_xacts')).toEqual([]);
  });

  it('is gone with its request: settings, temporary tables, locks, cursors, what was prepared', async () => {
    await service.query(alice, {
      sql: `set search_path = elsewhere; create temp table mine (x int); select pg_advisory_lock(4711);
            prepare p as select 1; listen c; declare c cursor with hold for select 1`,
    });
    const { json } = await service.query(alice, {
      sql: `select (select count(*) from pg_prepared_statements), (select count(*) from pg_cursors where name <> ''),
                   (select count(*) from pg_locks where locktype = 'advisory'),
                   (select count(*) from pg_listening_channels()), to_regclass('pg_temp.mine')`,
    });
    expect(json.rows).toEqual([['0', '0', '0', '0', null]]);
  });
});

describe('a request that is too much', () => {
  const text = (sql: string): string => JSON.stringify({ sql });
  it.each<[string, string | Buffer, number]>([
    ['SQL with a NUL', text('select 1\0'), 400],
    ['SQL of more than 256 KiB', text(`select '${'x'.repeat(262_144)}'`), 400],
    ['SQL with a lone surrogate', '{"sql":"select \'\\ud800\'"}', 400],
    [
      'bytes that are not UTF-8',
      Buffer.from([...Buffer.from('{"sql":"select \''), 0xff, 0x22, 0x7d]),
      400,
    ],
    ['65,536 parameters', JSON.stringify({ sql: 'select 1', params: Array(65_536).fill(1) }), 400],
    ['1,001 names', JSON.stringify({ sql: 'select 1', namedParams: names(1001) }), 400],
    ['a body of 2 MB', text(`select '${'x'.repeat(2_000_000)}'`), 413],
    ['JSON that is 100,000 deep', `${'['.repeat(100_000)}${']'.repeat(100_000)}`, 400],
    ['a key of __proto__', '{"sql":"select 1","__proto__":{"isAdmin":true}}', 400],
  ])('is refused before anything is sent: %s', async (_name, body, status) => {
    const mark = await service.logMark();
    const answer = await service.fetch(
      `/api/v1/servers/7b1f6f0e-5c0a-4c56-9d0e-2f6b8a4c1d37/query`,
      {
        method: 'POST',
        headers: { Authorization: `Bearer ${alice}`, 'Content-Type': 'application/json' },
        body,
      },
    );
    expect([answer.status, answer.json?.owner]).toEqual([status, 'user']);
    expect(await service.logSince(mark)).not.toContain('alice');
  });

  function names(count: number): Record<string, number> {
    return Object.fromEntries(Array.from({ length: count }, (_, n) => [`n${String(n)}`, n]));
  }
});

describe('an answer that is too much', () => {
  it.each<[string, string, number, string | undefined]>([
    [
      'an error of 50 MB',
      "do $$ begin raise exception '%', repeat('e', 50000000); end $$",
      422,
      'result-too-large',
    ],
    [
      'an error of 5 MB',
      "do $$ begin raise exception '%', repeat('e', 5000000); end $$",
      422,
      'query-failed',
    ],
    [
      '20,000 notices',
      "do $$ begin for i in 1..20000 loop raise notice '%', i; end loop; end $$",
      200,
      undefined,
    ],
    ['a cell of 600 MB', "select repeat('x', 600*1024*1024)", 422, 'result-too-large'],
    [
      'a jsonb 6,000 deep',
      "select (repeat('[', 6000) || repeat(']', 6000))::jsonb",
      200,
      undefined,
    ],
    [
      'parentheses 5,000 deep',
      `select ${'('.repeat(5000)}1${')'.repeat(5000)}`,
      422,
      'query-failed',
    ],
    ['a script of 20,000 statements', 'select 1;'.repeat(20_000), 504, 'query-timeout'],
  ])('is explained or clean: %s', async (_name, sql, status, code) => {
    const answer = await service.query(alice, { sql, timeoutMs: 30_000 });
    // Deep parentheses and long scripts end one way or the other, by the server's stack and speed.
    const either = ['parentheses', 'a script'].some((start) => _name.startsWith(start));
    if (either) expect([200, 422, 504]).toContain(answer.status);
    else expect([answer.status, answer.json.code]).toEqual([status, code]);
  });
});
