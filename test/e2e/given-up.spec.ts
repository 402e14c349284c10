import { RunningService } from '../support/running-service.js';

/** Runs that are given up: nothing of them may pass for an answer, stay in memory or stay behind. */
let service: RunningService;
let alice: string;
beforeAll(async () => {
  service = await RunningService.start({ query: { maxJsonBytes: 4_000_000 } });
  alice = await service.token('alice');
});
afterAll(async () => {
  await service.stop();
});

const NDJSON = { Accept: 'application/x-ndjson' };

describe('a statement that ends at the very moment of its time limit', () => {
  it('has its whole answer or none: 80 tries around the limit', async () => {
    const tally = { whole: 0, limit: 0, wrong: 0 };
    for (let index = 0; index < 80; index += 1) {
      const answer = await service.query(alice, {
        sql: "select pg_sleep(0.06), 'the answer'",
        timeoutMs: 56 + (index % 12),
      });
      const whole = answer.status === 200 && answer.json.rows?.[0]?.[1] === 'the answer';
      if (whole) tally.whole += 1;
      else if (answer.json.code === 'query-timeout') tally.limit += 1;
      else tally.wrong += 1;
    }
    process.stdout.write(
      `At the limit: ${String(tally.whole)} whole, ${String(tally.limit)} timed out, ${String(tally.wrong)} wrong\n`,
    );
    expect(tally.wrong).toBe(0);
  });
});

describe('what a JSON answer holds', () => {
  it.each([
    ['rows without columns', 'select from generate_series(1, 200000);'.repeat(20)],
    [
      'rows of NULLs',
      'select null, null, null, null, null, null, null, null, null from generate_series(1, 200000)',
    ],
    ['many results', 'create temp table t (a int, b int); ' + 'table t;'.repeat(30_000)],
  ])('is bounded by more than its text: %s', async (_name, sql) => {
    const answer = await service.query(alice, { sql, maxRows: 100_000 });
    expect([answer.status, answer.json.code]).toEqual([422, 'result-too-large']);
    expect(await service.noBackendLeft()).toBe(true);
  });

  it('does not keep the megabytes that a notice was cut from', async () => {
    const before = process.memoryUsage().rss;
    const answer = await service.query(alice, {
      sql: "do $$ begin for i in 1..100 loop raise notice '%', repeat('n', 3000000); end loop; end $$",
    });
    expect(answer.status).toBe(200);
    expect(answer.json.notices).toHaveLength(100);
    expect(process.memoryUsage().rss - before).toBeLessThan(250_000_000);
  });
});

describe('what waits for a reader that does not read', () => {
  it.each([
    [
      'notices',
      "do $$ begin for i in 1..400000 loop raise notice '%', repeat('n', 900); end loop; end $$",
    ],
    ['empty rows', 'select from generate_series(1, 20000000)'],
    ['empty texts', "select '' from generate_series(1, 20000000)"],
  ])('is bounded: %s', async (_name, sql) => {
    const before = process.memoryUsage().rss;
    const response = await fetch(
      `${service.origin}/api/v1/servers/7b1f6f0e-5c0a-4c56-9d0e-2f6b8a4c1d37/query`,
      {
        method: 'POST',
        headers: {
          Authorization: `Bearer ${alice}`,
          'Content-Type': 'application/json',
          ...NDJSON,
        },
        body: JSON.stringify({ sql: `select 1; ${sql}` }),
      },
    );
    await new Promise((resolve) => setTimeout(resolve, 1500));
    expect(process.memoryUsage().rss - before).toBeLessThan(250_000_000);
    await response.body?.cancel();
    // Millions of tiny rows may be on their way already; this is about memory, not about time.
    expect((await service.noBackendLeft()) || (await service.noBackendLeft())).toBe(true);
  });
});

describe('a statement that catches its cancellation and has switched off the check of the client', () => {
  it('is terminated by its own person, and leaves no backend', async () => {
    const sql = `set client_connection_check_interval = 0;
      do $$ begin loop begin perform pg_sleep(60); exception when query_canceled then null; end; end loop; end $$`;
    const answer = await service.query(alice, { sql, timeoutMs: 300 });
    expect(answer.json.code).toBe('query-timeout');
    expect(await service.noBackendLeft()).toBe(true);
  });
});

describe('COPY TO STDOUT', () => {
  it('keeps what came before it in the same text, as every failure of a script does', async () => {
    await service.house.shop.sql('create table public.kept (n int)', 'shop');
    await service.house.shop.sql('grant all on public.kept to usher_users', 'shop');
    const answer = await service.query(alice, {
      sql: "insert into kept values (1); copy (select repeat('x', 1000) from generate_series(1, 500000)) to stdout",
    });
    expect([answer.status, answer.json.code]).toEqual([422, 'statement-unsupported']);
    const left = await service.query(alice, { sql: 'select count(*) from kept' });
    expect(left.json.rows).toEqual([['1']]);
  });
});

describe('a service that is stopped', () => {
  it('ends what still runs, and its connections', async () => {
    const other = await RunningService.open(service.house, {
      ...service.config,
      http: { ...service.config.http, port: 0 },
    });
    const origin = await other.app.getUrl();
    const pending = fetch(`${origin}/api/v1/servers/7b1f6f0e-5c0a-4c56-9d0e-2f6b8a4c1d37/query`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${alice}`, 'Content-Type': 'application/json' },
      body: JSON.stringify({ sql: 'select pg_sleep(66)' }),
    }).then(
      (response) => response.status,
      () => 0,
    );
    while ((await service.backends()) === 0)
      await new Promise((resolve) => setTimeout(resolve, 20));
    await other.app.close();
    expect([0, 409]).toContain(await pending);
    expect(await service.noBackendLeft()).toBe(true);
  });
});
