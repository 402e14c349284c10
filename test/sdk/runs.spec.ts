import { getEventListeners } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  ConnectionLostError,
  createClient,
  ProblemError,
  type Run,
  type RunEvent,
  type UsherClient,
} from '@pg-usher/sdk';
import { SHOP_SERVER_ID } from '../../src/demo/house.js';
import { RunningService } from '../support/running-service.js';
import { listOf, rejectionOf } from './rejection.js';

let service: RunningService;
let alice: UsherClient;
beforeAll(async () => {
  service = await RunningService.start();
  alice = createClient({ baseUrl: service.origin, token: await service.token('alice') });
});
afterEach(async () => {
  expect(await service.noBackendLeft()).toBe(true);
});
afterAll(async () => {
  await service.stop();
});

async function leave(run: Run): Promise<void> {
  const rows = run[Symbol.asyncIterator]();
  await rows.next();
  await rows.return();
}

const query: UsherClient['query'] = (...args) => alice.query(...args);

describe('a run', () => {
  it('gives its rows one by one, as PostgreSQL prints them', async () => {
    const run = query(SHOP_SERVER_ID, "values (1::numeric(4,2), 'ä'), (null, '\n{')");
    expect(await listOf(run)).toEqual([
      ['1.00', 'ä'],
      [null, '\n{'],
    ]);
  });

  it('gives all rows of a long result', async () => {
    let sum = 0;
    for await (const [n] of query(SHOP_SERVER_ID, 'select generate_series(1, 100000)')) {
      sum += Number(n);
    }
    expect(sum).toBe(5_000_050_000);
  });

  it('takes values by number, and by name', async () => {
    expect(
      await listOf(query(SHOP_SERVER_ID, 'select $1::int, $2', { params: [7, null] })),
    ).toEqual([['7', null]]);
    expect(
      await listOf(query(SHOP_SERVER_ID, 'select :who', { namedParams: { who: 'ann' } })),
    ).toEqual([['ann']]);
  });

  it('is what happens in order when it is read as events', async () => {
    const sql = `do $$ begin raise notice 'hello'; end $$; select n from generate_series(1, 3) n`;
    const events = await listOf(query(SHOP_SERVER_ID, sql, { maxRows: 2 }).events());
    expect(events.map(({ kind }) => kind)).toEqual([
      'notice',
      'complete',
      'columns',
      'rows',
      'complete',
      'done',
    ]);
    const [notice, , columns, rows, complete, done] = events;
    expect(notice).toMatchObject({ severity: 'NOTICE', message: 'hello' });
    expect(columns).toMatchObject({ statement: 2, columns: [{ name: 'n', typeOid: 23 }] });
    expect(rows).toEqual({ kind: 'rows', rows: [['1'], ['2']] });
    expect(complete).toMatchObject({ rowCount: 2, stopped: { reason: 'max-rows' } });
    expect(done).toMatchObject({ rows: 2, transactionStatus: 'idle' });
  });

  it('gives the results of a script one by one', async () => {
    const sql = `select 1 as a; create temp table t (b int); select 2 as b union select 3 order by 1`;
    const results = await listOf(query(SHOP_SERVER_ID, sql).results());
    expect(
      results.map(({ statement, command, columns, rows }) => [
        statement,
        command,
        columns.map(({ name }) => name),
        rows,
      ]),
    ).toEqual([
      [1, 'SELECT 1', ['a'], [['1']]],
      [2, 'CREATE TABLE', [], []],
      [3, 'SELECT 2', ['b'], [['2'], ['3']]],
    ]);
  });

  it('is all its results when it is awaited', async () => {
    const [result] = await query(SHOP_SERVER_ID, 'select 1 as one');
    expect(result).toMatchObject({ rows: [['1']], command: 'SELECT 1', rowCount: 1, notices: [] });
  });

  it('gives the plan that explain asks for', async () => {
    const [result] = await query(SHOP_SERVER_ID, 'select 1', { explain: 'plan' });
    expect(JSON.parse(result!.rows[0]![0]!)).toMatchObject([{ Plan: expect.any(Object) }]);
  });

  it('is carried out once for one idempotencyKey', async () => {
    const options = { idempotencyKey: crypto.randomUUID() };
    await query(SHOP_SERVER_ID, 'select 1', options);
    const again = await rejectionOf(query(SHOP_SERVER_ID, 'select 1', options));
    expect(again).toMatchObject({ code: 'already-executed' });
  });

  it('is not sent before it is read', async () => {
    query(SHOP_SERVER_ID, 'select pg_sleep(60)');
    const { executions } = await alice.call('listExecutions');
    expect(executions.filter(({ state }) => state !== 'ended')).toEqual([]);
  });

  it('is read once', async () => {
    const run = query(SHOP_SERVER_ID, 'select 1');
    await listOf(run);
    await expect(listOf(run)).rejects.toThrow('A run is read once');
  });

  it('has no single sequence of rows where several statements have rows', async () => {
    const error = await rejectionOf(listOf(query(SHOP_SERVER_ID, 'select 1; select 2')));
    expect(error).toMatchObject({ message: expect.stringContaining('run.results()') });
  });

  it('has one sequence of rows where one of several statements has rows', async () => {
    const sql = 'create temp table t (b int); select 2';
    expect(await listOf(query(SHOP_SERVER_ID, sql))).toEqual([['2']]);
  });

  it('is named by its executionId before it is read', async () => {
    const run = query(SHOP_SERVER_ID, 'select generate_series(1, 3)');
    const id = await run.executionId;
    expect((await alice.call('getExecution', { path: { id } })).kind).toBe('query');
    expect(await listOf(run)).toHaveLength(3);
  });
});

describe('a run that fails', () => {
  it('throws what PostgreSQL said, and where', async () => {
    const error = await rejectionOf(query(SHOP_SERVER_ID, 'select 1;\nselect nothing'));
    expect(error).toBeInstanceOf(ProblemError);
    expect(error).toMatchObject({
      code: 'query-failed',
      sqlstate: '42703',
      position: 18,
      statement: 2,
      statementRange: { start: 10, end: 24 },
    });
  });

  it('throws behind the rows that came before, and tells onProblem', async () => {
    const heard: string[] = [];
    const client = createClient({
      baseUrl: service.origin,
      token: await service.token('alice'),
      onProblem: ({ code }) => heard.push(code),
    });
    const rows: unknown[] = [];
    const sql = 'select 100 / (3 - n) from generate_series(1, 3) n';
    const error = await rejectionOf(
      (async () => {
        for await (const row of client.query(SHOP_SERVER_ID, `select 1; ${sql}`).events()) {
          if (row.kind === 'rows') rows.push(...row.rows);
        }
      })(),
    );
    expect(rows[0]).toEqual(['1']);
    expect(error).toMatchObject({ code: 'query-failed', sqlstate: '22012', status: 422 });
    expect(heard).toEqual(['query-failed']);
  });

  it('has no executionId', async () => {
    const run = query('00000000-0000-4000-8000-000000000000', 'select 1');
    expect(await rejectionOf(run.executionId)).toMatchObject({ code: 'server-not-found' });
  });
});

describe('a run that is left', () => {
  const ENDLESS = 'select n, pg_sleep(0.01) from generate_series(1, 1000000) n';

  /** Ten rows fill no packet, so they come late; these come at once. */
  const LONG = "select repeat('x', 1000) from generate_series(1, 10000000)";

  it('ends in PostgreSQL when its loop is left', async () => {
    const run = query(SHOP_SERVER_ID, LONG);
    for await (const row of run) {
      expect(row).toHaveLength(1);
      break;
    }
    expect(await service.noBackendLeft()).toBe(true);
  });

  it('throws the reason of its signal, and ends in PostgreSQL', async () => {
    const controller = new AbortController();
    const reason = new Error('enough');
    const run = query(SHOP_SERVER_ID, LONG, { signal: controller.signal });
    const error = await rejectionOf(
      (async () => {
        for await (const row of run) if (row.length > 0) controller.abort(reason);
      })(),
    );
    expect(error).toBe(reason);
    expect(await service.noBackendLeft()).toBe(true);
  });

  it.each(['rows', 'events'] as const)(
    'gives none of the %s that had come when its signal aborted',
    async (way) => {
      const controller = new AbortController();
      const reason = new Error('enough');
      const sql = 'select generate_series(1, 100); select 2';
      const run = query(SHOP_SERVER_ID, way === 'rows' ? 'select generate_series(1, 100)' : sql, {
        signal: controller.signal,
      });
      let given = 0;
      const error = await rejectionOf(
        (async () => {
          for await (const one of way === 'rows' ? run : run.events()) {
            given += 'kind' in one || one.length > 0 ? 1 : 0;
            controller.abort(reason);
          }
        })(),
      );
      expect([error, given]).toEqual([reason, 1]);
    },
  );

  it('throws the reason of its signal before it has answered, too', async () => {
    const signal = AbortSignal.timeout(300);
    const error = await rejectionOf(query(SHOP_SERVER_ID, 'select pg_sleep(60)', { signal }));
    expect(error).toMatchObject({ name: 'TimeoutError' });
    expect(await service.noBackendLeft()).toBe(true);
  });

  it.each([
    ['read', 'select 1', (run: Run) => run],
    ['left', LONG, leave],
    ['refused', 'select 1 +', (run: Run) => rejectionOf(run)],
  ])('keeps nothing at a signal once it was %s', async (_how, sql, end) => {
    const { signal } = new AbortController();
    await end(query(SHOP_SERVER_ID, sql, { signal }));
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });

  it('is cancelled by cancel, which says how it ended', async () => {
    const run = query(SHOP_SERVER_ID, LONG);
    const events = run.events();
    await events.next();
    const [ended, error] = await Promise.all([run.cancel(), rejectionOf(listOf(events))]);
    expect(ended).toMatchObject({ state: 'ended', outcome: 'cancelled' });
    expect(error).toMatchObject({ code: 'query-cancelled' });
  });

  it('is left by cancel where it has no id yet', async () => {
    const run = query(SHOP_SERVER_ID, ENDLESS);
    const reading = rejectionOf(listOf(run));
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(await run.cancel()).toBeUndefined();
    expect(await reading).toMatchObject({ name: 'AbortError' });
  });

  it('is not sent after a cancel', async () => {
    const run = query(SHOP_SERVER_ID, 'select 1');
    expect(await run.cancel()).toBeUndefined();
    expect(await rejectionOf(run)).toMatchObject({ name: 'AbortError' });
  });
});

describe('an answer that is not whole', () => {
  const COLUMNS = '{"kind":"columns","executionId":"1","columns":[]}\n';

  async function eventsOf(body: string, end: 'end' | 'destroy') {
    const server = createServer((_request, response) => {
      response.writeHead(200, { 'Content-Type': 'application/x-ndjson' });
      response.write(body, () => response[end]());
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const events: RunEvent[] = [];
    const client = createClient({ baseUrl: `http://127.0.0.1:${port}` });
    const error = await rejectionOf(
      (async () => {
        for await (const event of client.query('1', 'select 1').events()) events.push(event);
      })(),
    );
    await new Promise((resolve) => server.close(resolve));
    return { events, error };
  }

  it.each([
    ['ends without its last event', `${COLUMNS}["1"]\n`, 'end'],
    ['breaks off', `${COLUMNS}["1"]\n`, 'destroy'],
    ['ends within a line', `${COLUMNS}["1"]\n["2`, 'end'],
  ] as const)('gives what came, and a ConnectionLostError where it %s', async (_, body, end) => {
    const { events, error } = await eventsOf(body, end);
    expect(events).toContainEqual({ kind: 'rows', rows: [['1']] });
    expect(error).toBeInstanceOf(ConnectionLostError);
  });

  it('passes over events that it does not know', async () => {
    const done = '{"kind":"done","executionId":"1","rows":0,"bytes":0}';
    const { events, error } = await eventsOf(`{"kind":"progress","percent":1}\n${done}\n`, 'end');
    expect(error).toBeUndefined();
    expect(events.map(({ kind }) => kind)).toEqual(['done']);
  });
});
