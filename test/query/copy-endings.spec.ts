import { type ClientRequest, type IncomingMessage, request } from 'node:http';
import { LiveWork } from '../../src/connection/live-work.js';
import { SHOP_SERVER_ID } from '../../src/demo/house.js';
import { RunningService } from '../support/running-service.js';

/** How copies end when something goes wrong around them: nothing is copied, nothing stays behind. */
let service: RunningService;
let alice: string;
beforeAll(async () => {
  service = await RunningService.start({ query: { stallTimeoutMs: 1500 } });
  alice = await service.token('alice');
  await sql(`
    create table public.goods (id bigint, name text);
    create table public.slow (id bigint);
    create function public.wait() returns trigger language plpgsql as
      $$ begin perform pg_catalog.pg_sleep(60); return new; end $$;
    create trigger wait before insert on public.slow for each row execute function public.wait();
    grant all on public.goods, public.slow to usher_users`);
});
afterAll(async () => {
  await service.stop();
});
afterEach(async () => {
  expect(await service.noBackendLeft()).toBe(true);
  expect(await sql('select 1 from public.goods union all select 1 from public.slow')).toEqual([]);
});

function sql(text: string): Promise<Record<string, any>[]> {
  return service.house.shop.sql(text, 'shop');
}

interface Sent {
  readonly status: number;
  readonly json: any;
}

/** An upload that the test sends piece by piece. */
class SlowUpload {
  readonly #request: ClientRequest;
  readonly answer: Promise<Sent>;

  constructor(query: Record<string, string>, headers: Record<string, string> = {}) {
    const search = new URLSearchParams(query).toString();
    this.#request = request(`${service.origin}/api/v1/servers/${SHOP_SERVER_ID}/copy?${search}`, {
      method: 'POST',
      headers: { 'Content-Type': 'text/csv', Authorization: `Bearer ${alice}`, ...headers },
    });
    this.#request.setMaxListeners(0);
    this.answer = new Promise((resolve, reject) => {
      this.#request.on('error', reject);
      this.#request.on('response', (response: IncomingMessage) => {
        let text = '';
        response.on('data', (chunk: Buffer) => (text += chunk.toString()));
        response.on('error', reject);
        response.on('end', () => {
          resolve({ status: response.statusCode ?? 0, json: JSON.parse(text) });
        });
      });
    });
    // A test that leaves has no answer to wait for.
    this.answer.catch(() => undefined);
  }

  /** Resolves once the piece is out, or nobody takes it any more. */
  async send(piece: string | Buffer): Promise<void> {
    await new Promise<void>((resolve) => {
      const done = (): void => {
        this.#request.off('close', done);
        resolve();
      };
      this.#request.on('close', done);
      this.#request.write(piece, done);
    });
  }

  end(): Promise<Sent> {
    this.#request.end();
    return this.answer;
  }

  leave(): void {
    this.#request.destroy();
  }
}

async function until(check: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 10_000;
  while (!(await check())) {
    if (Date.now() > deadline) throw new Error('It did not come to that.');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** A COPY of alice's runs, and waits for this. */
function untilWaiting(event: string): Promise<void> {
  return until(async () => {
    const rows = await sql(
      `select from pg_stat_activity where usename = 'alice' and query like 'COPY%' and wait_event = '${event}'`,
    );
    return rows.length > 0;
  });
}

/** Until the copy has got so far that PostgreSQL waits for more. */
async function begun(upload: SlowUpload): Promise<void> {
  await upload.send('id,name\n1,a\n2,b\n');
  await untilWaiting('ClientRead');
}

async function lastOutcome(): Promise<Record<string, any> | undefined> {
  await until(async () => (await service.audit()).at(-1)?.['phase'] === 'outcome');
  return (await service.audit()).at(-1);
}

const MEGABYTE = Buffer.from('7,seven\n'.repeat(131_072));

describe('a client that leaves', () => {
  it('in the middle of its upload, leaves nothing', async () => {
    const upload = new SlowUpload({ table: 'goods' });
    await begun(upload);
    upload.leave();
    expect(await service.noBackendLeft()).toBe(true);
    const outcome = await lastOutcome();
    expect(outcome).toMatchObject({ action: 'copy', outcome: 'client-aborted', rows: '0' });
    expect(Number(outcome?.['bytes'])).toBe(16);
  });

  it('before all that it announced has come, leaves nothing', async () => {
    const upload = new SlowUpload({ table: 'goods' }, { 'Content-Length': '100' });
    await begun(upload);
    upload.leave();
    expect(await service.noBackendLeft()).toBe(true);
    expect(await lastOutcome()).toMatchObject({ outcome: 'client-aborted' });
  });

  it('while the copy waits for a lock, and has megabytes on their way, leaves nothing', async () => {
    const upload = new SlowUpload({ table: 'goods' });
    await service.house.shop.sql('create table if not exists public.keep (n int)', 'shop');
    const holder = sql(
      'begin; lock table public.goods in access exclusive mode; select pg_catalog.pg_sleep(4); commit',
    );
    await until(async () => {
      const rows = await sql(
        "select from pg_locks where mode = 'AccessExclusiveLock' and granted and relation = 'public.goods'::regclass",
      );
      return rows.length > 0;
    });
    await upload.send('id,name\n');
    void upload.send(Buffer.concat([MEGABYTE, MEGABYTE, MEGABYTE]));
    await untilWaiting('relation');
    upload.leave();
    await until(async () => {
      const rows = await sql("select from pg_stat_activity where usename = 'alice'");
      return rows.length === 0;
    });
    // The lock was still held: nobody had to wait for it.
    const held = await sql(
      "select from pg_locks where mode = 'AccessExclusiveLock' and granted and relation = 'public.goods'::regclass",
    );
    expect(held).toHaveLength(1);
    expect(await lastOutcome()).toMatchObject({ outcome: 'client-aborted' });
    await holder;
  });

  it('at any point, leaves nothing: 40 times', async () => {
    const before = (await service.audit("phase = 'outcome'")).length;
    const uploads = Array.from({ length: 40 }, (_value, index) => leaveAfter(index * 3));
    await Promise.all(uploads);
    await until(async () => (await service.backends()) === 0);
    await until(async () => {
      const [open] = await service.house.store.sql(
        "select count(*)::int as n from audit_event i where phase = 'intent' and not exists (select from audit_event o where o.intent_id = i.intent_id and o.phase = 'outcome')",
        'usher',
      );
      return open?.['n'] === 0;
    });
    const outcomes = (await service.audit("phase = 'outcome'")).slice(before);
    const kinds = new Set(outcomes.map((row) => row['outcome']));
    expect([...kinds]).toEqual(['client-aborted']);
  });

  async function leaveAfter(ms: number): Promise<void> {
    const upload = new SlowUpload({ table: 'goods' });
    void upload.send('id,name\n');
    const sending = setInterval(() => void upload.send(MEGABYTE.subarray(0, 8 * 1024)), 1);
    await new Promise((resolve) => setTimeout(resolve, ms));
    clearInterval(sending);
    upload.leave();
  }
});

describe('a client that sends nothing more', () => {
  it('is given up', async () => {
    const upload = new SlowUpload({ table: 'goods' });
    await begun(upload);
    const answer = await upload.answer;
    expect([answer.status, answer.json.code]).toEqual([504, 'query-timeout']);
    expect(answer.json.detail).toContain('1500 ms');
    expect(await lastOutcome()).toMatchObject({ outcome: 'timeout', code: 'query-timeout' });
    upload.leave();
  });

  it('not even a header, is given up', async () => {
    const upload = new SlowUpload({ table: 'goods' });
    await upload.send('id,na');
    expect((await upload.answer).json.code).toBe('query-timeout');
    upload.leave();
  });
});

describe('the time limit', () => {
  it('ends a copy that waits for its client', async () => {
    const upload = new SlowUpload({ table: 'goods', timeoutMs: '700' });
    await begun(upload);
    const answer = await upload.answer;
    expect([answer.status, answer.json.code]).toEqual([504, 'query-timeout']);
    expect(answer.json.detail).toContain('700 ms');
    upload.leave();
  });

  it('ends a copy whose client waits for PostgreSQL', async () => {
    const upload = new SlowUpload({ table: 'slow', timeoutMs: '700' });
    await upload.send('id\n1\n2\n');
    const answer = await upload.end();
    expect([answer.status, answer.json.code]).toEqual([504, 'query-timeout']);
    expect(await lastOutcome()).toMatchObject({ outcome: 'timeout' });
  });

  it('ends a dry run', async () => {
    const upload = new SlowUpload({ table: 'slow', timeoutMs: '700', dryRun: 'true' });
    await upload.send('id\n1\n');
    expect((await upload.end()).json.code).toBe('query-timeout');
  });
});

describe('the person', () => {
  it('sees how far the copy is, and can cancel it while it waits for more', async () => {
    const upload = new SlowUpload({ table: 'goods' });
    await begun(upload);
    const list = await service.call(alice, 'GET', '/executions');
    const [run] = list.json.executions;
    expect(run).toMatchObject({ kind: 'copy', state: 'running', bytes: 16 });
    const path = `/executions/${String(run.id)}`;
    expect((await service.call(alice, 'GET', path)).json.activity.progress).toMatchObject({
      bytes_processed: expect.anything(),
    });
    expect((await service.call(alice, 'DELETE', path)).status).toBe(200);
    const answer = await upload.answer;
    expect([answer.status, answer.json.code]).toEqual([409, 'query-cancelled']);
    expect(await lastOutcome()).toMatchObject({ outcome: 'cancelled' });
    upload.leave();
  });
});

describe('a failure in the middle of a long upload', () => {
  it('is answered although the client is still sending', async () => {
    const upload = new SlowUpload({ table: 'goods' });
    await upload.send('id,name\n1,a\nx,b\n');
    for (let count = 0; count < 20; count += 1) void upload.send(MEGABYTE);
    const answer = await upload.answer;
    expect([answer.status, answer.json.code]).toEqual([422, 'copy-data-invalid']);
    expect(answer.json).toMatchObject({ line: 3, column: 'id' });
    upload.leave();
  });

  it('of the last line is found in 20 megabytes', async () => {
    const upload = new SlowUpload({ table: 'goods' });
    await upload.send('id,name\n');
    for (let count = 0; count < 20; count += 1) await upload.send(MEGABYTE);
    await upload.send('x,y\n');
    const answer = await upload.end();
    expect(answer.json).toMatchObject({ code: 'copy-data-invalid', line: 20 * 131_072 + 2 });
  });
});

describe('PostgreSQL', () => {
  it.each([
    ['pg_terminate_backend', 502, 'connection-lost'],
    ['pg_cancel_backend', 409, 'query-cancelled'],
  ])('that ends the copy is told apart: %s', async (end, status, code) => {
    const upload = new SlowUpload({ table: 'slow' });
    await upload.send('id\n1\n');
    void upload.end();
    await untilWaiting('PgSleep');
    await sql(`select ${end}(pid) from pg_stat_activity where usename = 'alice'`);
    const answer = await upload.answer;
    expect([answer.status, answer.json.code]).toEqual([status, code]);
  });

  it('that is stopped in the middle of an upload is explained', async () => {
    const upload = new SlowUpload({ table: 'goods' });
    await begun(upload);
    await service.house.shop.stop();
    void upload.send(MEGABYTE);
    expect((await upload.answer).json.code).toBe('connection-lost');
    upload.leave();
    await service.house.shop.start();
  });
});

describe('a stop of the service', () => {
  it('ends what is being copied, and says so', async () => {
    const upload = new SlowUpload({ table: 'goods' });
    await begun(upload);
    await service.app.get(LiveWork).beforeApplicationShutdown();
    const answer = await upload.answer;
    expect([answer.status, answer.json.code]).toEqual([409, 'query-cancelled']);
    expect(answer.json.detail).toContain('pg-usher is being stopped');
    expect(await lastOutcome()).toMatchObject({ outcome: 'cancelled' });
    upload.leave();
  });
});
