import { existsSync } from 'node:fs';
import { chmod, copyFile, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findFreePort } from '../../src/demo/free-port.js';
import type { GuardedProcess } from '../../src/demo/guard.js';
import { type House, SHOP_SERVER_ID, startHouse } from '../../src/demo/house.js';
import { fetchAccessToken } from '../../src/demo/sign-in.js';

/** The built service as a process of its own: what it starts with, refuses, and leaves behind. */
let house: House;
beforeAll(async () => {
  if (!existsSync('dist/src/main.js')) throw new Error('Run `npm run build` first.');
  house = await startHouse();
});
afterAll(async () => {
  await house.stop();
});

interface Started {
  readonly process: GuardedProcess;
  readonly origin: string;
  readonly log: () => Promise<string>;
}

let count = 0;

async function start(
  change: Record<string, string | undefined> = {},
  nodeArgs: string[] = [],
): Promise<Started> {
  count += 1;
  const port = await findFreePort();
  const logFile = join(house.folder, `service-${String(count)}.log`);
  const env = Object.fromEntries(
    Object.entries({ ...house.environment(port), ...change }).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, value]],
    ),
  );
  await writeFile(logFile, '');
  const running = await house.guard.run({
    file: process.execPath,
    args: [...nodeArgs, 'dist/src/main.js'],
    cwd: process.cwd(),
    env,
    logFile,
  });
  return {
    process: running,
    origin: `http://localhost:${String(port)}`,
    log: () => readFile(logFile, 'utf8'),
  };
}

async function untilReady({ origin, process: running, log }: Started): Promise<void> {
  while (!running.hasEnded()) {
    const answer = await fetch(`${origin}/health/ready`).catch(() => undefined);
    if (answer?.status === 200) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(await log());
}

function query(origin: string, token: string, sql: string): Promise<Response> {
  return fetch(`${origin}/api/v1/servers/${SHOP_SERVER_ID}/query`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
    body: JSON.stringify({ sql }),
  });
}

describe('the service as a process', () => {
  it('removes the driver’s variables, says so, and logs no secret', async () => {
    const service = await start({
      PGUSER: 'bob',
      PGPASSWORD: 'canary-pgpassword',
      PGOPTIONS: '-c role=bob',
      PGSSLMODE: 'disable',
      PGHOST: '192.0.2.1',
      NODE_PG_FORCE_NATIVE: '1',
    });
    try {
      await untilReady(service);
      const alice = await fetchAccessToken(house.identityProvider, 'alice');
      const answer = await query(service.origin, alice, 'select session_user, current_user');
      expect(((await answer.json()) as any).rows).toEqual([['alice', 'alice']]);
      const log = await service.log();
      expect(log).toContain('PGUSER');
      const key = await readFile(house.pki.keyFile, 'utf8');
      const secrets = [
        'canary-pgpassword',
        alice,
        house.identityProvider.clientSecret,
        house.admin.password,
        new URL(house.storeUrl).password,
        ...key.split('\n').filter((line) => line.length > 20),
      ];
      for (const secret of secrets) expect(log).not.toContain(secret);
      for (const line of log.trimEnd().split('\n')) expect(() => JSON.parse(line)).not.toThrow();
    } finally {
      await service.process.stop();
    }
  });

  it('that is killed with -9 leaves no backend', async () => {
    const service = await start();
    await untilReady(service);
    const alice = await fetchAccessToken(house.identityProvider, 'alice');
    const lost = query(service.origin, alice, 'select pg_sleep(600)').catch(() => undefined);
    const backends = async (): Promise<number> => {
      const [row] = await house.shop.sql(
        "select count(*)::int as n from pg_stat_activity where usename = 'alice'",
      );
      return Number(row?.['n']);
    };
    while ((await backends()) === 0) await new Promise((resolve) => setTimeout(resolve, 20));
    process.kill(service.process.pid, 'SIGKILL');
    await lost;
    const deadline = Date.now() + 10_000;
    while ((await backends()) > 0 && Date.now() < deadline) {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    expect(await backends()).toBe(0);
  });

  it('starts while the identity provider is down, and signs people in once it is up', async () => {
    await house.identityProvider.stop();
    const service = await start();
    try {
      await untilReady(service);
      const down = await fetch(`${service.origin}/api/v1/auth/login/oidc`, { redirect: 'manual' });
      expect(down.status).toBe(503);
      expect(((await down.json()) as any).code).toBe('provider-unavailable');
      await house.identityProvider.start();
      const up = await fetch(`${service.origin}/api/v1/auth/login/oidc`, { redirect: 'manual' });
      expect(up.status).toBe(302);
    } finally {
      await house.identityProvider.start();
      await service.process.stop();
    }
  });

  it.each<[string, Record<string, string | undefined>, string]>([
    [
      'TLS verification switched off',
      { NODE_TLS_REJECT_UNAUTHORIZED: '0' },
      'NODE_TLS_REJECT_UNAUTHORIZED',
    ],
    ['an http address that is not loopback', { PUBLIC_URL: 'http://usher.example' }, 'PUBLIC_URL'],
    ['no session secret', { SESSION_SECRET: undefined }, 'SESSION_SECRET'],
    ['a misspelt name', { OIDC_ISUER: 'https://id.example' }, 'OIDC_ISSUER'],
    ['a key file that is not there', { OAUTH_PASSTHROUGH_SSL_KEY: 'nowhere.key' }, 'nowhere.key'],
  ])('does not start with %s', async (_name, change, word) => {
    const service = await start(change);
    const exit = await service.process.exited;
    expect(exit.code).toBe(1);
    const log = await service.log();
    expect(log).toContain('pg-usher does not start');
    expect(log).toContain(word);
    expect(log).not.toMatch(/\n\s+at /);
  });

  it('does not start with a key that others may read', async () => {
    const open = join(house.folder, 'open.key');
    await copyFile(house.pki.keyFile, open);
    await chmod(open, 0o644);
    const service = await start({ OAUTH_PASSTHROUGH_SSL_KEY: open });
    expect((await service.process.exited).code).toBe(1);
    expect(await service.log()).toContain('0644');
    await rm(open);
  });
});
