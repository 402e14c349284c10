import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { PostgresCluster } from '../../src/demo/postgres-cluster.js';
import { type Answer, ask, type Ask, startServersApp, startStore } from './servers-app.js';

let store: PostgresCluster;
let app: NestFastifyApplication;
let count = 0;

beforeAll(async () => {
  store = await startStore();
  app = await startServersApp(store);
});
afterAll(async () => {
  await app.close();
  await store.destroy();
});

const root = (line: Parameters<typeof ask>[1], rest: Ask = {}) =>
  ask(app, line, { as: 'root', ...rest });

async function make(fields: Record<string, unknown> = {}): Promise<Answer & { id: string }> {
  const answer = await root('POST /servers', {
    body: { name: `server ${++count}`, host: 'db.example', ...fields },
  });
  expect(answer.status).toBe(201);
  return { ...answer, id: String(answer.body['id']) };
}

describe('what a body may say', () => {
  it.each([
    'id',
    'owner',
    'managedBy',
    'managed_by',
    'revision',
    'createdAt',
    'updatedAt',
    'user',
    'role',
    'isAdmin',
    'options',
    'sslcert',
    'sslkey',
    'sslrootcert',
    'sslMode2',
    'passfile',
    'service',
    'dsn',
    'connectionString',
    'url',
    'database',
  ])('does not include %s', async (field) => {
    const value = field === 'id' ? '00000000-0000-4000-8000-000000000000' : 'x';
    const { id } = await make();
    const refused = { status: 400, body: { code: 'validation-failed' } };
    const name = `assigned ${field}`;
    const post = await root('POST /servers', { body: { name, host: 'h', [field]: value } });
    const patch = await root(`PATCH /servers/${id}`, { ifMatch: '"1"', body: { [field]: value } });
    expect(post).toMatchObject(refused);
    expect(patch).toMatchObject(refused);
    expect(patch.body['errors']).toMatchObject([{ pointer: `/${field}` }]);
    expect((await root(`GET /servers/${id}`)).body).toMatchObject({ revision: 1 });
    expect(JSON.stringify(await root('GET /servers'))).not.toContain(name);
  });

  it.each(['constructor', 'toString', 'hasOwnProperty'])(
    'has no effect when it says %s',
    async (field) => {
      const made = await make({ [field]: 'x' });
      const plain = await make();
      expect(Object.keys(made.body)).toEqual(Object.keys(plain.body));
    },
  );

  it('is refused field by field, in sentences', async () => {
    const { status, body } = await root('POST /servers', {
      body: { name: ' ', host: 'a b', port: '5432', sslMode: 'on', username: '', visibleTo: 'x' },
    });
    expect(status).toBe(400);
    expect(body['errors']).toEqual([
      { pointer: '/name', detail: expect.stringMatching(/^name must be a text of 1 to 100/) },
      { pointer: '/host', detail: expect.stringMatching(/^host must be a DNS name/) },
      { pointer: '/port', detail: 'port must be a whole number from 1 to 65535' },
      { pointer: '/sslMode', detail: expect.stringMatching(/^sslMode must be one of disable, /) },
      { pointer: '/username', detail: expect.stringMatching(/^username must be null or /) },
      { pointer: '/visibleTo', detail: expect.stringMatching(/^visibleTo must be a list /) },
    ]);
    expect(body['detail']).not.toContain('..');
  });

  it.each(['name', 'host', 'port', 'sslMode', 'passthrough', 'visibleTo'])(
    'cannot set %s to null',
    async (field) => {
      const { id } = await make();
      const change = { ifMatch: '"1"', body: { [field]: null } };
      expect(await root(`PATCH /servers/${id}`, change)).toMatchObject({
        status: 400,
        body: { code: 'validation-failed', errors: [{ pointer: `/${field}` }] },
      });
    },
  );

  it.each([
    { username: 'app' },
    { password: 'hunter2' },
    { username: 'app', password: 'hunter2', sslMode: 'require' },
  ])('holds no credentials for a passthrough server: %j', async (credentials) => {
    const answer = await root('POST /servers', {
      body: { name: 'p', host: 'h', passthrough: true, ...credentials },
    });
    expect(answer).toMatchObject({ status: 400, body: { code: 'passthrough-credentials' } });
    expect(answer.body['detail']).toMatch(/^A passthrough server keeps no (username|password): /);
    expect(answer.body['errors']).toHaveLength(Object.keys(credentials).length);
    expect(JSON.stringify(answer)).not.toContain('hunter2');
  });

  it('explains why a stored username is in the way of passthrough', async () => {
    const { id } = await make({ username: 'app' });
    const body = { passthrough: true };
    expect(await root(`PATCH /servers/${id}`, { ifMatch: '"1"', body })).toMatchObject({
      status: 400,
      body: {
        code: 'passthrough-credentials',
        detail: expect.stringContaining('set it to null in the same change'),
      },
    });
    const both = { passthrough: true, username: null };
    expect(await root(`PATCH /servers/${id}`, { ifMatch: '"1"', body: both })).toMatchObject({
      status: 200,
      body: { passthrough: true, username: null },
    });
  });

  it('holds no password for any other server, for now', async () => {
    const answer = await root('POST /servers', {
      body: { name: 'p', host: 'h', password: 'hunter2' },
    });
    expect(answer).toMatchObject({
      status: 400,
      body: {
        code: 'validation-failed',
        detail: 'A password needs the username that it belongs to.',
      },
    });
  });

  it('cannot weaken a passthrough server even by SQL', async () => {
    const { id } = await make({ passthrough: true });
    for (const change of [`username = 'app'`, `ssl_mode = 'require'`]) {
      const statement = `update server_definition set ${change} where id = $1`;
      await expect(store.sql(statement, 'usher', [id])).rejects.toMatchObject({ code: '23514' });
    }
  });
});
