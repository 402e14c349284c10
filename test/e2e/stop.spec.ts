import { until, TwoInstances } from '../support/two-instances.js';
import { SHOP_SERVER_ID } from '../../src/demo/house.js';

let both: TwoInstances;
beforeAll(async () => {
  both = await TwoInstances.start();
});
afterAll(async () => {
  await both.first.stop();
});

const SQL = 'select pg_sleep(600)';

function keyedQuery(token: string, origin: string): Promise<Response> {
  return fetch(`${origin}/api/v1/servers/${SHOP_SERVER_ID}/query`, {
    method: 'POST',
    headers: {
      Authorization: `Bearer ${token}`,
      'Content-Type': 'application/json',
      'Idempotency-Key': '"once"',
    },
    body: JSON.stringify({ sql: SQL, timeoutMs: 600_000 }),
  });
}

it('a stop waits until what it has ended is on record, also where the store takes its time', async () => {
  const { first, second } = both;
  const alice = await first.token('alice');
  const running = keyedQuery(alice, second.origin).catch(() => undefined);
  await until(async () => (await both.backends(SQL)) === 1);

  const { store } = first.house;
  const locker = await store.connectAsAdmin('usher');
  let stopped: Promise<void>;
  try {
    await locker.query('begin; lock table audit_event in exclusive mode');
    stopped = second.app.close();
    await until(async () => {
      const waiting = await store.sql(
        `select from pg_locks where relation = 'audit_event'::regclass and not granted`,
        'usher',
      );
      return waiting.length > 0;
    });
    // Long enough for a stop that does not wait.
    await new Promise((resolve) => setTimeout(resolve, 300));
  } finally {
    await locker.end();
  }
  await stopped;
  await running;

  const again = await keyedQuery(alice, first.origin);
  expect(await again.json()).toMatchObject({
    code: 'already-executed',
    detail: expect.stringContaining('did not end well (query-cancelled)'),
  });
  const history = await first.call(alice, 'GET', '/history');
  expect(history.json.items).toMatchObject([{ outcome: 'cancelled', databaseUser: 'alice' }]);
});
