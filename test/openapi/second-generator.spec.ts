import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { SHOP_SERVER_ID } from '../../src/demo/house.js';
import { RunningService } from '../support/running-service.js';

const run = promisify(execFile);
const ROOT = join(import.meta.dirname, '../..');

/** It takes seconds where nothing else runs. */
const TIMEOUT_MS = 300_000;

/** A strict project of somebody who has never seen this one. */
const TSCONFIG = {
  compilerOptions: {
    target: 'ES2022',
    module: 'nodenext',
    lib: ['ES2023', 'DOM', 'DOM.Iterable'],
    types: [],
    strict: true,
    rootDir: '.',
    outDir: 'dist',
  },
  include: ['client', 'program.ts'],
};

/** What it calls is checked by its types, and what it got is printed. */
const PROGRAM = `
import { client } from './client/client.gen.js';
import { getServer, listServers, runQuery, type ServerDto } from './client/index.js';

declare const process: { env: Record<string, string> };
const id = process.env['SERVER']!;
client.setConfig({ baseUrl: process.env['ORIGIN']!, auth: () => process.env['TOKEN'] });

const { data: list } = await listServers({ throwOnError: true });
const names: string[] = list.items.map((server: ServerDto) => server.name);
const query = await runQuery({ path: { id }, body: { sql: 'select 1::bigint, null' }, throwOnError: true });
const answer = query.data;
const rows = typeof answer === 'object' && 'rows' in answer ? answer.rows : [];
const { error } = await getServer({ path: { id: id.replace(/^./, '0') } });
const code: 'server-not-found' | (string & {}) | undefined = error?.code;
console.log(JSON.stringify({ names, rows, code, detail: error?.detail }));
`;

let service: RunningService;
let folder: string;
beforeAll(async () => {
  service = await RunningService.start();
  folder = await mkdtemp(join(tmpdir(), 'usher-generated-'));
}, TIMEOUT_MS);
afterAll(async () => {
  await rm(folder, { recursive: true });
  await service.stop();
});

async function node(...args: string[]): Promise<string> {
  const env = {
    ...process.env,
    ORIGIN: service.origin,
    TOKEN: await service.token('alice'),
    SERVER: SHOP_SERVER_ID,
  };
  const { stdout } = await run(process.execPath, args, { cwd: folder, env });
  return stdout;
}

it(
  'another generator makes a client of the contract, which type-checks and works',
  async () => {
    await mkdir(join(folder, 'client'));
    await symlink(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
    await writeFile(join(folder, 'package.json'), JSON.stringify({ type: 'module' }));
    await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(TSCONFIG));
    await writeFile(join(folder, 'program.ts'), PROGRAM);
    const generator = join(ROOT, 'node_modules/@hey-api/openapi-ts/bin/run.js');
    await node(generator, '-i', join(ROOT, 'openapi.json'), '-o', 'client', '-s', '--no-log-file');
    await node(join(ROOT, 'node_modules/typescript/bin/tsc'), '-p', '.');
    expect(JSON.parse(await node('dist/program.js'))).toEqual({
      names: expect.arrayContaining(['shop']),
      rows: [['1', null]],
      code: 'server-not-found',
      detail: expect.any(String),
    });
  },
  TIMEOUT_MS,
);
