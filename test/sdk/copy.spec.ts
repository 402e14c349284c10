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
