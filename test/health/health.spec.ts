import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { PostgresCluster } from '../../src/demo/postgres-cluster.js';
import { ask, startServersApp, startStore } from '../servers/servers-app.js';

let store: PostgresCluster;
let app: NestFastifyApplication;

beforeAll(async () => {
  store = await startStore();
  app = await startServersApp(store);
});
afterAll(async () => {
  await app.close();
  await store.destroy();
});

it('is live and ready, for anybody, without the prefix', async () => {
  for (const path of ['live', 'ready'] as const) {
    expect(await ask(app, `GET /health/${path}`)).toMatchObject({
      status: 200,
      body: { status: 'ok' },
    });
  }
});

it('is live but not ready while the store is away, says which part, and recovers', async () => {
  await store.stop();
  expect(await ask(app, 'GET /health/ready')).toMatchObject({
    status: 503,
    body: {
      code: 'store-unavailable',
      detail: "Not ready: pg-usher's own database does not answer.",
    },
  });
  expect((await ask(app, 'GET /health/live')).status).toBe(200);
  await store.start();
  expect((await ask(app, 'GET /health/ready')).status).toBe(200);
});

it('shares one probe, so that many do not fill the pool', async () => {
  const probes = await Promise.all(Array.from({ length: 50 }, () => ask(app, 'GET /health/ready')));
  expect(probes.every(({ status }) => status === 200)).toBe(true);
  const sessions = await store.sql(`select from pg_stat_activity where datname = 'usher'`);
  expect(sessions.length).toBeLessThanOrEqual(2);
});

it('does not wait for a store that hangs', async () => {
  const sessions = await store.sql(`select pid from pg_stat_activity where datname = 'usher'`);
  const signal = (name: NodeJS.Signals) => {
    for (const { pid } of sessions) process.kill(Number(pid), name);
  };
  signal('SIGSTOP');
  try {
    expect((await ask(app, 'GET /health/ready')).status).toBe(503);
  } finally {
    signal('SIGCONT');
  }
  expect((await ask(app, 'GET /health/ready')).status).toBe(200);
});

it('publishes the contract, for anybody', async () => {
  const { status, body } = await ask(app, 'GET /api/openapi.json');
  expect(status).toBe(200);
  expect(body).toMatchObject({
    openapi: '3.1.0',
    info: { title: 'pg-usher' },
    paths: {
      '/health/live': { get: { operationId: 'getLiveness', security: [] } },
      '/api/v1/servers': { post: { operationId: 'createServer' } },
    },
    components: { schemas: { Problem: { properties: { code: { type: 'string' } } } } },
  });
});
