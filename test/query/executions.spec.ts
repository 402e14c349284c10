import { SHOP_SERVER_ID } from '../../src/demo/house.js';
import { RunningService } from '../support/running-service.js';

let service: RunningService;
let alice: string;
let bob: string;
beforeAll(async () => {
  service = await RunningService.start();
  await service.house.shop.sql(
    `create table public.contended (x int); insert into public.contended values (1);
     grant all on public.contended to alice, bob`,
    'shop',
  );
  alice = await service.token('alice');
  bob = await service.token('bob');
});
afterAll(async () => {
  await service.stop();
});

const NDJSON = { Accept: 'application/x-ndjson' };

/** Begins a run and gives its answer's promise together with its id, once it can be seen. */
async function begin(token: string, sql: string): Promise<{ id: string; answer: Promise<any> }> {
  const known = new Set((await mine(token)).map(({ id }) => id));
  const answer = service.query(token, { sql }, NDJSON);
  for (let look = 0; look < 500; look += 1) {
    const fresh = (await mine(token)).find(
      ({ id, state }) => !known.has(id) && state === 'running',
    );
    if (fresh !== undefined) return { id: fresh.id, answer };
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error('The run cannot be seen.');
}

/** Looks at a run until it is as wanted. */
async function until(token: string, id: string, wanted: (execution: any) => boolean): Promise<any> {
  for (let look = 0; look < 200; look += 1) {
    const { json } = await service.call(token, 'GET', `/executions/${id}`);
    if (wanted(json)) return json;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('The run did not become what is waited for.');
}

async function mine(token: string): Promise<any[]> {
  return (await service.call(token, 'GET', '/executions')).json.executions;
}

describe('a run', () => {
  it('can be watched: its state, time, backend and what it waits for', async () => {
    const { id, answer } = await begin(alice, 'select pg_sleep(60)');
    const { json } = await service.call(alice, 'GET', `/executions/${id}`);
    expect(json).toMatchObject({
      id,
      kind: 'query',
      state: 'running',
      serverId: SHOP_SERVER_ID,
      rows: 0,
      statements: 1,
      activity: { state: 'active', waitEventType: 'Timeout', waitEvent: 'PgSleep', blockedBy: [] },
    });
    expect(json.backendPid).toBeGreaterThan(0);
    const [row] = await service.house.shop.sql('show server_version');
    expect(json.serverVersion).toBe(row?.['server_version']);
    await service.call(alice, 'DELETE', `/executions/${id}`);
    await answer;
  });

  it('says who is in its way', async () => {
    const holder = await begin(
      bob,
      'begin; update public.contended set x = 2; select pg_sleep(60)',
    );
    await until(bob, holder.id, ({ statements }) => statements === 3);
    const { id, answer } = await begin(alice, 'update public.contended set x = 3');
    const { activity } = await until(
      alice,
      id,
      (execution) => execution.activity?.blockedBy.length > 0,
    );
    expect(activity).toMatchObject({
      waitEventType: 'Lock',
      blockedBy: [{ databaseUser: 'bob', pid: expect.any(Number) }],
    });
    for (const [token, run] of [
      [bob, holder.id],
      [alice, id],
    ] as const) {
      await service.call(token, 'DELETE', `/executions/${run}`);
    }
    await Promise.all([holder.answer, answer]);
  });

  it('says how far a command is for which PostgreSQL knows', async () => {
    await service.house.shop.sql(
      `create schema works authorization alice;
       create function works.slow(int) returns int immutable language plpgsql
         as 'begin perform pg_sleep(0.01); return $1; end';
       create table works.t as select g as a from generate_series(1, 5000) as g;
       alter table works.t owner to alice`,
      'shop',
    );
    const { id, answer } = await begin(alice, 'create index on works.t (works.slow(a))');
    const { activity } = await until(
      alice,
      id,
      (execution) => execution.activity?.progress != null,
    );
    expect(activity.progress).toMatchObject({
      command: 'create index',
      tuples_total: expect.any(Number),
    });
    await service.call(alice, 'DELETE', `/executions/${id}`);
    await answer;
  });

  it('is cancelled, and the answer waits for PostgreSQL', async () => {
    const { id, answer } = await begin(alice, 'select pg_sleep(600)');
    const cancelled = await service.call(alice, 'DELETE', `/executions/${id}`);
    expect(cancelled.json).toMatchObject({
      state: 'ended',
      outcome: 'cancelled',
      problem: { code: 'query-cancelled' },
    });
    expect((await answer).json.code).toBe('query-cancelled');
    expect(await service.noBackendLeft()).toBe(true);
    const [row] = await service.audit(`phase = 'outcome' and request_id = '${id}'`);
    expect(row).toMatchObject({ outcome: 'cancelled', code: 'query-cancelled' });
  });

  it('is cancelled in the middle of its rows, and its answer says so in its last event', async () => {
    const { id, answer } = await begin(
      alice,
      'select g, pg_sleep(0.001) from generate_series(1, 1000000) as g',
    );
    await until(alice, id, ({ rows }) => rows > 0);
    await service.call(alice, 'DELETE', `/executions/${id}`);
    const events = (await answer).text.trimEnd().split('\n');
    expect(JSON.parse(events.at(-1))).toMatchObject({ kind: 'error', code: 'query-cancelled' });
  });

  it('is still known when it has ended', async () => {
    const answer = await service.query(alice, { sql: 'select generate_series(1, 7)' });
    const id = answer.headers.get('x-execution-id') ?? '';
    const { json } = await service.call(alice, 'GET', `/executions/${id}`);
    expect(json).toMatchObject({ state: 'ended', outcome: 'ok', rows: 7, statements: 1 });
    expect(json).not.toHaveProperty('activity');
    const again = await service.call(alice, 'DELETE', `/executions/${id}`);
    expect([again.status, again.json.outcome]).toEqual([200, 'ok']);
  });

  it('keeps why it failed', async () => {
    const answer = await service.query(alice, { sql: 'select 1/0' });
    const id = answer.headers.get('x-execution-id') ?? '';
    const { json } = await service.call(alice, 'GET', `/executions/${id}`);
    expect(json).toMatchObject({
      outcome: 'failed',
      problem: { code: 'query-failed', sqlstate: '22012' },
    });
  });
});

describe('another person', () => {
  it('finds nothing of it, an administrator neither', async () => {
    const { id, answer } = await begin(alice, 'select pg_sleep(60)');
    for (const person of ['bob', 'dana']) {
      const token = await service.token(person);
      expect((await mine(token)).map((execution) => execution.id)).not.toContain(id);
      for (const method of ['GET', 'DELETE']) {
        const refused = await service.call(token, method, `/executions/${id}`);
        expect([refused.status, refused.json.code]).toEqual([404, 'execution-not-found']);
      }
    }
    expect((await service.call(alice, 'GET', `/executions/${id}`)).json.state).toBe('running');
    await service.call(alice, 'DELETE', `/executions/${id}`);
    await answer;
  });
});
