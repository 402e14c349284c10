import { request } from 'node:http';
import { SHOP_SERVER_ID } from '../../src/demo/house.js';
import { RunningService } from '../support/running-service.js';

/** How statements end when something goes wrong around them. */
let service: RunningService;
let alice: string;
beforeAll(async () => {
  service = await RunningService.start();
  alice = await service.token('alice');
});
afterAll(async () => {
  await service.stop();
});
afterEach(async () => {
  expect(await service.noBackendLeft()).toBe(true);
  const answer = await service.query(alice, { sql: 'select session_user' });
  expect(answer.json.rows).toEqual([['alice']]);
});

const NDJSON = { Accept: 'application/x-ndjson' };

/** Sends the query, reads `bytes` of the answer (0: does not wait for any), and leaves. */
function leaveAfter(sql: string, bytes: number, accept: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const body = JSON.stringify({ sql });
    const call = request(
      `${service.origin}/api/v1/servers/${SHOP_SERVER_ID}/query`,
      {
        method: 'POST',
        headers: {
          Authorization: `Bearer ${alice}`,
          'Content-Type': 'application/json',
          'Content-Length': Buffer.byteLength(body),
          Accept: accept,
        },
      },
      (response) => {
        let seen = 0;
        response.on('data', (chunk: Buffer) => {
          seen += chunk.length;
          if (seen >= bytes) {
            call.destroy();
            resolve();
          }
        });
        response.on('error', () => undefined);
      },
    );
    call.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ECONNRESET') resolve();
      else reject(error);
    });
    call.end(body);
    if (bytes === 0) {
      void untilRunning(sql).then(() => {
        call.destroy();
        resolve();
      }, reject);
    }
  });
}

async function untilRunning(sql: string): Promise<void> {
  const deadline = Date.now() + 20_000;
  while (Date.now() < deadline) {
    const rows = await service.house.shop.sql(
      'select 1 from pg_stat_activity where query = $1 and state = $2',
      'postgres',
      [sql, 'active'],
    );
    if (rows.length > 0) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error('The statement did not start.');
}

async function lastOutcome(): Promise<Record<string, any> | undefined> {
  const deadline = Date.now() + 20_000;
  for (;;) {
    const rows = await service.audit("phase <> 'refusal'");
    const last = rows.at(-1);
    if (last?.['phase'] === 'outcome' || Date.now() > deadline) return last;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

describe('a cell that is too large', () => {
  it('of 600 MB is explained, and is not collected', async () => {
    const before = process.memoryUsage().rss;
    const answer = await service.query(alice, { sql: "select repeat('x', 600*1024*1024)" });
    expect(answer.status).toBe(422);
    expect(answer.json).toMatchObject({ code: 'result-too-large', owner: 'user' });
    expect(process.memoryUsage().rss - before).toBeLessThan(300_000_000);
  });

  it('ends a stream with an error event', async () => {
    const answer = await service.query(
      alice,
      {
        sql: "select repeat('x', case when n < 9 then 10000 else 20000000 end) from generate_series(1, 9) as n",
      },
      NDJSON,
    );
    const events = answer.text.trimEnd().split('\n');
    expect(JSON.parse(events.at(-1) ?? '')).toMatchObject({
      kind: 'error',
      code: 'result-too-large',
    });
  });
});

describe('values that break parsers', () => {
  it('come out as text: a jsonb 6,000 deep and an array of 200,000', async () => {
    const deep = await service.query(alice, {
      sql: "select (repeat('[', 6000) || repeat(']', 6000))::jsonb",
    });
    expect(deep.json.rows[0][0]).toHaveLength(12_000);
    const wide = await service.query(alice, {
      sql: 'select array_agg(n) from generate_series(1, 200000) as n',
    });
    expect(wide.json.rows[0][0].split(',')).toHaveLength(200_000);
  });

  it('come out by position: 1,664 columns of one name', async () => {
    const columns = Array.from({ length: 1664 }, (_, index) => `${String(index)} as x`).join(', ');
    const { json } = await service.query(alice, { sql: `select ${columns}` });
    expect(json.rows[0]).toHaveLength(1664);
    expect(json.rows[0][1663]).toBe('1663');
  });
});

describe('the time limit', () => {
  it('cancels the statement on the server and says so', async () => {
    const answer = await service.query(alice, { sql: 'select pg_sleep(60)', timeoutMs: 300 });
    expect(answer.status).toBe(504);
    expect(answer.json).toMatchObject({ code: 'query-timeout' });
    expect(await lastOutcome()).toMatchObject({ outcome: 'timeout', code: 'query-timeout' });
  });

  it.each([
    'set statement_timeout = 0; select pg_sleep(60)',
    'set client_connection_check_interval = 0; select pg_sleep(60)',
    'begin; set local statement_timeout = 0; select pg_sleep(60); commit',
    'do $$ begin loop begin perform pg_sleep(60); exception when query_canceled then null; end; end loop; end $$',
  ])('holds against: %s', async (sql) => {
    const answer = await service.query(alice, { sql, timeoutMs: 300 });
    expect(answer.json.code).toBe('query-timeout');
    await service.house.shop.sql(
      "select pg_terminate_backend(pid) from pg_stat_activity where usename = 'alice' and query like 'do %'",
    );
  });

  it('ends a stream with an error event', async () => {
    const answer = await service.query(
      alice,
      // PostgreSQL sends when 8 KB are there, so the rows are wider than that.
      {
        sql: "select repeat('x', 10000), pg_sleep(0.1) from generate_series(1, 100)",
        timeoutMs: 600,
      },
      NDJSON,
    );
    expect(answer.status).toBe(200);
    const last = JSON.parse(answer.text.trimEnd().split('\n').at(-1) ?? '');
    expect(last).toMatchObject({ kind: 'error', code: 'query-timeout' });
  });
});

describe('a client that leaves', () => {
  it.each([
    ['before the first byte of a JSON answer', 'select pg_sleep(61)', 0, 'application/json'],
    ['before the first byte of a stream', 'select pg_sleep(62)', 0, 'application/x-ndjson'],
    [
      'in mid-stream',
      "select n, repeat('x', 1000) from generate_series(1, 10000000) as n",
      200_000,
      'application/x-ndjson',
    ],
  ])('ends its backend: %s', async (_name, sql, bytes, accept) => {
    await leaveAfter(sql, bytes, accept);
    expect(await service.noBackendLeft()).toBe(true);
    expect(await lastOutcome()).toMatchObject({ outcome: 'client-aborted' });
  });

  it('and reads nothing meanwhile does not make the service collect the result', async () => {
    const sql = "select n, repeat('x', 1000) from generate_series(1, 1000000) as n";
    const before = process.memoryUsage().rss;
    const response = await fetch(`${service.origin}/api/v1/servers/${SHOP_SERVER_ID}/query`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${alice}`, 'Content-Type': 'application/json', ...NDJSON },
      body: JSON.stringify({ sql }),
    });
    await new Promise((resolve) => setTimeout(resolve, 1500));
    expect(process.memoryUsage().rss - before).toBeLessThan(200_000_000);
    await response.body?.cancel();
  });
});

describe('PostgreSQL', () => {
  it('that ends the backend is told apart from the statement’s own failure', async () => {
    const pending = service.query(alice, { sql: 'select pg_sleep(63)' });
    await untilRunning('select pg_sleep(63)');
    await service.house.shop.sql(
      "select pg_terminate_backend(pid) from pg_stat_activity where query = 'select pg_sleep(63)'",
    );
    const answer = await pending;
    expect([answer.status, answer.json.code]).toEqual([502, 'connection-lost']);
  });

  it('that cancels the statement for somebody else says so', async () => {
    const pending = service.query(alice, { sql: 'select pg_sleep(64)' });
    await untilRunning('select pg_sleep(64)');
    await service.house.shop.sql(
      "select pg_cancel_backend(pid) from pg_stat_activity where query = 'select pg_sleep(64)'",
    );
    const answer = await pending;
    expect([answer.status, answer.json.code]).toEqual([409, 'query-cancelled']);
  });

  it('that is stopped is explained, and found again when it is back', async () => {
    const pending = service.query(alice, { sql: 'select pg_sleep(65)' });
    await untilRunning('select pg_sleep(65)');
    await service.house.shop.stop();
    expect((await pending).json.code).toBe('connection-lost');
    const down = await service.query(alice, { sql: 'select 1' });
    expect([down.status, down.json.code]).toEqual([502, 'server-unreachable']);
    expect(down.text).not.toMatch(/127\.0\.0\.1|ECONNREFUSED/);
    await service.house.shop.start();
  });

  it('that is full is explained', async () => {
    await service.house.shop.sql('alter role alice connection limit 0');
    const answer = await service.query(alice, { sql: 'select 1' });
    expect([answer.status, answer.json.code]).toEqual([503, 'server-full']);
    expect(answer.headers.get('retry-after')).toBe('5');
    await service.house.shop.sql('alter role alice connection limit -1');
  });
});

describe('the identity provider', () => {
  it('that is stopped does not keep the next request from working once it is back', async () => {
    await service.house.identityProvider.stop();
    const login = await service.fetch('/api/v1/auth/login/oidc');
    expect([302, 503]).toContain(login.status);
    await service.house.identityProvider.start();
  });
});
