import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { readdirSync } from 'node:fs';
import { DataSource } from 'typeorm';
import { ConfigError } from '../../src/config/config-error.js';
import { dataSourceOptions } from '../../src/database/data-source.js';
import { MIGRATIONS } from '../../src/database/migrations.js';
import { openStore } from '../../src/database/open-store.js';
import { findFreePort } from '../../src/demo/free-port.js';
import type { PostgresCluster } from '../../src/demo/postgres-cluster.js';
import { startStore, urlOf } from '../servers/servers-app.js';

let store: PostgresCluster;

beforeAll(async () => {
  Logger.overrideLogger(false);
  store = await startStore();
});
afterAll(() => store.destroy());

async function emptyDatabase(name: string): Promise<string> {
  await store.sql(`create database ${name} owner usher`);
  return urlOf(store, name);
}

/** The one sentence with which the start is refused. */
async function refusalOf(url: string): Promise<string> {
  const error = await openStore(dataSourceOptions(url), { totalMs: 0, pauseMs: 1 }).catch(
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(ConfigError);
  return error instanceof ConfigError ? error.mistakes.join('\n') : '';
}

function tablesOf(database: string) {
  const query = `select table_name as name from information_schema.tables
    where table_schema = 'public' order by 1`;
  return store.sql(query, database);
}

it('makes the tables once, however many instances start at once', async () => {
  const options = dataSourceOptions(await emptyDatabase('crowd'));
  const stores = await Promise.all([1, 2, 3, 4].map(() => openStore(options)));
  await Promise.all(stores.map((one) => one.destroy()));
  const tables = await tablesOf('crowd');
  expect(tables.map(({ name }) => name)).toContain('server_definition');
  expect(await store.sql('select from schema_migration', 'crowd')).toHaveLength(MIGRATIONS.length);
});

it('needs no extension and no privilege but to own its database', async () => {
  const opened = await openStore(dataSourceOptions(await emptyDatabase('plain')));
  await opened.destroy();
  const extensions = await store.sql('select extname from pg_extension', 'plain');
  expect(extensions).toEqual([{ extname: 'plpgsql' }]);
});

it('can take every migration back', async () => {
  const opened = await openStore(dataSourceOptions(await emptyDatabase('back')));
  for (let left = opened.migrations.length; left > 0; left--) await opened.undoLastMigration();
  await opened.destroy();
  expect(await tablesOf('back')).toEqual([{ name: 'schema_migration' }]);
});

it('waits for a database that is not up yet', async () => {
  const url = await emptyDatabase('late');
  await store.stop();
  const waited = new Promise<void>((resolve) => {
    jest.spyOn(Logger.prototype, 'log').mockImplementation((line: unknown) => {
      if (String(line).startsWith("Waiting for pg-usher's own database (ECONNREFUSED")) resolve();
    });
  });
  const opening = openStore(dataSourceOptions(url), { totalMs: 60_000, pauseMs: 10 });
  await waited;
  await store.start();
  await (await opening).destroy();
  jest.restoreAllMocks();
});

it('gives up in a sentence when nothing answers', async () => {
  const port = await findFreePort();
  expect(await refusalOf(`postgres://usher:hunter2@127.0.0.1:${port}/usher`)).toMatch(
    /^DATABASE_URL: the database did not answer within 0 s \(ECONNREFUSED: .*\)\.$/,
  );
});

it.each([
  ['a wrong password', (url: string) => url.replace('of-the-test', 'hunter2'), '28P01: '],
  ['a database that is not there', (url: string) => `${url}x`, '3D000: '],
])('does not wait when it has %s', async (_what, change, code) => {
  const sentence = await refusalOf(change(urlOf(store)));
  // pg_hba.conf lets usher into every database, so that the second one gets past it.
  expect(sentence).toMatch(
    new RegExp(`^DATABASE_URL: PostgreSQL refused the connection \\(${code}`),
  );
  expect(sentence).not.toContain('hunter2');
});

it('survives that PostgreSQL ends its idle connections', async () => {
  const opened = await openStore(dataSourceOptions(await emptyDatabase('ended')));
  await opened.query('select 1');
  const warned = new Promise((resolve) => {
    jest.spyOn(Logger.prototype, 'warn').mockImplementation(resolve);
  });
  await store.sql(`select pg_terminate_backend(pid) from pg_stat_activity where datname = 'ended'`);
  expect(await warned).toBe("A connection to pg-usher's own database was lost (57P01).");
  expect(await opened.query('select 1 as one')).toEqual([{ one: 1 }]);
  await opened.destroy();
  jest.restoreAllMocks();
});

it('gives the command line every entity that there is', async () => {
  process.env['DATABASE_URL'] = await emptyDatabase('command_line');
  const imported: unknown = (await import('../../ormconfig.js')).default;
  delete process.env['DATABASE_URL'];
  const files = readdirSync('src', { recursive: true, encoding: 'utf8' });
  const entities = imported instanceof DataSource ? imported.options.entities : [];
  expect(Object.values(entities ?? {})).toHaveLength(
    files.filter((file) => file.endsWith('.entity.ts')).length,
  );
});
