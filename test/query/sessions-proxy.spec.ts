import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient, ProblemError } from '@pg-usher/sdk';
import { findFreePort } from '../../src/demo/free-port.js';
import { SHOP_SERVER_ID } from '../../src/demo/house.js';
import { newSessionId } from '../../src/query/sessions/session-id.js';
import { nginxPattern, recipe } from '../support/proxy-recipe.js';
import type { RunningService } from '../support/running-service.js';
import { say } from '../support/say.js';
import { until } from '../support/two-instances.js';
import { TwoNamedInstances } from '../support/two-named-instances.js';

const NAMES = ['one', 'two', 'a', '7', 'eu-west-1', `x${'-'.repeat(30)}y`];

describe('the recipe for nginx', () => {
  it.each(NAMES)('finds the instance in a real id: %s', (name) => {
    for (const kind of ['sessions', 'downloads', 'executions']) {
      for (const rest of ['', '/', '/query', '/downloads', '/copy']) {
        const path = `/api/v1/${kind}/${newSessionId(name)}${rest}`;
        expect(nginxPattern().exec(path)?.groups?.['instance']).toBe(name);
      }
    }
  });

  it.each([
    '/api/v1/sessions',
    '/api/v1/sessions/',
    '/api/v1/sessions/one',
    '/api/v1/sessions/one.x',
    '/api/v1/downloads',
    '/api/v1/downloads/one.x',
    '/api/v1/executions/0d6ab0a7-5b0c-4a5e-9a58-1c3c4b6f8a55',
    `/api/v1/sessions/${newSessionId('one').slice(4)}`,
    `/api/v1/sessions/${newSessionId('one')}x`,
    `/x/api/v1/sessions/${newSessionId('one')}`,
    `/api/v1/servers/${newSessionId('one')}`,
    `/api/v1/sessions/${newSessionId('n'.repeat(33))}`,
    '/api/v1/auth/sessions/one.2',
  ])('finds none in %s', (path) => {
    expect(nginxPattern().test(path)).toBe(false);
  });
});

function isInstalled(program: string): boolean {
  return spawnSync('sh', ['-c', `command -v ${program}`]).status === 0;
}

function checkedBy(program: string, config: string, args: (file: string) => string[]): void {
  const folder = mkdtempSync(join(tmpdir(), 'usher-proxy-'));
  try {
    const file = join(folder, 'proxy.conf');
    writeFileSync(file, config.replaceAll(/usher-\d\.internal/g, '127.0.0.1'));
    execFileSync(program, args(file), { cwd: folder, stdio: 'pipe' });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The recipe within what nginx needs besides. */
function nginxConfig(servers: string): string {
  return `daemon off; pid nginx.pid; error_log stderr; events {}
    http { access_log off; client_body_temp_path b; proxy_temp_path p; fastcgi_temp_path f;
           uwsgi_temp_path u; scgi_temp_path s; ${servers} }`;
}

function nginxArguments(file: string): string[] {
  return ['-p', join(file, '..'), '-c', file, '-e', 'stderr'];
}

describe('the program itself', () => {
  it('takes the recipe for nginx', () => {
    if (!isInstalled('nginx')) {
      say('nginx is not installed, so it does not check its recipe here');
      return;
    }
    const config = nginxConfig(recipe('nginx'));
    checkedBy('nginx', config, (file) => ['-t', ...nginxArguments(file)]);
  });

  it('takes the recipe for HAProxy', () => {
    if (!isInstalled('haproxy')) {
      say('haproxy is not installed, so it does not check its recipe here');
      return;
    }
    const timeouts =
      'defaults\n    timeout connect 5s\n    timeout client 10m\n    timeout server 10m\n';
    checkedBy('haproxy', `${timeouts}${recipe('haproxy')}`, (file) => ['-c', '-f', file]);
  });
});

/** nginx with the recipe, in front of two instances. */
async function nginxBefore({ one, two }: TwoNamedInstances): Promise<Proxy> {
  const folder = mkdtempSync(join(tmpdir(), 'usher-proxy-'));
  const port = await findFreePort();
  const place = (service: RunningService): string => `127.0.0.1:${new URL(service.origin).port}`;
  const file = join(folder, 'proxy.conf');
  const servers = recipe('nginx')
    .replaceAll('usher-1.internal:3000', place(one))
    .replaceAll('usher-2.internal:3000', place(two))
    .replace('listen 8080', `listen 127.0.0.1:${String(port)}`);
  writeFileSync(file, nginxConfig(servers));
  const nginx = spawn('nginx', nginxArguments(file), { stdio: 'ignore' });
  const origin = `http://127.0.0.1:${String(port)}`;
  await until(async () => {
    const answer = await fetch(`${origin}/health/live`).catch(() => undefined);
    return answer?.ok === true;
  }, 10_000);
  return {
    origin,
    stop: async () => {
      const exited = once(nginx, 'exit');
      nginx.kill();
      await exited;
      rmSync(folder, { recursive: true });
    },
  };
}

interface Proxy {
  readonly origin: string;
  readonly stop: () => Promise<void>;
}

it('leads all that concerns a session to its instance, with nginx in front of two', async () => {
  if (!isInstalled('nginx')) {
    say('nginx is not installed, so nothing goes through it here');
    return;
  }
  const both = await TwoNamedInstances.start();
  const proxy = await nginxBefore(both);
  try {
    const token = await both.one.token('alice');
    const client = createClient({ baseUrl: proxy.origin, token });
    const instances = new Set<string>();
    // One after the other: nginx takes the instances in turn.
    for (let count = 0; count < 4; count += 1) {
      await using session = await client.openSession(SHOP_SERVER_ID);
      instances.add(session.description.instance);
      await session.query('create temp table mine (n int)');
      await session.copy({ table: 'mine', format: 'csv' }, 'n\n4711\n');
      const { url } = await client.call('createSessionDownload', {
        path: { id: session.id },
        body: { sql: 'table mine', format: 'csv' },
      });
      const headers = { Authorization: `Bearer ${token}` };
      const file = await fetch(`${proxy.origin}${url}`, { method: 'POST', headers });
      expect(await file.text()).toBe('n\r\n4711\r\n');
      const run = session.query('select pg_sleep(600)');
      const ended = run.then(
        () => 'done',
        (error: unknown) => (error instanceof ProblemError ? error.code : String(error)),
      );
      await until(async () => {
        const path = { id: session.id };
        return (await client.call('getDatabaseSession', { path })).executionId !== null;
      }, 10_000);
      expect(await run.cancel()).toMatchObject({ outcome: 'cancelled' });
      expect(await ended).toBe('query-cancelled');
    }
    expect([...instances].sort()).toEqual(['one', 'two']);
  } finally {
    await proxy.stop();
    await both.stop();
  }
});
