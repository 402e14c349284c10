import { createReadStream } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { type CopyBody, createClient, type UsherClient } from '@pg-usher/sdk';
import { SHOP_SERVER_ID } from '../../src/demo/house.js';
import { RunningService } from '../support/running-service.js';
import { listOf, rejectionOf } from './rejection.js';

let service: RunningService;
let alice: UsherClient;
beforeAll(async () => {
  service = await RunningService.start();
  alice = createClient({ baseUrl: service.origin, token: await service.token('alice') });
  await service.house.shop.sql('create table stock (id int, note text)', 'shop');
  await service.house.shop.sql('grant select, insert on stock to alice', 'shop');
});
afterEach(async () => {
  await service.house.shop.sql('truncate stock', 'shop');
});
afterAll(async () => {
  await service.stop();
});

const bytes = new TextEncoder().encode('id,note\n1,ä\n2,\n');

async function* pieces(): AsyncGenerator<string, void, undefined> {
  yield* ['id,note\n1,', 'ä\n2', ',\n'];
  await Promise.resolve();
}

function streamOfStrings(): ReadableStream<string> {
  return new Blob([bytes]).stream().pipeThrough(new TextDecoderStream());
}

describe('copy', () => {
  it('closes a stream whose copy is refused', async () => {
    let closed = false;
    const stream = new ReadableStream<Uint8Array>({
      pull: (controller) => {
        controller.enqueue(bytes);
      },
      cancel: () => {
        closed = true;
      },
    });
    const error = await rejectionOf(
      alice.copy(SHOP_SERVER_ID, { table: 'nowhere', format: 'csv' }, stream),
    );
    expect(error).toMatchObject({ code: 'query-failed' });
    expect(closed).toBe(true);
  });

  it.each<[string, () => CopyBody]>([
    ['a string', () => 'id,note\n1,ä\n2,\n'],
    ['bytes', () => bytes],
    ['a Blob', () => new Blob([bytes])],
    ['a ReadableStream', () => new Blob([bytes]).stream()],
    ['a ReadableStream of strings', streamOfStrings],
    ['what gives strings one after the other', pieces],
  ])('copies the rows of %s', async (_words, body) => {
    const answer = await alice.copy(SHOP_SERVER_ID, { table: 'stock', format: 'csv' }, body());
    expect(answer).toMatchObject({ rows: 2, committed: true });
    expect(await listOf(alice.query(SHOP_SERVER_ID, 'table stock'))).toEqual([
      ['1', 'ä'],
      ['2', null],
    ]);
  });

  it('lets everything else run while its source never waits', async () => {
    let turns = 0;
    async function* rows(): AsyncGenerator<string, void, undefined> {
      yield 'id,note\n';
      const counting = setInterval(() => (turns += 1), 0);
      for (let id = 1; id <= 100_000; id += 1) yield `${String(id)},a\n`;
      clearInterval(counting);
      await Promise.resolve();
    }
    const answer = await alice.copy(SHOP_SERVER_ID, { table: 'stock', format: 'csv' }, rows());
    expect(answer).toMatchObject({ rows: 100_000 });
    // About 900 KB.
    expect(turns).toBeGreaterThanOrEqual(3);
  });

  it('sends what has come before the rest is there', async () => {
    let isBegun = false;
    async function* rows(): AsyncGenerator<string, void, undefined> {
      yield 'id,note\n1,a\n';
      while (!isBegun) {
        await setImmediate();
        const { executions } = await alice.call('listExecutions', {});
        isBegun = executions.some(({ rows }) => rows > 0);
      }
      yield '2,b\n';
    }
    const answer = await alice.copy(SHOP_SERVER_ID, { table: 'stock', format: 'csv' }, rows());
    expect(answer).toMatchObject({ rows: 2 });
  });

  it('is as long as all that its source gave, in pieces of any size', async () => {
    const sizes = [0, 1, 300_000, 5, 262_144, 262_143, 2];
    async function* rows(): AsyncGenerator<Uint8Array, void, undefined> {
      yield new TextEncoder().encode('id,note\n1,');
      for (const size of sizes) {
        if (size % 2 === 0) await setImmediate();
        yield new Uint8Array(size).fill(120);
      }
    }
    await alice.copy(SHOP_SERVER_ID, { table: 'stock', format: 'csv' }, rows());
    const length = sizes.reduce((sum, size) => sum + size);
    expect(await listOf(alice.query(SHOP_SERVER_ID, 'select length(note) from stock'))).toEqual([
      [String(length)],
    ]);
  });

  it('throws what its source throws', async () => {
    const broken = new Error('broken');
    async function* rows(): AsyncGenerator<string, void, undefined> {
      yield 'id,note\n1,a\n';
      await setImmediate();
      throw broken;
    }
    const options = { table: 'stock', format: 'csv' } as const;
    const error = await rejectionOf(alice.copy(SHOP_SERVER_ID, options, rows()));
    expect(error).toMatchObject({ cause: { cause: broken } });
    expect(await listOf(alice.query(SHOP_SERVER_ID, 'table stock'))).toEqual([]);
  });

  it('copies a file while it is read', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'usher-copy-'));
    const file = join(folder, 'stock.csv');
    await writeFile(file, bytes);
    const options = { table: 'stock', format: 'csv' } as const;
    expect(await alice.copy(SHOP_SERVER_ID, options, createReadStream(file))).toMatchObject({
      rows: 2,
    });
    await rm(folder, { recursive: true });
  });

  it('takes NDJSON, columns and a dry run', async () => {
    const answer = await alice.copy(
      SHOP_SERVER_ID,
      { schema: 'public', table: 'stock', columns: ['note', 'id'], format: 'ndjson', dryRun: true },
      '["a",1]\n',
    );
    expect(answer).toMatchObject({ rows: 1, dryRun: true, committed: false });
  });

  it('throws where a line is wrong, and copies nothing', async () => {
    const copy = alice.copy(
      SHOP_SERVER_ID,
      { table: 'stock', format: 'csv' },
      'id,note\n1,a\nx,b\n',
    );
    expect(await rejectionOf(copy)).toMatchObject({
      code: 'copy-data-invalid',
      line: 3,
      column: 'id',
    });
    expect(await listOf(alice.query(SHOP_SERVER_ID, 'table stock'))).toEqual([]);
  });

  it('is given up when its signal aborts', async () => {
    const controller = new AbortController();
    async function* endless(): AsyncGenerator<string, void, undefined> {
      yield 'id,note\n';
      controller.abort();
      for (;;) {
        await setImmediate();
        yield '1,a\n';
      }
    }
    const options = { table: 'stock', format: 'csv', signal: controller.signal } as const;
    const error = await rejectionOf(alice.copy(SHOP_SERVER_ID, options, endless()));
    expect(error).toMatchObject({ name: 'AbortError' });
    expect(await service.noBackendLeft()).toBe(true);
  });
});
