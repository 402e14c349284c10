import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newSessionId } from '../../src/query/sessions/session-id.js';
import { nginxPattern, recipe } from '../support/proxy-recipe.js';
import { say } from '../support/say.js';

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

describe('the program itself', () => {
  it('takes the recipe for nginx', () => {
    if (!isInstalled('nginx')) {
      say('nginx is not installed, so it does not check its recipe here');
      return;
    }
    const config = `pid nginx.pid; error_log stderr; events {}
      http { access_log off; client_body_temp_path b; proxy_temp_path p; fastcgi_temp_path f;
             uwsgi_temp_path u; scgi_temp_path s; ${recipe('nginx')} }`;
    checkedBy('nginx', config, (file) => ['-t', '-p', join(file, '..'), '-c', file]);
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
