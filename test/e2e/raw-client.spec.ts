import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { SHOP_SERVER_ID } from '../../src/demo/house.js';
import { RunningService } from '../support/running-service.js';

/** Clients that do with a connection what no HTTP library does. */
let service: RunningService;
let alice: string;
beforeAll(async () => {
  service = await RunningService.start();
  alice = await service.token('alice');
  await service.house.shop.sql('create table public.wanted (n int)', 'shop');
  await service.house.shop.sql('grant all on public.wanted to usher_users', 'shop');
});
afterAll(async () => {
  await service.stop();
});

async function dial(): Promise<Socket> {
  const { hostname, port } = new URL(service.origin);
  const socket = connect({ host: hostname, port: Number(port) });
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  return socket;
}

function requestFor(body: object, accept = 'application/json'): string {
  const text = JSON.stringify(body);
  return [
    `POST /api/v1/servers/${SHOP_SERVER_ID}/query HTTP/1.1`,
    `Host: ${new URL(service.origin).host}`,
    `Authorization: Bearer ${alice}`,
    'Content-Type: application/json',
    `Content-Length: ${String(Buffer.byteLength(text))}`,
    `Accept: ${accept}`,
    '',
    text,
  ].join('\r\n');
}

/** Waits until it is so; false when it still is not after the time. */
async function becomes(check: () => Promise<boolean>, ms: number): Promise<boolean> {
  const deadline = Date.now() + ms;
  while (Date.now() < deadline) {
    if (await check()) return true;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  return check();
}

describe('a client that sends two statements one behind another on one connection', () => {
  it('and leaves, leaves no backend, and both ends on record', async () => {
    const socket = await dial();
    socket.write(requestFor({ sql: 'select pg_sleep(60)' }).repeat(2));
    expect(await becomes(async () => (await service.backends()) === 2, 10_000)).toBe(true);
    socket.destroy();
    expect(await service.noBackendLeft()).toBe(true);
    const ends = async (): Promise<unknown[]> =>
      (await service.audit("phase = 'outcome'")).map((row) => row['outcome']);
    await becomes(async () => (await ends()).length >= 2, 5000);
    expect(await ends()).toEqual(['client-aborted', 'client-aborted']);
  });
});

describe('a client that stays and reads nothing of a stream', () => {
  it('keeps neither the backend nor its locks beyond the time limit', async () => {
    const socket = await dial();
    const sql = `begin; lock table wanted in access exclusive mode;
      select repeat('x', 1000) from generate_series(1, 10000000)`;
    const locks = async (): Promise<number> => {
      const [row] = await service.house.shop.sql(
        "select count(*)::int as n from pg_locks where relation = 'wanted'::regclass",
        'shop',
      );
      return Number(row?.['n']);
    };
    try {
      socket.pause();
      // Until then the buffers on the way are full, so that the service cannot send any more.
      socket.write(requestFor({ sql, timeoutMs: 3000 }, 'application/x-ndjson'));
      expect(await becomes(async () => (await locks()) > 0, 10_000)).toBe(true);
      expect(await becomes(async () => (await locks()) === 0, 8000)).toBe(true);
      expect(await service.noBackendLeft()).toBe(true);
      expect(socket.destroyed).toBe(false);
    } finally {
      socket.destroy();
    }
  });
});
