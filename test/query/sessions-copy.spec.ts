import { type ClientRequest, request } from 'node:http';
import { type Answer, readAnswer, type RunningService } from '../support/running-service.js';
import { nginxPattern } from '../support/proxy-recipe.js';
import { SessionClient } from '../support/session-client.js';
import { TwoNamedInstances } from '../support/two-named-instances.js';
import { until } from '../support/two-instances.js';

/** Two instances, to see that a copy is for that of the session; all else is asked of the first. */
let both: TwoNamedInstances;
let service: RunningService;
let token: string;
let alice: SessionClient;
let id: string;
beforeAll(async () => {
  both = await TwoNamedInstances.start();
  service = both.one;
  token = await service.token('alice');
  alice = await SessionClient.of(service, 'alice', token);
  await sql(`
    create table public.stock (id int primary key, n int check (n > 0));
    create table public.sold (id int references public.stock deferrable initially deferred);
    grant all on public.stock, public.sold to usher_users`);
});
beforeEach(async () => {
  ({ id } = await alice.open());
});
afterEach(async () => {
  await alice.closeAll();
  expect(await service.noBackendLeft()).toBe(true);
  await sql('truncate public.stock, public.sold');
});
afterAll(async () => {
  await both.stop();
});

function sql(text: string): Promise<Record<string, any>[]> {
  return service.house.shop.sql(text, 'shop');
}

interface Sending {
  readonly at?: RunningService;
  readonly session?: string;
  readonly bearer?: string;
  readonly headers?: Record<string, string>;
}

async function copy(
  query: Record<string, string>,
  body: string,
  { at = service, session = id, bearer = token, headers = {} }: Sending = {},
): Promise<Answer> {
  const search = new URLSearchParams({ table: 'stock', ...query }).toString();
  return readAnswer(
    await fetch(`${at.origin}/api/v1/sessions/${session}/copy?${search}`, {
      method: 'POST',
      headers: { 'Content-Type': 'text/csv', Authorization: `Bearer ${bearer}`, ...headers },
      body,
    }),
  );
}

const DRY = { dryRun: 'true' };

/** What others see. */
async function stock(): Promise<unknown[]> {
  return (await sql('select id from public.stock order by id')).map((row) => row['id']);
}

async function stockInSession(): Promise<(string | null)[]> {
  const rows = await alice.rows(id, 'select id from public.stock order by id');
  return rows.flat();
}

async function statusOf(): Promise<unknown> {
  return (await alice.get(id)).json.transactionStatus;
}

function outcomeOf({ status, json }: Answer): unknown[] {
  return [status, json?.code];
}

describe('a copy on a session', () => {
  it('is there for good where no transaction is open', async () => {
    const answer = await copy({}, 'id,n\n1,1\n2,2\n');
    expect(answer.json).toEqual({
      executionId: answer.headers.get('x-execution-id'),
      table: 'stock',
      rows: 2,
      bytes: 13,
      dryRun: false,
      committed: true,
      durationMs: expect.any(Number),
      notices: [],
      transactionStatus: 'idle',
    });
    expect(await stock()).toEqual([1, 2]);
  });

  it('goes into a temporary table of the session, as NDJSON', async () => {
    await alice.query(id, 'create temp table mine (id int)');
    const headers = { 'Content-Type': 'application/x-ndjson' };
    expect((await copy({ table: 'mine' }, '{"id":7}\nx\n', { headers })).status).toBe(422);
    expect((await copy({ table: 'mine' }, '{"id":7}\n{"id":8}\n', { headers })).status).toBe(200);
    expect(await alice.rows(id, 'table mine')).toEqual([['7'], ['8']]);
  });

  it('is a part of the transaction that is open, and goes with it', async () => {
    await alice.query(id, 'begin');
    const answer = await copy({}, 'id,n\n1,1\n');
    expect(answer.json).toMatchObject({ committed: false, transactionStatus: 'in transaction' });
    expect([await stockInSession(), await stock()]).toEqual([['1'], []]);
    await alice.query(id, 'rollback');
    expect(await stockInSession()).toEqual([]);
    await alice.query(id, 'begin');
    await copy({}, 'id,n\n2,1\n');
    await alice.query(id, 'commit');
    expect(await stock()).toEqual([2]);
  });

  it('leaves the transaction failed where it fails, with the line, and is not tried in one', async () => {
    await alice.query(id, 'begin');
    const failed = await copy({}, 'id,n\n1,one\n');
    expect(failed.json).toMatchObject({
      code: 'copy-data-invalid',
      line: 2,
      column: 'n',
      transactionStatus: 'failed',
    });
    for (const query of [{}, DRY]) {
      const refused = await copy(query, 'id,n\n1,1\n');
      expect(refused.json).toMatchObject({ sqlstate: '25P02', transactionStatus: 'failed' });
    }
    await alice.query(id, 'rollback');
    expect((await copy({}, 'id,n\n1,1\n')).status).toBe(200);
  });

  it('is on record as a run of the session', async () => {
    const { json } = await copy({}, 'id,n\n1,1\n');
    const execution = await alice.call('GET', `/executions/${json.executionId}?activity=false`);
    expect(execution.json).toMatchObject({ kind: 'copy', databaseSessionId: id, rows: 1 });
    const rows = await service.audit(`request_id = '${String(json.executionId)}'`);
    expect(rows.map((row) => [row['phase'], row['outcome'], row['database_session_id']])).toEqual([
      ['intent', null, id],
      ['outcome', 'ok', id],
    ]);
  });
});

describe('a dry run on a session', () => {
  it('leaves nothing, and nothing open, where no transaction was', async () => {
    const answer = await copy(DRY, 'id,n\n1,1\n');
    expect(answer.json).toMatchObject({ rows: 1, dryRun: true, committed: false });
    expect([await statusOf(), await stockInSession()]).toEqual(['idle', []]);
  });

  it('undoes itself and nothing else in a transaction, where it would do and where it fails', async () => {
    await alice.query(id, 'begin; insert into public.stock values (1, 1)');
    expect((await copy(DRY, 'id,n\n2,2\n')).json).toMatchObject({
      rows: 1,
      committed: false,
      transactionStatus: 'in transaction',
    });
    expect((await copy(DRY, 'id,n\n1,1\n')).json).toMatchObject({
      sqlstate: '23505',
      transactionStatus: 'in transaction',
    });
    expect(await stockInSession()).toEqual(['1']);
    await alice.query(id, 'commit');
    expect(await stock()).toEqual([1]);
  });

  it('keeps the savepoints of the person, also one of its own name', async () => {
    await alice.query(id, 'begin; savepoint pg_usher_dry_run');
    await alice.query(id, 'insert into public.stock values (1, 1)');
    await copy(DRY, 'id,n\n2,2\n');
    expect((await alice.query(id, 'rollback to pg_usher_dry_run')).status).toBe(200);
    expect(await stockInSession()).toEqual([]);
  });

  it('leaves deferred what the person has deferred, and checked at the commit', async () => {
    await alice.query(id, 'begin; insert into public.sold values (5); savepoint s');
    await alice.query(id, 'insert into public.stock values (5, 1)');
    expect((await copy(DRY, 'id,n\n6,1\n')).status).toBe(200);
    // The row that the dry run found goes, and the check of before has to find that.
    await alice.query(id, 'rollback to s');
    expect((await alice.query(id, 'commit')).json).toMatchObject({ sqlstate: '23503' });
  });

  it('fails by what the transaction has deferred, which can still be put right', async () => {
    await alice.query(id, 'begin; insert into public.sold values (5)');
    expect((await copy(DRY, 'id,n\n6,1\n')).json).toMatchObject({
      sqlstate: '23503',
      transactionStatus: 'in transaction',
    });
    await alice.query(id, 'insert into public.stock values (5, 1)');
    expect((await alice.query(id, 'commit')).status).toBe(200);
    expect(await stock()).toEqual([5]);
  });
});

/** An upload whose end does not come by itself, once PostgreSQL waits for more of it. */
async function begunUpload(query: Record<string, string>): Promise<ClientRequest> {
  const search = new URLSearchParams({ table: 'stock', ...query }).toString();
  const upload = request(`${service.origin}/api/v1/sessions/${id}/copy?${search}`, {
    method: 'POST',
    headers: { 'Content-Type': 'text/csv', Authorization: `Bearer ${token}` },
  });
  upload.on('error', () => undefined);
  upload.write('id,n\n1,1\n2,2\n');
  await until(async () => {
    const waiting = `select from pg_stat_activity where usename = 'alice'
      and query like 'COPY%' and wait_event = 'ClientRead'`;
    return (await sql(waiting)).length > 0;
  }, 10_000);
  return upload;
}

/** Until nothing runs on the session. */
async function settled(): Promise<void> {
  await until(async () => (await alice.get(id)).json.executionId === null, 10_000);
}

describe('a copy on a session that is given up', () => {
  it.each([
    [{}, 'failed'],
    [DRY, 'in transaction'],
  ])('keeps the session: %j leaves its transaction %s', async (query, status) => {
    await alice.query(id, 'begin; insert into public.stock values (9, 9)');
    (await begunUpload(query)).destroy();
    await settled();
    expect(await statusOf()).toBe(status);
    await alice.query(id, 'commit');
    expect(await stock()).toEqual(status === 'failed' ? [] : [9]);
  });

  it('keeps another run waiting outside', async () => {
    const upload = await begunUpload({});
    expect(outcomeOf(await copy({}, 'id,n\n3,3\n'))).toEqual([409, 'session-busy']);
    expect(outcomeOf(await alice.query(id, 'select 1'))).toEqual([409, 'session-busy']);
    upload.destroy();
    await settled();
    expect((await copy({}, 'id,n\n3,3\n')).status).toBe(200);
  });

  it('ends with the session', async () => {
    const upload = await begunUpload({});
    const answered = new Promise((resolve) => {
      upload.on('response', (response) => {
        resolve(response.statusCode);
      });
    });
    expect((await alice.close(id)).status).toBe(204);
    expect(await answered).toBe(410);
    upload.destroy();
    expect(await stock()).toEqual([]);
  });
});

describe('a copy on a session is refused', () => {
  const ROW = 'id,n\n1,1\n';
  afterEach(async () => {
    expect(await stock()).toEqual([]);
  });

  it('to everybody but its owner, as if it had never been', async () => {
    const bearer = await service.token('bob');
    const foreign = await copy({}, ROW, { bearer });
    const never = await copy({}, ROW, { bearer, session: `one.${crypto.randomUUID()}` });
    expect(outcomeOf(foreign)).toEqual([404, 'session-not-found']);
    expect(foreign.json.detail).toBe(never.json.detail);
  });

  it('by another instance, whether or not there is one', async () => {
    for (const session of [id, `one.${crypto.randomUUID()}`]) {
      const answer = await copy({}, ROW, { at: both.two, session });
      expect(outcomeOf(answer)).toEqual([421, 'wrong-instance']);
      expect(answer.json.owningInstance).toBe('one');
    }
    const path = `/api/v1/sessions/${id}/copy`;
    expect(nginxPattern().exec(path)?.groups?.['instance']).toBe('one');
  });

  it('without a sign-in', async () => {
    expect((await copy({}, ROW, { bearer: 'x' })).status).toBe(401);
  });

  it('once the role is protected, and ends the session', async () => {
    await service.house.shop.sql('alter role alice createrole');
    try {
      expect(outcomeOf(await copy({}, ROW))).toEqual([410, 'session-closed']);
    } finally {
      await service.house.shop.sql('alter role alice nocreaterole');
    }
    expect(outcomeOf(await copy({}, ROW))).toEqual([410, 'session-closed']);
  });

  it.each<[string, Record<string, string>, Record<string, string>, unknown[]]>([
    ['a database of its own', { database: 'shop' }, {}, [400, 'validation-failed']],
    ['a field that names a user', { user: 'bob' }, {}, [400, 'validation-failed']],
    ['a key', {}, { 'Idempotency-Key': '"k"' }, [400, 'validation-failed']],
    ['JSON', {}, { 'Content-Type': 'application/json' }, [400, 'malformed-request']],
    [
      'a form',
      {},
      { 'Content-Type': 'application/x-www-form-urlencoded' },
      [415, 'unsupported-media-type'],
    ],
  ])('with %s', async (_name, query, headers, refusal) => {
    expect(outcomeOf(await copy(query, ROW, { headers }))).toEqual(refusal);
  });
});
