import { createServer, type Server } from 'node:net';
import { createSecureContext } from 'node:tls';
import { probeServer } from '../../src/connection/probe.js';
import { FRESH_MS, ProbeCache } from '../../src/connection/probe-cache.js';
import { createCertificateAuthority, issueCertificate } from '../../src/demo/certificates.js';
import { findFreePort } from '../../src/demo/free-port.js';
import { SHOP_SERVER_ID } from '../../src/demo/house.js';
import type { ServerDefinition } from '../../src/servers/server-definition.js';
import { FakePostgres } from '../support/fake-postgres.js';
import { RunningService } from '../support/running-service.js';

let service: RunningService;
let alice: string;
let dana: string;
beforeAll(async () => {
  service = await RunningService.start();
  alice = await service.token('alice');
  dana = await service.token('dana');
});
afterAll(async () => {
  await service.stop();
});

async function reachability(token: string): Promise<any[]> {
  return (await service.call(token, 'GET', '/servers/reachability')).json.items;
}

async function register(body: object): Promise<string> {
  const { json } = await service.call(dana, 'POST', '/servers', {
    ...{ host: '127.0.0.1', passthrough: true },
    ...body,
  });
  return json.id;
}

/** Takes connections, and answers the first bytes with these. */
async function listening(
  answer: string,
): Promise<{ server: Server; port: number; count: () => number }> {
  let count = 0;
  const server = createServer((socket) => {
    count += 1;
    socket.on('error', () => undefined);
    if (answer !== '') socket.once('data', () => socket.write(answer));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return {
    server,
    port: typeof address === 'object' ? (address?.port ?? 0) : 0,
    count: () => count,
  };
}

describe('the list', () => {
  it('says that a real PostgreSQL is there, which nobody has signed in to', async () => {
    const mark = await service.logMark();
    expect(await reachability(alice)).toEqual([
      {
        serverId: SHOP_SERVER_ID,
        state: 'reachable',
        checkedAt: expect.stringMatching(/^\d{4}-.*Z$/),
      },
    ]);
    const log = await service.logSince(mark);
    expect(log).not.toMatch(/authenticated|authorized|FATAL|ERROR|could not accept SSL/);
  });

  it('says the same of a closed port and of a silent one, and names no address', async () => {
    const silent = await listening('');
    const closed = await register({ name: 'far', port: await findFreePort() });
    const quiet = await register({ name: 'away', port: silent.port });
    const items = await reachability(alice);
    const of = (id: string): any => items.find(({ serverId }) => serverId === id);
    for (const [id, name] of [
      [closed, 'far'],
      [quiet, 'away'],
    ] as const) {
      expect(of(id)).toEqual({
        ...{ serverId: id, state: 'unreachable', code: 'server-unreachable' },
        checkedAt: expect.any(String),
        detail: `${name} is not answering. Nothing ran; try again in a moment, and ask an administrator of pg-usher if it lasts.`,
      });
    }
    expect(JSON.stringify(items)).not.toContain('127.0.0.1');
    silent.server.close();
  });

  it('never looks at a server that the caller cannot see', async () => {
    const hidden = await listening('N');
    const id = await register({ name: 'hidden', port: hidden.port, visibleTo: ['nobody-is'] });
    expect((await reachability(alice)).map(({ serverId }) => serverId)).not.toContain(id);
    expect(hidden.count()).toBe(0);
    const seen = (await reachability(dana)).find(({ serverId }) => serverId === id);
    expect(seen).toMatchObject({ state: 'untrusted', code: 'server-untrusted' });
    expect(hidden.count()).toBe(1);
    await reachability(dana);
    expect(hidden.count()).toBe(1);
    hidden.server.close();
  });

  it('is not a server', async () => {
    const answer = await service.call(alice, 'GET', `/servers/${SHOP_SERVER_ID}`);
    expect(answer.json.id).toBe(SHOP_SERVER_ID);
    expect((await service.call(undefined, 'GET', '/servers/reachability')).status).toBe(401);
  });
});

describe('a probe', () => {
  const NAME = 'localhost';

  async function probed(options: {
    hosts?: string[];
    trusted?: boolean;
    sslMode?: ServerDefinition['sslMode'];
  }): Promise<[string | undefined, number]> {
    const ca = await createCertificateAuthority('right');
    const other = await createCertificateAuthority('wrong');
    const request = { commonName: NAME, usage: 'server', hosts: options.hosts ?? [NAME] } as const;
    const certificate = await issueCertificate(ca, request);
    const fake = await FakePostgres.start(certificate);
    const secureContext = createSecureContext({
      ca: options.trusted === false ? other.certPem : ca.certPem,
    });
    const { sslMode = 'verify-full' } = options;
    const target = { name: 'fake', host: NAME, port: fake.port, sslMode };
    const problem = await probeServer(target, secureContext, 3000);
    await fake.stop();
    return [problem?.code, fake.startups.length + fake.clearBytes];
  }

  it.each([
    ['the right root and name', {}, undefined],
    ['another root', { trusted: false }, 'server-untrusted'],
    ['another name', { hosts: ['db.example'] }, 'server-untrusted'],
    [
      'another name, which verify-ca does not mind',
      { hosts: ['db.example'], sslMode: 'verify-ca' },
      undefined,
    ],
    [
      'another root, which require does not mind',
      { trusted: false, sslMode: 'require' },
      undefined,
    ],
    ['no wish for encryption', { trusted: false, sslMode: 'disable' }, undefined],
  ] as const)('finds with %s what a connect would', async (_what, options, code) => {
    expect(
      await probed({ ...options, hosts: [...('hosts' in options ? options.hosts : [NAME])] }),
    ).toEqual([code, 0]);
  });

  it.each([
    ['N', 'verify-full', 'server-untrusted'],
    ['N', 'disable', undefined],
    ['SSH-2.0-x\r\n', 'verify-full', 'server-untrusted'],
    ['HTTP/1.1 400 Bad Request\r\n\r\n', 'disable', 'server-untrusted'],
  ] as const)('takes the answer %j with %s for %s', async (answer, sslMode, code) => {
    const { server, port } = await listening(answer);
    const target = { name: 'x', host: '127.0.0.1', port, sslMode };
    expect((await probeServer(target, createSecureContext(), 3000))?.code).toBe(code);
    server.close();
  });
});

describe('what was found', () => {
  const LATE = new Promise<never>(() => undefined);
  const server = (id: string, revision = 1): ServerDefinition =>
    ({ id, revision }) as ServerDefinition;

  it('is shared while it is looked for, and holds for twenty seconds', async () => {
    let now = 0;
    let probes = 0;
    const cache = new ProbeCache(
      () => Promise.resolve((probes += 1)).then(() => undefined),
      () => now,
    );
    await Promise.all([cache.find([server('a')], LATE), cache.find([server('a')], LATE)]);
    now = FRESH_MS - 1;
    await cache.find([server('a')], LATE);
    expect(probes).toBe(1);
    now = FRESH_MS;
    await cache.find([server('a')], LATE);
    expect(probes).toBe(2);
    await cache.find([server('a', 2)], LATE);
    expect(probes).toBe(3);
  });

  it('is looked for eight at a time, and nobody waits for longer than they want', async () => {
    const open: (() => void)[] = [];
    const cache = new ProbeCache(
      () =>
        new Promise((resolve) =>
          open.push(() => {
            resolve(undefined);
          }),
        ),
    );
    const servers = Array.from({ length: 20 }, (_, index) => server(String(index)));
    expect(await cache.find(servers, Promise.resolve())).toEqual(Array(20).fill(undefined));
    expect(open).toHaveLength(8);
    const all = cache.find(servers, LATE);
    for (let done = 0; done < 20; done += 1) {
      open[done]?.();
      await new Promise((resolve) => setImmediate(resolve));
      expect(open.length - done - 1).toBeLessThanOrEqual(8);
    }
    expect((await all).every((finding) => finding !== undefined)).toBe(true);
  });
});
