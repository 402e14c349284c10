import { RunningService } from '../support/running-service.js';

let service: RunningService;
let alice: string;
beforeAll(async () => {
  service = await RunningService.start({ query: { maxJsonBytes: 1_000_000 } });
  alice = await service.token('alice');
});
afterAll(async () => {
  await service.stop();
});

const NDJSON = { Accept: 'application/x-ndjson' };

async function lines(body: object): Promise<any[]> {
  const answer = await service.query(alice, body, NDJSON);
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-type')).toContain('application/x-ndjson');
  return answer.text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
}

describe('a JSON answer', () => {
  it('gives PostgreSQL’s own text, columns with types, and the command', async () => {
    const { json } = await service.query(alice, {
      sql: `select 1::int8 as a, null as b, 12345678901234567890.123456789::numeric as a,
                   timestamp 'infinity' as "__proto__", '{1,2}'::int[] as d, true as e`,
    });
    expect(json.columns.map((column: any) => column.name)).toEqual([
      'a',
      'b',
      'a',
      '__proto__',
      'd',
      'e',
    ]);
    expect(json.columns[0].typeOid).toBe(20);
    expect(json.rows).toEqual([
      ['1', null, '12345678901234567890.123456789', 'infinity', '{1,2}', 't'],
    ]);
    expect(json).toMatchObject({ command: 'SELECT 1', rowCount: 1, notices: [] });
    expect(json).not.toHaveProperty('stopped');
    expect(json).not.toHaveProperty('warning');
  });

  it('names its execution before the first row', async () => {
    const answer = await service.query(alice, { sql: 'select 1' });
    expect(answer.headers.get('x-execution-id')).toBe(answer.json.executionId);
  });

  it('says when maxRows stopped it, and not when it just fits', async () => {
    const sql = 'select generate_series(1, 10)';
    const cut = (await service.query(alice, { sql, maxRows: 9 })).json;
    expect(cut.rows).toHaveLength(9);
    expect(cut.stopped).toMatchObject({ reason: 'max-rows' });
    expect(cut.stopped.detail).toContain('maxRows');
    const whole = (await service.query(alice, { sql, maxRows: 10 })).json;
    expect(whole.rows).toHaveLength(10);
    expect(whole).not.toHaveProperty('stopped');
  });

  it('has a limit of rows when nobody names one', async () => {
    const { json } = await service.query(alice, { sql: 'select generate_series(1, 5000)' });
    expect(json.rows).toHaveLength(1000);
    expect(json.stopped.reason).toBe('max-rows');
  });

  it('carries out the whole of a RETURNING statement although few rows are wanted', async () => {
    const mine = `create temp table t (n int);
      insert into t select generate_series(1, 50);
      select count(*) from t`;
    expect((await service.query(alice, { sql: mine })).json.moreResults[1].rows).toEqual([['50']]);
    await service.house.shop.sql('create table public.counter (n int)', 'shop');
    await service.house.shop.sql('grant all on public.counter to usher_users', 'shop');
    const insert = await service.query(alice, {
      sql: 'insert into counter select generate_series(1, 50) returning n',
      maxRows: 5,
    });
    expect(insert.json.rows).toHaveLength(5);
    expect(insert.json.stopped.reason).toBe('max-rows');
    const count = await service.query(alice, { sql: 'select count(*) from counter' });
    expect(count.json.rows).toEqual([['50']]);
  });

  it('refuses to hold a result that is too large, and undoes the statement', async () => {
    const answer = await service.query(alice, {
      sql: "select repeat('x', 1000) from generate_series(1, 2000)",
      maxRows: 100_000,
    });
    expect(answer.status).toBe(422);
    expect(answer.json.code).toBe('result-too-large');
    expect(await service.noBackendLeft()).toBe(true);
  });

  it('passes notices on', async () => {
    const { json } = await service.query(alice, {
      sql: "do $$ begin raise notice 'seen %', 42; raise warning 'careful'; end $$",
    });
    expect(json.notices).toMatchObject([
      { severity: 'NOTICE', message: 'seen 42' },
      { severity: 'WARNING', message: 'careful' },
    ]);
  });

  it('keeps a hundred notices of 20,000 and says how many it left out', async () => {
    const { json } = await service.query(alice, {
      sql: "do $$ begin for i in 1..20000 loop raise notice '%', repeat('n', 3000); end loop; end $$",
    });
    expect(json.notices).toHaveLength(101);
    expect(json.notices[0].message).toHaveLength(1024);
    expect(json.notices[100].message).toContain('19900');
  });

  it('takes an empty text as nothing to do', async () => {
    const { json } = await service.query(alice, { sql: '-- nothing' });
    expect(json).toMatchObject({ rows: [], columns: [], rowCount: 0 });
  });
});

describe('parameters', () => {
  it('go by the extended protocol, as text', async () => {
    const { json } = await service.query(alice, {
      sql: 'select $1::int + $2::int, $3::text, $4::bool, $5::numeric',
      params: ['40', 2, "'; drop table x; --", true, null],
    });
    expect(json.rows).toEqual([['42', "'; drop table x; --", 't', null]]);
  });

  it.each([
    ['are forgotten', 'select $1::int', undefined],
    ['are too few', 'select $1::int, $2::int', ['1']],
    ['are too many', 'select 1', ['1']],
  ])('that %s are the statement’s failure and not the connection’s', async (_name, sql, params) => {
    const answer = await service.query(alice, { sql, ...(params && { params }) });
    expect([answer.status, answer.json.code]).toEqual([422, 'query-failed']);
  });

  it('allow one statement only', async () => {
    const answer = await service.query(alice, { sql: 'select 1; select 2', params: [] });
    expect(answer.status).toBe(422);
    expect(answer.json).toMatchObject({ code: 'query-failed', sqlstate: '42601' });
  });

  it.each([
    ['an object', [{ a: 1 }]],
    ['an array', [[1]]],
    ['a NUL', ['a\0b']],
    ['a lone surrogate', ['\ud800']],
    ['1,001 of them', Array.from({ length: 1001 }, () => '1')],
  ])('are refused with %s', async (_name, params) => {
    const answer = await service.query(alice, { sql: 'select 1', params });
    expect(answer.status).toBe(400);
    expect(answer.json.code).toBe('validation-failed');
    expect(answer.json.errors[0].pointer).toBe('/params');
  });
});

describe('a script', () => {
  it('runs in one go and gives each result', async () => {
    const { json } = await service.query(alice, {
      sql: "select 1 as a; create temp table t (x int); insert into t values (1), (2); select * from t where x > 1; select 'end'",
    });
    expect(json).toMatchObject({ command: 'SELECT 1', rows: [['1']] });
    expect(json.moreResults.map((result: any) => result.command)).toEqual([
      'CREATE TABLE',
      'INSERT 0 2',
      'SELECT 1',
      'SELECT 1',
    ]);
    expect(json.moreResults[2].rows).toEqual([['2']]);
  });

  it('stops at the first error, and says where', async () => {
    const sql = 'create table public.never (x int); select 1/0; select 3';
    const answer = await service.query(alice, { sql });
    expect(answer.status).toBe(422);
    expect(answer.json.code).toBe('query-failed');
    expect(['22012', '42501']).toContain(answer.json.sqlstate);
  });

  it('that leaves a transaction open is told that it was rolled back', async () => {
    const { json } = await service.query(alice, { sql: 'begin; select 1' });
    expect(json.warning).toContain('rolled back');
  });
});

describe('a failing statement', () => {
  it('is explained with SQLSTATE, position and hint', async () => {
    const answer = await service.query(alice, { sql: 'select nam from customers' });
    expect(answer.status).toBe(422);
    expect(answer.json).toMatchObject({ code: 'query-failed', sqlstate: '42703', position: 8 });
    expect(answer.json.hint).toContain('name');
  });

  it('has its 5 MB message cut', async () => {
    const answer = await service.query(alice, {
      sql: "do $$ begin raise exception '%', repeat('e', 5000000); end $$",
    });
    expect(answer.json.code).toBe('query-failed');
    expect(answer.json.detail.length).toBeLessThan(5000);
  });

  it('cannot pretend that the connection broke', async () => {
    const answer = await service.query(alice, {
      sql: "do $$ begin raise exception 'x' using errcode = '57P01'; end $$",
    });
    expect(answer.json).toMatchObject({ code: 'query-failed', sqlstate: '57P01' });
  });

  it.each(['copy (select 1) to stdout', 'copy customers from stdin'])(
    'says that %s is not a query, and leaves no backend',
    async (sql) => {
      const answer = await service.query(alice, { sql });
      expect(answer.status).toBe(422);
      expect(['statement-unsupported', 'query-failed']).toContain(answer.json.code);
      expect(await service.noBackendLeft()).toBe(true);
    },
  );

  it.each([
    ['set session authorization bob', '42501'],
    ['set role bob', '42501'],
    ["copy (select 1) to program 'id'", '42501'],
    ["select pg_read_file('/etc/passwd')", '42501'],
  ])('is PostgreSQL’s own refusal for: %s', async (sql, sqlstate) => {
    const answer = await service.query(alice, { sql });
    expect(answer.json).toMatchObject({ code: 'query-failed', sqlstate, owner: 'dba' });
  });

  it('names a database that is not there, and one that may not be opened', async () => {
    const missing = await service.query(alice, { sql: 'select 1', database: 'nowhere' });
    expect([missing.status, missing.json.code]).toEqual([404, 'database-not-found']);
    await service.house.shop.sql('create database closed');
    await service.house.shop.sql('revoke connect on database closed from public');
    const closed = await service.query(alice, { sql: 'select 1', database: 'closed' });
    expect([closed.status, closed.json.code]).toEqual([403, 'database-forbidden']);
    expect(closed.json.fix).toBe('GRANT CONNECT ON DATABASE "closed" TO "alice";');
  });
});

describe('an NDJSON answer', () => {
  it('is columns, rows, and exactly one last event', async () => {
    const events = await lines({ sql: 'select n, null as x from generate_series(1, 3) as n' });
    expect(events[0]).toMatchObject({ kind: 'columns', columns: [{ name: 'n' }, { name: 'x' }] });
    expect(events.slice(1, 4)).toEqual([
      ['1', null],
      ['2', null],
      ['3', null],
    ]);
    expect(events[4]).toMatchObject({ kind: 'complete', command: 'SELECT 3', rowCount: 3 });
    expect(events[5]).toMatchObject({ kind: 'done', rows: 3 });
    expect(events).toHaveLength(6);
  });

  it('streams more rows than a JSON answer may hold', async () => {
    const events = await lines({ sql: 'select generate_series(1, 200000)' });
    expect(events.filter(Array.isArray)).toHaveLength(200_000);
    expect(events.at(-1)).toMatchObject({ kind: 'done', rows: 200_000 });
  });

  it('says in its last event what went wrong after the first row', async () => {
    const events = await lines({ sql: 'select 10 / (5 - n) from generate_series(1, 9) as n' });
    expect(events[0].kind).toBe('columns');
    expect(events.filter(Array.isArray).length).toBeLessThan(5);
    expect(events.at(-1)).toMatchObject({ kind: 'error', code: 'query-failed', sqlstate: '22012' });
    expect(events.filter((event) => event.kind === 'done')).toEqual([]);
  });

  it('has a status of its own for a failure before the first row', async () => {
    const answer = await service.query(alice, { sql: 'selec' }, NDJSON);
    expect(answer.status).toBe(422);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
  });

  it('stops at maxRows and says so', async () => {
    const events = await lines({ sql: 'select generate_series(1, 100000)', maxRows: 2 });
    expect(events.filter(Array.isArray)).toEqual([['1'], ['2']]);
    expect(events.at(-2).stopped.reason).toBe('max-rows');
  });
});

describe('a request body', () => {
  it.each([
    ['user', 'bob'],
    ['role', 'bob'],
    ['username', 'bob'],
    ['databaseUser', 'bob'],
    ['options', '-c role=bob'],
    ['host', 'evil.example'],
    ['sslMode', 'disable'],
    ['password', 'x'],
    ['authSource', 'oauth2'],
    ['passthrough', true],
  ])('cannot choose %s', async (field, value) => {
    const mark = await service.logMark();
    const answer = await service.query(alice, { sql: 'select 1', [field]: value });
    expect(answer.status).toBe(400);
    expect(answer.json.errors[0].pointer).toBe(`/${field}`);
    expect(await service.logSince(mark)).not.toContain('host=127.0.0.1');
  });

  it.each([
    'X-Remote-User',
    'X-Forwarded-User',
    'X_Remote_User',
    'Remote-User',
    'X-Auth-Request-User',
    'X-Database-User',
    'PGUSER',
  ])('cannot be given another user by the header %s', async (header) => {
    const answer = await service.query(alice, { sql: 'select session_user' }, { [header]: 'bob' });
    expect(answer.json.rows).toEqual([['alice']]);
  });

  it.each(['user=bob', 'access_token=x'])(
    'is not swayed by the query string: %s',
    async (extra) => {
      const answer = await service.fetch(
        `/api/v1/servers/7b1f6f0e-5c0a-4c56-9d0e-2f6b8a4c1d37/query?${extra}`,
        {
          method: 'POST',
          headers: { Authorization: `Bearer ${alice}`, 'Content-Type': 'application/json' },
          body: '{"sql":"select session_user"}',
        },
      );
      expect([answer.status, answer.json.code]).toEqual([400, 'validation-failed']);
    },
  );

  it.each([
    ['no JSON', '{"sql":', 'application/json', 400],
    ['invalid UTF-8', Buffer.from('{"sql":"select \xff"}', 'latin1'), 'application/json', 400],
    ['100,000 brackets', '['.repeat(100_000), 'application/json', 400],
    ['__proto__', '{"sql":"select 1","__proto__":{"a":1}}', 'application/json', 400],
    ['constructor', '{"sql":"select 1","constructor":{"prototype":{}}}', 'application/json', 400],
    ['a form', 'sql=select+1', 'application/x-www-form-urlencoded', 415],
    ['text', '{"sql":"select 1"}', 'text/plain', 415],
    ['2 MB', JSON.stringify({ sql: ' '.repeat(2_000_000) }), 'application/json', 413],
    ['300 KB of SQL', JSON.stringify({ sql: ' '.repeat(300_000) }), 'application/json', 400],
    ['a NUL in the SQL', '{"sql":"select 1\\u0000"}', 'application/json', 400],
    ['an array', '[]', 'application/json', 400],
    ['null', 'null', 'application/json', 400],
    ['a number for sql', '{"sql":1}', 'application/json', 400],
    ['nothing', '', 'application/json', 400],
    [
      'a database of 64 bytes',
      JSON.stringify({ sql: 'select 1', database: 'x'.repeat(64) }),
      'application/json',
      400,
    ],
    [
      'a NUL in the database',
      '{"sql":"select 1","database":"shop\\u0000user\\u0000bob"}',
      'application/json',
      400,
    ],
  ])('with %s is explained', async (_name, body, type, status) => {
    const answer = await service.fetch(
      '/api/v1/servers/7b1f6f0e-5c0a-4c56-9d0e-2f6b8a4c1d37/query',
      {
        method: 'POST',
        headers: { Authorization: `Bearer ${alice}`, 'Content-Type': type },
        body: body as string,
      },
    );
    expect(answer.status).toBe(status);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(answer.json.code).toEqual(expect.any(String));
    expect(answer.text).not.toMatch(/node_modules|\.ts:|\.js:|at Object/);
  });
});
