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

async function auditOf(id: string): Promise<unknown[]> {
  return store.sql(
    `select phase, action, outcome, username, server_revision as revision
     from audit_event where server_id = $1 order by id`,
    'usher',
    [id],
  );
}

describe('a definition', () => {
  it('is made, read, changed and removed by an administrator, on record', async () => {
    const marks = { group: 'Prod', labels: ['PROD'], color: 'red' };
    const made = await make({ name: 'orders', ...marks, visibleTo: ['sales'] });
    expect(made.etag).toBe('"1"');
    expect(made.body).toEqual({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      name: 'orders',
      group: 'Prod',
      host: 'db.example',
      port: 5432,
      maintenanceDb: 'postgres',
      sslMode: 'verify-full',
      passthrough: false,
      username: null,
      comment: null,
      labels: ['PROD'],
      color: 'red',
      visibleTo: ['sales'],
      trustGroup: 'default',
      providers: [],
      allowProtected: [],
      maxAgeSeconds: null,
      acrValues: [],
      hasPassword: false,
      managedBy: 'api',
      revision: 1,
      createdAt: expect.stringMatching(/^\d{4}-.*Z$/),
      updatedAt: expect.stringMatching(/^\d{4}-.*Z$/),
    });
    expect(await root(`GET /servers/${made.id}`)).toEqual({ ...made, status: 200, id: undefined });

    const changed = await root(`PATCH /servers/${made.id}`, {
      ifMatch: '"1"',
      body: { passthrough: true, group: null, labels: [], color: null },
    });
    expect(changed).toMatchObject({
      status: 200,
      etag: '"2"',
      body: { name: 'orders', passthrough: true, group: null, labels: [], color: null },
    });
    const read = await root(`GET /servers/${made.id}`);
    expect(read).toEqual(changed);

    expect(await root(`DELETE /servers/${made.id}`, { ifMatch: '"2"' })).toMatchObject({
      status: 204,
      body: {},
    });
    expect((await root(`GET /servers/${made.id}`)).status).toBe(404);
    const common = { phase: 'change', outcome: 'ok', username: 'root' };
    expect(await auditOf(made.id)).toEqual([
      { ...common, action: 'server.create', revision: 1 },
      { ...common, action: 'server.update', revision: 2 },
      { ...common, action: 'server.remove', revision: 2 },
    ]);
  });

  it('is not changed when its audit row cannot be written', async () => {
    const { id } = await make();
    await store.sql('alter table audit_event add constraint no check (false) not valid', 'usher');
    try {
      const answers = [
        await root('POST /servers', { body: { name: 'unheard of', host: 'h' } }),
        await root(`PATCH /servers/${id}`, { ifMatch: '"1"', body: { port: 1 } }),
        await root(`DELETE /servers/${id}`, { ifMatch: '"1"' }),
      ];
      expect(answers.every(({ status }) => status >= 500)).toBe(true);
    } finally {
      await store.sql('alter table audit_event drop constraint no', 'usher');
    }
    expect((await root(`GET /servers/${id}`)).body).toMatchObject({ port: 5432, revision: 1 });
    expect(JSON.stringify(await root('GET /servers'))).not.toContain('unheard of');
  });

  it('has a name of its own', async () => {
    await make({ name: 'taken' });
    const other = await make();
    const clash = { code: 'name-taken', status: 409 };
    expect(await root('POST /servers', { body: { name: 'taken', host: 'h' } })).toMatchObject({
      status: 409,
      body: clash,
    });
    expect(
      await root(`PATCH /servers/${other.id}`, { ifMatch: '"1"', body: { name: 'taken' } }),
    ).toMatchObject({ status: 409, body: clash });
  });
});

describe('who may', () => {
  it('see a server: its groups, everybody where none is named, and administrators', async () => {
    const forSales = await make({ visibleTo: ['sales'] });
    const forAll = await make();
    const forNobody = await make({ visibleTo: ['nobody is in this'] });
    const seen = async (as: 'root' | 'alice' | 'bob') => {
      const { body } = await ask(app, 'GET /servers', { as });
      const ids = (body['items'] as { id: string }[]).map(({ id }) => id);
      return [forSales, forAll, forNobody].map(({ id }) => ids.includes(id));
    };
    expect(await seen('root')).toEqual([true, true, true]);
    expect(await seen('alice')).toEqual([true, true, false]);
    expect(await seen('bob')).toEqual([false, true, false]);
    expect((await ask(app, `GET /servers/${forSales.id}`, { as: 'alice' })).status).toBe(200);
  });

  it('not tell a server that is hidden from one that is not there', async () => {
    const { id } = await make({ visibleTo: ['sales'] });
    const answers = await Promise.all(
      [id, '00000000-0000-4000-8000-000000000000', 'x', "'", '%00', `${id}x`].map((some) =>
        ask(app, `GET /servers/${some}`, { as: 'bob' }),
      ),
    );
    const bodies = answers.map(({ body }) => ({ ...body, instance: '' }));
    expect(bodies[0]).toMatchObject({ status: 404, code: 'server-not-found' });
    expect(new Set(bodies.map((body) => JSON.stringify(body))).size).toBe(1);
  });

  it('not see the groups of others', async () => {
    const { id } = await make({ visibleTo: ['sales', 'secret project'] });
    const { body } = await ask(app, `GET /servers/${id}`, { as: 'alice' });
    expect(body).not.toHaveProperty('visibleTo');
  });

  it.each(['POST /servers', 'PATCH /servers/ID', 'DELETE /servers/ID'] as const)(
    '%s is refused for people who are not administrators, and changes nothing',
    async (line) => {
      const { id } = await make();
      const body = { name: 'mine', host: 'h' };
      const own = line.replace('ID', id) as typeof line;
      const asked = line.startsWith('DELETE') ? {} : { body };
      expect(await ask(app, own, { as: 'alice', ifMatch: '"1"', ...asked })).toMatchObject({
        status: 403,
        body: { code: 'admin-only' },
      });
      expect((await ask(app, own, { ifMatch: '"1"', ...asked })).status).toBe(401);
      expect((await root(`GET /servers/${id}`)).body).toMatchObject({ revision: 1 });
      expect(await auditOf(id)).toHaveLength(1);
    },
  );
});

describe('a change', () => {
  it.each([
    [undefined, 428, 'revision-required'],
    ['', 428, 'revision-required'],
    ['*', 428, 'revision-required'],
    ['"2"', 412, 'revision-mismatch'],
    ['W/"1"', 412, 'revision-mismatch'],
    ['1', 412, 'revision-mismatch'],
    ['"01"', 412, 'revision-mismatch'],
  ])('with If-Match %s is %i %s', async (ifMatch, status, code) => {
    const { id } = await make();
    const rest = ifMatch === undefined ? {} : { ifMatch };
    const patch = await root(`PATCH /servers/${id}`, { ...rest, body: { port: 1 } });
    const removal = await root(`DELETE /servers/${id}`, rest);
    expect(patch).toMatchObject({ status, body: { code } });
    expect(removal).toMatchObject({ status, body: { code } });
    expect((await root(`GET /servers/${id}`)).body).toMatchObject({ revision: 1, port: 5432 });
  });

  it('finds the current revision in a list', async () => {
    const { id } = await make();
    const { status } = await root(`PATCH /servers/${id}`, { ifMatch: '"9", "1"', body: {} });
    expect(status).toBe(200);
  });

  it('of nothing that is there is 404 whatever If-Match says', async () => {
    const nothing = '/servers/00000000-0000-4000-8000-000000000000';
    for (const rest of [{}, { ifMatch: '"1"' }]) {
      expect((await root(`PATCH ${nothing}`, { ...rest, body: {} })).status).toBe(404);
      expect((await root(`DELETE ${nothing}`, rest)).status).toBe(404);
    }
  });

  it('wins against another one of the same revision, or loses, but never both', async () => {
    const { id } = await make();
    const other = await store.connectAsAdmin('usher');
    await other.query('begin');
    await other.query('select from server_definition where id = $1 for update', [id]);
    const changes = [1, 2].map((port) =>
      root(`PATCH /servers/${id}`, { ifMatch: '"1"', body: { port } }),
    );
    // Both have read revision 1, and wait for the row.
    const waiting = `select from pg_stat_activity where datname = 'usher' and wait_event_type = 'Lock'`;
    while ((await store.sql(waiting)).length < 2);
    await other.query('rollback');
    await other.end();
    const answers = await Promise.all(changes);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412]);
    const winner = answers.find(({ status }) => status === 200);
    expect((await root(`GET /servers/${id}`)).body).toEqual(winner?.body);
    expect(await auditOf(id)).toHaveLength(2);
  });

  it('of a definition that a file made is refused', async () => {
    const { id } = await make();
    await store.sql(`update server_definition set managed_by = 'file' where id = $1`, 'usher', [
      id,
    ]);
    const refused = { status: 409, body: { code: 'managed-by-file' } };
    expect(await root(`PATCH /servers/${id}`, { ifMatch: '"1"', body: {} })).toMatchObject(refused);
    expect(await root(`DELETE /servers/${id}`, { ifMatch: '"1"' })).toMatchObject(refused);
  });
});

it('says so while the store is away, and goes on when it is back', async () => {
  const { id } = await make();
  const calls = [
    () => root('GET /servers'),
    () => root(`GET /servers/${id}`),
    () => root('POST /servers', { body: { name: 'in between', host: 'h' } }),
    () => root(`PATCH /servers/${id}`, { ifMatch: '"1"', body: {} }),
  ];
  await store.stop();
  for (const call of calls) {
    expect(await call()).toMatchObject({ status: 503, body: { code: 'store-unavailable' } });
  }
  await store.start();
  for (const call of calls) {
    expect((await call()).status).toBeLessThan(300);
  }
});
