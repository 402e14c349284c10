import { randomUUID } from 'node:crypto';
import { BearerTokens } from '../../src/auth/bearer.js';
import { Problem } from '../../src/common/problem.js';
import { ConnectionService } from '../../src/connection/connection.service.js';
import { Gate } from '../../src/connection/gate.js';
import type { Lease } from '../../src/connection/lease.js';
import { SHOP_SERVER_ID } from '../../src/demo/house.js';
import { copyIn, type CopyRequest, type CopyResult } from '../../src/query/copy/copy-in.js';
import { RunningService } from '../support/running-service.js';

/** Copies on a connection that is kept, with a transaction and a temporary table of the person's. */
let service: RunningService;
let lease: Lease;
const gone = new AbortController();
beforeAll(async () => {
  service = await RunningService.start();
  const token = await service.token('alice');
  const principal = await service.app.get(BearerTokens).resolve(token);
  const caller = await service.app.get(Gate).admitCaller(principal, SHOP_SERVER_ID);
  const connections = service.app.get(ConnectionService, { strict: false });
  const request = { database: 'shop', requestId: randomUUID(), gone: gone.signal, pinned: true };
  lease = await connections.lease(caller, request);
  await run('create temporary table mine (id int primary key, n int check (n > 0))');
  await run('create temporary table other (id int references mine deferrable initially deferred)');
});
afterAll(async () => {
  await lease.release();
  expect(await service.noBackendLeft()).toBe(true);
  await service.stop();
});
afterEach(async () => {
  if (lease.transactionStatus !== 'idle') await run('rollback');
  await run('truncate mine, other');
});

const never = new AbortController().signal;

async function run(sql: string): Promise<readonly (readonly (string | null)[])[]> {
  return lease.rows(sql, [], never);
}

async function count(): Promise<string | null | undefined> {
  return (await run('select pg_catalog.count(*) from mine'))[0]?.[0];
}

async function* pieces(...texts: readonly string[]): AsyncGenerator<Buffer, void, undefined> {
  for (const text of texts) yield await Promise.resolve(Buffer.from(text));
}

/** Rows of NDJSON into the table, and whatever the request says else. */
function copy(body: string, more: Partial<CopyRequest> = {}, signal = never): Promise<CopyResult> {
  const format = { kind: 'ndjson', maxLineBytes: 1000 } as const;
  const request = { table: 'mine', format, dryRun: false, source: () => pieces(body), ...more };
  return copyIn(lease, request, signal);
}

async function codeOf(result: Promise<unknown>): Promise<string> {
  return result.then(
    () => 'none',
    (error: unknown) => (error instanceof Problem ? error.code : String(error)),
  );
}

describe('outside of a transaction', () => {
  it('is committed at once', async () => {
    expect(await copy('{"id":1}\n{"id":2}')).toMatchObject({
      rows: 2,
      bytes: 17,
      committed: true,
      transactionStatus: 'idle',
    });
    expect(await count()).toBe('2');
  });

  it('fails without leaving anything, and the connection goes on', async () => {
    expect(await codeOf(copy('{"id":1}\n{"id":1}'))).toBe('query-failed');
    expect(await codeOf(copy('{"id":1}\nx'))).toBe('copy-data-invalid');
    expect(lease.transactionStatus).toBe('idle');
    expect(await count()).toBe('0');
  });

  it('a dry run leaves nothing, and nothing open', async () => {
    expect(await copy('{"id":1}', { dryRun: true })).toMatchObject({
      rows: 1,
      committed: false,
      transactionStatus: 'idle',
    });
    expect(await codeOf(copy('{"id":7}', { table: 'other', dryRun: true }))).toBe('query-failed');
    expect([lease.transactionStatus, await count()]).toEqual(['idle', '0']);
  });
});

describe('in a transaction that the person has open', () => {
  it('is a part of it', async () => {
    await run('begin');
    expect(await copy('{"id":1}')).toMatchObject({
      rows: 1,
      committed: false,
      transactionStatus: 'in transaction',
    });
    expect(await count()).toBe('1');
    await run('rollback');
    expect(await count()).toBe('0');
  });

  it('makes it fail where it fails, and is not tried in one that has', async () => {
    await run('begin');
    expect(await codeOf(copy('{"id":1,"n":0}'))).toBe('query-failed');
    expect(lease.transactionStatus).toBe('failed');
    expect(await codeOf(copy('{"id":1}'))).toBe('query-failed');
    expect(await codeOf(copy('{"id":1}', { dryRun: true }))).toBe('query-failed');
  });

  it('is undone by a dry run up to where it began, also where it would fail', async () => {
    await run('begin');
    await run('insert into mine values (1)');
    expect(await copy('{"id":2}', { dryRun: true })).toMatchObject({ rows: 1, committed: false });
    expect(await codeOf(copy('{"id":1}', { dryRun: true }))).toBe('query-failed');
    expect(await codeOf(copy('{"id":9}', { table: 'other', dryRun: true }))).toBe('query-failed');
    expect([lease.transactionStatus, await count()]).toEqual(['in transaction', '1']);
    // Constraints that the person deferred are deferred as before.
    await run('insert into other values (5)');
    await run('insert into mine values (5)');
    await run('commit');
    expect(await count()).toBe('2');
  });
});

describe('a copy that is given up', () => {
  /** Gives a row, and then waits for the signal. */
  async function* endless(signal: AbortSignal): AsyncGenerator<Buffer, void, undefined> {
    yield Buffer.from('{"id":1}\n');
    await new Promise<void>((resolve) => {
      signal.addEventListener('abort', () => {
        resolve();
      });
    });
    signal.throwIfAborted();
  }

  it.each([false, true])('leaves the connection as it was (dry run: %s)', async (dryRun) => {
    const controller = new AbortController();
    setTimeout(() => {
      controller.abort(new Problem('query-cancelled', { detail: 'Enough.' }));
    }, 100);
    const result = copy('', { source: endless, dryRun }, controller.signal);
    expect(await codeOf(result)).toBe('query-cancelled');
    expect(lease.usable).toBe(true);
    // Nothing of the cancel hits what comes next.
    for (let index = 0; index < 20; index += 1) expect(await count()).toBe('0');
    expect(lease.transactionStatus).toBe('idle');
  });

  it('before it began sends nothing', async () => {
    const controller = new AbortController();
    controller.abort(new Problem('query-cancelled', { detail: 'Enough.' }));
    expect(await codeOf(copy('{"id":1}', {}, controller.signal))).toBe('query-cancelled');
    expect(await count()).toBe('0');
  });

  it('closes its source, whatever it was that failed', async () => {
    let closed = 0;
    async function* source(): AsyncGenerator<Buffer, void, undefined> {
      try {
        yield Buffer.from('{"id":1}\n{"id":"x"}\n');
        for (let index = 0; index < 5000; index += 1) {
          yield await Promise.resolve(Buffer.from('{"id":2}\n'.repeat(1000)));
        }
      } finally {
        closed += 1;
      }
    }
    expect(await codeOf(copy('', { source }))).toBe('copy-data-invalid');
    expect(await codeOf(copy('', { source, table: 'nowhere' }))).toBe('query-failed');
    expect(closed).toBe(2);
    expect(await count()).toBe('0');
  });

  it('by its source fails with what the source says', async () => {
    async function* source(): AsyncGenerator<Buffer, void, undefined> {
      yield await Promise.resolve(Buffer.from('{"id":1}\n'));
      throw new Problem('query-timeout', { detail: 'Nothing came.' });
    }
    expect(await codeOf(copy('', { source }))).toBe('query-timeout');
    expect(await count()).toBe('0');
  });
});

describe('progress', () => {
  it('is told as the body is read', async () => {
    const seen: number[] = [];
    const source = () => pieces('{"id":1}\n', '{"id":', '2}\n');
    await copy('', { source, onProgress: (bytes) => seen.push(bytes) });
    expect(seen).toEqual([9, 15, 18]);
  });
});
