import { createClient, type DatabaseSession, type UsherClient } from '@pg-usher/sdk';
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

async function* pieces(): AsyncGenerator<string, void, undefined> {
  yield* ['id,note\n1,', 'ä\n2', ',\n'];
  await Promise.resolve();
}

async function withSession(use: (session: DatabaseSession) => Promise<void>): Promise<void> {
  await using session = await alice.openSession(SHOP_SERVER_ID);
  await use(session);
}

describe('a database session', () => {
  it('keeps its connection from one statement to the next, and is closed at the end of its block', async () => {
    await withSession(async (session) => {
      await session.query('create temp table kept (n int)');
      await session.query('insert into kept values ($1)', { params: [7] });
      expect(await listOf(session.query('table kept'))).toEqual([['7']]);
    });
    expect((await alice.call('listDatabaseSessions')).sessions).toEqual([]);
  });

  it('knows how its transaction stands, by every answer and every failure', async () => {
    await withSession(async (session) => {
      const seen = [session.transactionStatus];
      for (const sql of ['begin', 'select 1', 'select nothing', 'select 1', 'rollback']) {
        await rejectionOf(session.query(sql));
        seen.push(session.transactionStatus);
      }
      expect(seen).toEqual([
        'idle',
        'in transaction',
        'in transaction',
        'failed',
        'failed',
        'idle',
      ]);
    });
  });

  it('knows it by a failure behind the first row, too', async () => {
    await withSession(async (session) => {
      await rejectionOf(session.query('begin; select 1; select nothing'));
      expect(session.transactionStatus).toBe('failed');
    });
  });

  it('can be opened in another database, and attached by its description', async () => {
    await using session = await alice.openSession(SHOP_SERVER_ID, { database: 'shop' });
    const { sessions } = await alice.call('listDatabaseSessions');
    const attached = alice.attachSession(sessions[0]!);
    expect(attached.id).toBe(session.id);
    const pid = await listOf(attached.query('select pg_backend_pid()'));
    expect(pid).toEqual([[String(session.description.backendPid)]]);
  });

  it('has a run that has not answered yet cancelled, and goes on', async () => {
    await withSession(async (session) => {
      const run = session.query('select pg_sleep(60)');
      const reading = rejectionOf(run);
      await busy(session);
      expect(await run.cancel()).toMatchObject({ state: 'ended', outcome: 'cancelled' });
      expect(await reading).toMatchObject({ code: 'query-cancelled' });
      expect(await listOf(session.query('select 1'))).toEqual([['1']]);
    });
  });

  it('takes rows into its transaction, and knows how that stands', async () => {
    await withSession(async (session) => {
      await session.query('create temp table stock (id int primary key, note text)');
      await session.query('begin');
      const options = { table: 'stock', format: 'csv' } as const;
      expect(await session.copy(options, pieces())).toMatchObject({ rows: 2, committed: false });
      expect(await session.copy({ ...options, dryRun: true }, 'id\n3\n')).toMatchObject({
        rows: 1,
      });
      expect(session.transactionStatus).toBe('in transaction');
      expect(await listOf(session.query('table stock'))).toEqual([
        ['1', 'ä'],
        ['2', null],
      ]);
      expect(await rejectionOf(session.copy(options, 'id\n1\n'))).toMatchObject({
        code: 'query-failed',
        problem: { sqlstate: '23505' },
      });
      expect(session.transactionStatus).toBe('failed');
    });
  });

  it('can be closed within its block', async () => {
    await withSession((session) => session.close());
  });

  it('says at its end what else went wrong', async () => {
    const description = { ...(await alice.openSession(SHOP_SERVER_ID)).description };
    const nobody = createClient({ baseUrl: service.origin }).attachSession(description);
    const error = await rejectionOf(nobody[Symbol.asyncDispose]());
    expect(error).toMatchObject({ code: 'unauthenticated' });
    await alice.attachSession(description).close();
  });
});

async function busy(session: DatabaseSession): Promise<void> {
  for (;;) {
    const { executionId } = await alice.call('getDatabaseSession', { path: { id: session.id } });
    if (executionId !== null) return;
  }
}
