import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { rmSync, writeFileSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PostgresCluster } from '../../src/demo/postgres-cluster.js';
import { parseServersFile } from '../../src/servers/servers-file.js';
import { ServersSeeder } from '../../src/servers/servers-seeder.js';
import { ask, startServersApp, startStore } from './servers-app.js';

const ID = '7b1f6f0e-5c0a-4c56-9d0e-2f6b8a4c1d37';
const OTHER_ID = '0d9c1d6e-33f1-4b44-8d0c-1c9f4a7d2e11';

let store: PostgresCluster;
let app: NestFastifyApplication;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'usher-servers-'));
  store = await startStore();
  app = await startServersApp(store);
});
afterAll(async () => {
  await app.close();
  await store.destroy();
  rmSync(folder, { recursive: true, force: true });
});
beforeEach(() => store.sql('truncate server_definition, audit_event', 'usher'));

function apply(...servers: Record<string, unknown>[]) {
  const text = JSON.stringify({
    servers: servers.map((server) => ({ host: 'db.example', ...server })),
  });
  return app.get(ServersSeeder).apply(parseServersFile(text, 'json'));
}

function rows() {
  return store.sql(
    'select id, name, port, managed_by, revision from server_definition order by name',
    'usher',
  );
}

it('applies a file when the service starts, which people then see', async () => {
  const file = join(folder, 'servers.yaml');
  writeFileSync(file, `servers: [{ id: ${ID}, name: shop, host: localhost, passthrough: true }]`);
  for (const start of ['first', 'second']) {
    const started = await startServersApp(store, { SERVERS_FILE: file });
    const { body } = await ask(started, `GET /servers/${ID}`, { as: 'alice' });
    await started.close();
    expect({ start, ...body }).toMatchObject({
      start,
      name: 'shop',
      managedBy: 'file',
      revision: 1,
    });
  }
});

it.each([
  ['servers.yaml', 'servers: [{ name: a, host: h, prot: 1 }]', 'did you mean port?'],
  ['servers.json', '{', 'SERVERS_FILE is named .json but is not JSON.'],
])('does not start with a bad %s', async (name, text, sentence) => {
  const file = join(folder, name);
  writeFileSync(file, text);
  await expect(startServersApp(store, { SERVERS_FILE: file })).rejects.toThrow(sentence);
  expect(await rows()).toEqual([]);
});

it('does not start without the file that is named', async () => {
  await expect(startServersApp(store, { SERVERS_FILE: join(folder, 'none') })).rejects.toThrow(
    'SERVERS_FILE names a file that cannot be read (ENOENT).',
  );
});

it('changes nothing the second time', async () => {
  await apply({ name: 'a' }, { id: ID, name: 'b', visibleTo: ['x', 'y'] });
  const before = await rows();
  expect(await apply({ name: 'a' }, { id: ID, name: 'b', visibleTo: ['x', 'y'] })).toMatchObject({
    add: [],
    change: [],
    remove: [],
    unchanged: 2,
  });
  expect(await rows()).toEqual(before);
  expect(await store.sql('select from audit_event', 'usher')).toHaveLength(2);
});

it('changes, adds and removes what the file changed, added and removed, on record', async () => {
  await apply({ name: 'a' }, { name: 'b' }, { name: 'c' });
  await apply({ name: 'a' }, { name: 'b', port: 1 }, { name: 'd' });
  expect(await rows()).toMatchObject([
    { name: 'a', revision: 1 },
    { name: 'b', revision: 2, port: 1 },
    { name: 'd', revision: 1, managed_by: 'file' },
  ]);
  const audit = `select action, count(*)::integer as times from audit_event
    where phase = 'change' and username is null group by action order by action`;
  expect(await store.sql(audit, 'usher')).toEqual([
    { action: 'server.create', times: 4 },
    { action: 'server.remove', times: 1 },
    { action: 'server.update', times: 1 },
  ]);
});

it('lets two servers swap their names', async () => {
  await apply({ id: ID, name: 'a' }, { id: OTHER_ID, name: 'b' });
  await apply({ id: ID, name: 'b' }, { id: OTHER_ID, name: 'a' });
  expect(await rows()).toMatchObject([
    { id: OTHER_ID, name: 'a', revision: 2 },
    { id: ID, name: 'b', revision: 2 },
  ]);
});

it('refuses a name that was made through the API, and applies nothing else either', async () => {
  const body = { name: 'mine', host: 'h' };
  expect((await ask(app, 'POST /servers', { as: 'root', body })).status).toBe(201);
  await expect(apply({ name: 'a' }, { name: 'mine' })).rejects.toThrow(
    'SERVERS_FILE: a server named "mine" was made through the API already.',
  );
  expect(await rows()).toMatchObject([{ name: 'mine', managed_by: 'api', revision: 1 }]);
});

it('leaves what was made through the API when the file becomes empty', async () => {
  await apply({ name: 'a' });
  await ask(app, 'POST /servers', { as: 'root', body: { name: 'mine', host: 'h' } });
  await apply();
  expect(await rows()).toMatchObject([{ name: 'mine' }]);
});

it('can be applied by several instances at once', async () => {
  const entries = [{ name: 'a' }, { name: 'b' }, { id: ID, name: 'c' }];
  const plans = await Promise.all([1, 2, 3].map(() => apply(...entries)));
  expect(plans.map(({ add }) => add.length).sort()).toEqual([0, 0, 3]);
  expect(await rows()).toHaveLength(3);
});

it('keeps nothing when the audit cannot be written', async () => {
  await store.sql('alter table audit_event add constraint no check (false)', 'usher');
  try {
    await expect(apply({ name: 'a' })).rejects.toMatchObject({ driverError: { code: '23514' } });
  } finally {
    await store.sql('alter table audit_event drop constraint no', 'usher');
  }
  expect(await rows()).toEqual([]);
});
