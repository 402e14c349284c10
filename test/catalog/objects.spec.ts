import type { Client } from 'pg';
import { loadConfig } from '../../src/config/load-config.js';
import { findFreePort } from '../../src/demo/free-port.js';
import { SHOP_SERVER_ID } from '../../src/demo/house.js';
import { RunningService } from '../support/running-service.js';
import { GARDEN_FOUNDATIONS, gardenRelations } from './garden.js';

/** Everything about one object. */
let service: RunningService;
let alice: string;
beforeAll(async () => {
  service = await RunningService.start();
  alice = await service.token('alice');
  await service.house.shop.sql(
    `${GARDEN_FOUNDATIONS}${gardenRelations(18)}
     create function garden.counted() returns bigint language sql begin atomic
       select count(*) from garden.plots; end;
     create aggregate garden.total(int) (sfunc = int4pl, stype = int);
     create type garden.span as range (subtype = numeric);
     create domain garden.small as garden.positive not null default 3 check (value < 10);
     comment on column garden.place.street is 'without a number';`,
    'shop',
  );
});
afterAll(async () => {
  await service.stop();
});

const call = (path: string, token = alice) =>
  service.call(token, 'GET', `/servers/${SHOP_SERVER_ID}/catalog/${path}`);

async function get(path: string): Promise<any> {
  const answer = await call(path);
  expect([answer.status, answer.json.detail]).toEqual([200, undefined]);
  return answer.json;
}

const relation = (schema: string, name: string) => get(`schemas/${schema}/relations/${name}`);

async function named(list: 'functions' | 'types', name: string): Promise<any> {
  const { items } = await get(`schemas/garden/${list}?search=${name}`);
  const found = items.find((item: any) => item.name === name);
  return get(`${list}/${String(found.oid)}`);
}

const find = (list: any[], name: string) => list.find((part) => part.name === name);

describe('a table', () => {
  it('has columns, keys, indexes, policies and sizes', async () => {
    const orders = await relation('public', 'orders');
    expect(orders).toMatchObject({
      schema: { name: 'public', usage: true, create: false },
      name: 'orders',
      kind: 'table',
      comment: 'One row an order; the lines are in order_lines',
      primaryKey: ['id'],
      privileges: { select: true, delete: false },
      rowSecurity: true,
      rowSecurityForced: false,
      rowSecurityApplies: true,
      policies: [{ name: 'own', roles: ['usher_users'], appliesToMe: true, check: null }],
      sizes: { table: expect.any(Number), indexes: expect.any(Number), total: expect.any(Number) },
      locked: false,
      truncated: [],
    });
    expect(orders.columns[0]).toMatchObject({
      number: 1,
      name: 'id',
      type: 'integer',
      notNull: true,
      identity: 'always',
      privileges: { select: true, insert: true, update: true, references: false },
    });
    expect(find(orders.constraints, 'orders_customer_id_fkey')).toMatchObject({
      kind: 'foreign-key',
      columns: ['customer_id'],
      definition: 'FOREIGN KEY (customer_id) REFERENCES public.customers(id)',
      references: { schema: 'public', relation: 'customers', columns: ['id'] },
      onDelete: 'no-action',
    });
    expect(orders.referencedBy).toMatchObject([
      {
        constraint: 'order_lines_order_id_fkey',
        schema: 'public',
        relation: 'order_lines',
        columns: ['order_id'],
        referencedColumns: ['id'],
      },
    ]);
    expect(find(orders.indexes, 'orders_pkey')).toMatchObject({
      unique: true,
      primary: true,
      valid: true,
      constraint: 'orders_pkey',
      columns: ['id'],
      bytes: expect.any(Number),
    });
    const { table, indexes, total } = orders.sizes as Record<string, number>;
    expect(total).toBe(Number(table) + Number(indexes));
    expect(orders).toEqual(await get(`relations/${String(orders.oid)}`));
  });

  it('can hold everything', async () => {
    const plots = await relation('garden', 'plots');
    expect(plots.options).toEqual([
      'fillfactor=70',
      'autovacuum_enabled=false',
      'toast.autovacuum_enabled=false',
    ]);
    expect(find(plots.columns, 'label')).toMatchObject({
      generated: 'stored',
      default: expect.stringContaining('garden.tidy'),
    });
    expect(find(plots.columns, 'name')).toMatchObject({
      type: 'character varying(40)',
      collation: 'pg_catalog."C"',
      statisticsTarget: 250,
    });
    expect(find(plots.columns, 'mood').type).toBe('garden.mood');
    expect(find(plots.triggers, 'Off')).toMatchObject({
      fires: 'disabled',
      function: { schema: 'garden', name: 'touch' },
    });
    expect(find(plots.constraints, 'later')).toMatchObject({ validated: false });
    expect(find(plots.policies, 'not Sundays')).toMatchObject({
      permissive: false,
      command: 'delete',
      roles: [],
      appliesToMe: true,
    });
    expect(plots.ownedSequences.map(({ name }: any) => name)).toEqual([
      'plots_id_seq',
      'code_numbers',
      'plots_other_seq',
    ]);
    expect(plots.privileges.select).toBe(false);
  });

  it('knows its parents and its partitions', async () => {
    const beds = await relation('garden', 'beds');
    expect(beds).toMatchObject({ kind: 'partitioned-table', partitionKey: 'RANGE (planted, id)' });
    expect(beds.children.map(({ name }: any) => name)).toEqual(['beds_2024', 'beds_old']);
    const { children } = await relation('garden', 'beds_2024');
    expect(find(children, 'beds_rest').bound).toBe('DEFAULT');
    expect(await relation('garden', 'beds_rest')).toMatchObject({
      partition: true,
      partitionBound: 'DEFAULT',
      parents: [{ schema: 'garden', name: 'beds_2024' }],
    });
  });
});

describe('other relations', () => {
  it('a view has its query', async () => {
    const view = await relation('public', 'order_totals');
    expect(view).toMatchObject({
      kind: 'view',
      options: ['security_invoker=true'],
      estimatedRows: null,
      definition: expect.stringContaining('FROM (((public.orders o'),
    });
    expect(view.ddl).toContain(
      "CREATE VIEW public.order_totals\nWITH (security_invoker='true')\nAS",
    );
  });

  it('a sequence has its numbers and its column', async () => {
    expect(await relation('garden', 'countdown')).toMatchObject({
      kind: 'sequence',
      sequence: { increment: '-5', minimum: '-20', start: '15', cycle: true, ownedBy: null },
    });
    const owned = await relation('public', 'orders_id_seq');
    expect(owned.sequence.ownedBy).toEqual({
      schema: 'public',
      relation: 'orders',
      column: 'id',
      identity: true,
    });
    expect(owned.ddl).not.toContain('CREATE');
  });

  it('an index, or a relation of PostgreSQL’s own making, is none', async () => {
    const [row] = await service.house.shop.sql(
      `select 'orders_pkey'::regclass::oid::int as oid`,
      'shop',
    );
    const answer = await call(`relations/${String(row?.['oid'])}`);
    expect([answer.status, answer.json.code]).toEqual([404, 'object-not-found']);
    expect(answer.json.detail).toContain('database "shop"');
  });
});

describe('a function', () => {
  it('has its definition', async () => {
    expect(await named('functions', 'tidy')).toMatchObject({
      schema: { name: 'garden', usage: false },
      identityArguments: 'text',
      volatility: 'immutable',
      strict: true,
      parallel: 'unsafe',
      definition: expect.stringMatching(/^CREATE OR REPLACE FUNCTION garden\.tidy\(text\)/),
    });
    expect(await named('functions', 'total')).toMatchObject({
      kind: 'aggregate',
      definition: null,
    });
  });
});

describe('a type', () => {
  it('of each kind says what it is made of', async () => {
    expect(await named('types', 'mood')).toMatchObject({ labels: ['sad', "it's ok", 'happy'] });
    expect(await named('types', 'place')).toMatchObject({
      attributes: [
        { name: 'street', type: 'text', comment: 'without a number' },
        { name: 'no', type: 'integer', comment: null },
      ],
    });
    expect(await named('types', 'small')).toMatchObject({
      kind: 'domain',
      baseType: 'garden.positive',
      notNull: true,
      default: '3',
      checks: [{ definition: 'CHECK (((VALUE)::integer < 10))', validated: true }],
    });
    expect(await named('types', 'span')).toMatchObject({ kind: 'range', subtype: 'numeric' });
  });
});

describe('while somebody holds an ACCESS EXCLUSIVE lock', () => {
  let locker: Client;
  beforeAll(async () => {
    locker = await service.house.shop.connectAsAdmin('shop');
    await locker.query('begin; lock table garden.plots, garden.beds_old in access exclusive mode');
  });
  afterAll(async () => {
    await locker.end();
  });

  const waiting = () =>
    service.house.shop.sql(`select from pg_locks where not granted and pid <> pg_backend_pid()`);

  it('lists, the search and the document for editors do not wait', async () => {
    const { items } = await get('schemas/garden/relations?limit=1000');
    expect(items.map(({ name }: any) => name)).toContain('plots');
    expect((await get('search?q=plots')).items[0].name).toBe('plots');
    const { relations } = await get('completion?schema=public');
    expect(relations.length).toBeGreaterThan(0);
  });

  it.each(['plots', 'named', 'beds_old'])(
    'the description of %s leaves out what would wait, and says so',
    async (name) => {
      const free = await relation('public', 'orders');
      expect(free.locked).toBe(false);
      const description = await relation('garden', name);
      expect(description).toMatchObject({
        name,
        locked: true,
        sizes: null,
        definition: null,
        partitionBound: null,
        ddl: null,
      });
      expect(description.columns.length).toBeGreaterThan(0);
      expect(description.columns.every((column: any) => column.default === null)).toBe(true);
      expect(await waiting()).toEqual([]);
    },
  );

  it('keys and privileges are still told', async () => {
    const plots = await relation('garden', 'plots');
    expect(plots).toMatchObject({ primaryKey: ['id'], privileges: { select: false } });
    expect(find(plots.constraints, 'no_loop')).toMatchObject({
      definition: null,
      references: { relation: 'plots', columns: ['id'] },
    });
    expect(find(plots.indexes, 'plots_doc')).toMatchObject({ method: 'gin', bytes: null });
  });

  it('a function that reads the relation is without its definition', async () => {
    expect(await named('functions', 'counted')).toMatchObject({ locked: true, definition: null });
    expect(await named('functions', 'tidy')).toMatchObject({ locked: false });
  });
});

describe('while a table of PostgreSQL’s own catalog is locked', () => {
  let locker: Client;
  let hasty: RunningService;
  beforeAll(async () => {
    const config = loadConfig(service.house.environment(await findFreePort()));
    const query = { ...config.query, defaultTimeoutMs: 200 };
    hasty = await RunningService.open(service.house, { ...config, query });
    locker = await service.house.shop.connectAsAdmin('shop');
    await locker.query('begin; lock table pg_catalog.pg_extension in access exclusive mode');
  });
  afterAll(async () => {
    await locker.end();
    await hasty.app.close();
  });

  it('the answer says so, and who can help', async () => {
    const { status, json } = await call('extensions');
    expect([status, json.code, json.owner]).toEqual([504, 'query-timeout', 'dba']);
    expect(json).toMatchObject({ sqlstate: '55P03' });
    expect(json.detail).toContain('ACCESS EXCLUSIVE');
  });

  it('what takes longer than a statement may is stopped on the server', async () => {
    const path = `/servers/${SHOP_SERVER_ID}/catalog/extensions`;
    const { status, json } = await hasty.call(alice, 'GET', path);
    expect([status, json.code, json.owner]).toEqual([504, 'query-timeout', 'user']);
    expect(json.detail).toContain('200 ms');
    expect(await service.noBackendLeft()).toBe(true);
  });
});
