import http from 'node:http';
import { SHOP_SERVER_ID } from '../../src/demo/house.js';
import { type Answer, RunningService } from '../support/running-service.js';
import { LONG_NAME, ODD_NAME } from './garden.js';

/** Lists, the search by name, and the document for editors. */
const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`;

const ODD_NAMES = [
  ODD_NAME,
  LONG_NAME,
  '.',
  '..',
  'a/b',
  'a%2Fb',
  'a.b',
  '%',
  '_',
  '\\',
  "'",
  ' ',
  '😀',
];

const MANY = `
create schema many;
create function many.f_one() returns int language sql as 'select 1';
do $$ begin
  for i in 1..25 loop
    execute format('create table many.%I (id int, "amount_%s" int)', 't' || i, i);
    execute format('create function many.same(%s) returns int language sql as ''select 1''',
                   array_to_string(array_fill('int'::text, array[i]), ','));
  end loop;
end $$;
create view many.v as select 1 as one;
create materialized view many.m as select 1 as one;
create sequence many.s;
create table many.p (id int) partition by list (id);
create table many.p1 partition of many.p for values in (1);
create table many."100%_sure" (x int);
create table many."100ab_sure" (x int);
create type many.colour as enum ('red', 'it''s blue');
create type many.pair as (a int, b text);
create domain many.small as int not null default 3 check (value < 10);
create type many.span as range (subtype = numeric);
create procedure many.work(inout x int) language plpgsql security definer as 'begin end';
create aggregate many.total(int) (sfunc = int4pl, stype = int);
comment on function many.same(int) is 'the first one';
comment on type many.colour is 'of a rose';
grant usage on schema many to usher_users;
grant select (id) on many.t1 to usher_users;
create schema closed;
create table closed.secret (id int, code text);
grant select on closed.secret to usher_users;
revoke execute on procedure many.work(int) from public;
`;

let service: RunningService;
let alice: string;
beforeAll(async () => {
  service = await RunningService.start();
  alice = await service.token('alice');
  await service.house.shop.sql(MANY, 'shop');
  for (const name of ODD_NAMES) {
    const schema = quoted(name);
    await service.house.shop.sql(
      `create schema ${schema}; grant usage on schema ${schema} to usher_users;
       create table ${schema}.${schema} (${schema} int); comment on table ${schema}.${schema} is 'odd'`,
      'shop',
    );
  }
});
afterAll(async () => {
  await service.stop();
});

const path = (rest: string) => `/servers/${SHOP_SERVER_ID}/${rest}`;
const call = (rest: string, headers = {}): Promise<Answer> =>
  service.call(alice, 'GET', path(rest), undefined, headers);

async function get(rest: string): Promise<any> {
  const answer = await call(rest);
  expect([answer.status, answer.json.detail]).toEqual([200, undefined]);
  return answer.json;
}

const names = ({ items }: { items: { name: string }[] }) => items.map(({ name }) => name);

/** All pages of a list, one after the other. */
async function pages(rest: string): Promise<any[]> {
  const found: any[] = [];
  let after = '';
  for (;;) {
    const { items, next } = await get(`${rest}${after}`);
    found.push(...items);
    if (next === null) return found;
    expect(items.length).toBeGreaterThan(0);
    after = `&after=${encodeURIComponent(next)}`;
  }
}

describe('the databases', () => {
  it('are all named, with what the caller may do in them', async () => {
    const { items } = await get('databases');
    expect(names({ items })).toEqual(['postgres', 'shop', 'template0', 'template1']);
    expect(items[1]).toEqual({
      oid: expect.any(Number),
      name: 'shop',
      owner: 'dba',
      comment: 'A small wholesaler of garden tools',
      encoding: 'UTF8',
      collation: 'C',
      template: false,
      allowsConnections: true,
      connect: true,
      create: false,
      temporary: true,
    });
    expect(items[2]).toMatchObject({ name: 'template0', allowsConnections: false });
  });

  it('can be looked into, each by its name', async () => {
    expect(names(await get('catalog/schemas?database=template1'))).toEqual([
      'information_schema',
      'pg_catalog',
      'public',
    ]);
  });

  it.each([
    ['nowhere', 404, 'database-not-found'],
    ['template0', 403, 'connection-not-allowed'],
    ['', 400, 'validation-failed'],
    ['a%00b', 400, 'validation-failed'],
    ['x'.repeat(64), 400, 'validation-failed'],
  ])('that cannot be opened are refused: %s', async (database, status, code) => {
    const answer = await call(`catalog/schemas?database=${database}`);
    expect([answer.status, answer.json.code]).toEqual([status, code]);
  });
});

describe('the schemas', () => {
  it('say whether the caller may use them', async () => {
    const { items } = await get('catalog/schemas');
    const rights = new Map(items.map((schema: any) => [schema.name, schema]));
    expect(rights.get('many')).toMatchObject({ usage: true, create: false, system: false });
    expect(rights.get('closed')).toMatchObject({ usage: false, create: false });
    expect(rights.get('public')).toMatchObject({ usage: true, searchPathPosition: 1 });
    expect(rights.get('pg_catalog')).toMatchObject({ system: true, searchPathPosition: null });
    expect([...rights.keys()]).toEqual(expect.arrayContaining(ODD_NAMES));
    expect([...rights.keys()]).not.toContain('pg_toast');
  });

  it('come in pages', async () => {
    const all = await pages('catalog/schemas?limit=3');
    expect(all.map(({ name }) => name)).toEqual(names(await get('catalog/schemas')));
  });

  it('are found by a part of their names, whatever it is made of', async () => {
    expect(names(await get('catalog/schemas?search=LOSE'))).toEqual(['closed']);
    for (const name of ['%', '_', '\\', "'"]) {
      const found = names(await get(`catalog/schemas?search=${encodeURIComponent(name)}`));
      expect(found.length).toBeGreaterThan(0);
      for (const other of found) expect(other).toContain(name);
    }
  });
});

describe('the relations of a schema', () => {
  it('have kind, rows, size and privileges', async () => {
    const { schema, items } = await get('catalog/schemas/public/relations?kind=table&kind=view');
    expect(schema).toEqual({ name: 'public', usage: true, create: false });
    expect(names({ items })).toEqual([
      'customers',
      'order_lines',
      'order_totals',
      'orders',
      'products',
    ]);
    expect(items[3]).toEqual({
      oid: expect.any(Number),
      name: 'orders',
      kind: 'table',
      owner: 'dba',
      comment: 'One row an order; the lines are in order_lines',
      partition: false,
      rowSecurity: true,
      estimatedRows: 600,
      estimatedBytes: expect.any(Number),
      privileges: {
        select: true,
        insert: true,
        update: true,
        delete: false,
        truncate: false,
        references: false,
        trigger: false,
        maintain: false,
      },
      onSomeColumns: { select: true, insert: true, update: true, references: false },
    });
    expect(items[3].estimatedBytes % 8192).toBe(0);
  });

  it('say what is allowed on single columns only', async () => {
    const { items } = await get('catalog/schemas/many/relations?search=t1');
    expect(items[0]).toMatchObject({
      name: 't1',
      privileges: { select: false },
      onSomeColumns: { select: true, insert: false },
    });
  });

  it('of a schema that the caller may not use are named, as in PostgreSQL', async () => {
    const { schema, items } = await get('catalog/schemas/closed/relations');
    expect(schema).toEqual({ name: 'closed', usage: false, create: false });
    expect(items).toMatchObject([{ name: 'secret', privileges: { select: true } }]);
    const { json } = await service.query(alice, { sql: 'select * from closed.secret' });
    expect(json.sqlstate).toBe('42501');
  });

  it('come in pages, in the order of their names, by kind', async () => {
    const all = await pages('catalog/schemas/many/relations?limit=4');
    expect(all).toHaveLength(32);
    expect(names({ items: all })).toEqual(names({ items: all }).toSorted());
    const kinds = async (kind: string) =>
      names(await get(`catalog/schemas/many/relations?kind=${kind}`));
    expect(await kinds('view')).toEqual(['v']);
    expect(await kinds('materialized-view')).toEqual(['m']);
    expect(await kinds('sequence')).toEqual(['s']);
    expect(await kinds('partitioned-table')).toEqual(['p']);
    expect(await kinds('foreign-table')).toEqual([]);
    expect(all.filter(({ partition }) => partition)).toMatchObject([{ name: 'p1' }]);
  });

  it('are searched for by what is written, not by patterns', async () => {
    const found = (text: string) =>
      get(`catalog/schemas/many/relations?search=${encodeURIComponent(text)}`).then(names);
    expect(await found('0%_s')).toEqual(['100%_sure']);
    expect(await found('100AB')).toEqual(['100ab_sure']);
    expect(await found('\\')).toEqual([]);
    expect(await found("' or true --")).toEqual([]);
  });

  it.each(ODD_NAMES.filter((name) => !/^\.\.?$/.test(name)))(
    'are found in the schema %j and by their names',
    async (name) => {
      const encoded = encodeURIComponent(name);
      const { items } = await get(`catalog/schemas/${encoded}/relations`);
      expect(items).toMatchObject([{ name, comment: 'odd', kind: 'table' }]);
      const found = await get(`catalog/schemas/${encoded}/relations/${encoded}`);
      expect(found).toMatchObject({ name, schema: { name }, columns: [{ name }] });
    },
  );

  it.each(['.', '..'])(
    'are found in the schema %j by clients that leave addresses alone',
    async (name) => {
      const encoded = name.replaceAll('.', '%2e');
      const rest = `catalog/schemas/${encoded}/relations`;
      const options = {
        path: `/api/v1${path(rest)}`,
        headers: { Authorization: `Bearer ${alice}` },
      };
      const text = await new Promise<string>((resolve, reject) => {
        http
          .get(service.origin, options, (response) => {
            const chunks: Buffer[] = [];
            response.on('data', (chunk: Buffer) => chunks.push(chunk));
            response.on('end', () => {
              resolve(Buffer.concat(chunks).toString());
            });
          })
          .on('error', reject);
      });
      expect(JSON.parse(text).items).toMatchObject([{ name }]);
    },
  );

  it.each([
    ['catalog/schemas/nowhere/relations', 404, 'object-not-found'],
    ['catalog/schemas/nowhere/functions', 404, 'object-not-found'],
    ['catalog/schemas/nowhere/types', 404, 'object-not-found'],
    [`catalog/schemas/${'x'.repeat(64)}/relations`, 400, 'validation-failed'],
    ['catalog/schemas/a%00b/relations', 400, 'validation-failed'],
    ['catalog/schemas/public/relations?kind=index', 400, 'validation-failed'],
    ['catalog/schemas/public/relations?limit=0', 400, 'validation-failed'],
    ['catalog/schemas/public/relations?limit=1001', 400, 'validation-failed'],
    ['catalog/schemas/public/relations?search=a&search=b', 400, 'validation-failed'],
    ['catalog/schemas/public/relations?search=%00', 400, 'validation-failed'],
    ['catalog/schemas/public/relations?role=dba', 400, 'validation-failed'],
    ['catalog/schemas/public/functions?after=x', 400, 'validation-failed'],
    ['catalog/schemas/public/functions?after=9999999999:x', 400, 'validation-failed'],
    ['catalog/search', 400, 'validation-failed'],
    ['catalog/search?q=', 400, 'validation-failed'],
    ['catalog/relations/x', 400, 'validation-failed'],
    ['catalog/relations/4294967296', 400, 'validation-failed'],
    ['catalog/relations/4294967295', 404, 'object-not-found'],
    ['catalog/functions/4294967295', 404, 'object-not-found'],
    ['catalog/types/4294967295', 404, 'object-not-found'],
    ['catalog/completion?schema=nowhere', 404, 'object-not-found'],
    ['catalog/completion?schema=closed', 404, 'object-not-found'],
  ])('and everything else answers what is wrong: %s', async (rest, status, code) => {
    const { status: found, json } = await call(rest);
    expect([found, json.code]).toEqual([status, code]);
  });
});

describe('the functions of a schema', () => {
  it('come in pages, also where many have one name', async () => {
    const all = await pages('catalog/schemas/many/functions?limit=4');
    expect(all.filter(({ name }) => name === 'same')).toHaveLength(25);
    expect(new Set(all.map(({ oid }) => oid)).size).toBe(all.length);
    expect(all.find(({ comment }) => comment !== null)).toMatchObject({
      name: 'same',
      kind: 'function',
      arguments: 'integer',
      result: 'integer',
      language: 'sql',
      comment: 'the first one',
      securityDefiner: false,
      execute: true,
    });
    expect(all.find(({ name }) => name === 'work')).toMatchObject({
      kind: 'procedure',
      arguments: 'INOUT x integer',
      result: null,
      securityDefiner: true,
      execute: false,
    });
    expect(all.find(({ name }) => name === 'total')).toMatchObject({ kind: 'aggregate' });
  });
});

describe('the types of a schema', () => {
  it('are without arrays and row types', async () => {
    const { items } = await get('catalog/schemas/many/types');
    expect(items.map(({ name, kind }: any) => [name, kind])).toEqual([
      ['colour', 'enum'],
      ['pair', 'composite'],
      ['small', 'domain'],
      ['span', 'range'],
      ['span_multirange', 'multirange'],
    ]);
    expect(items[0]).toMatchObject({ comment: 'of a rose', usage: true, owner: 'dba' });
  });
});

describe('the extensions', () => {
  it('are those that are installed', async () => {
    expect(await get('catalog/extensions')).toMatchObject({
      items: [{ name: 'plpgsql', schema: 'pg_catalog', owner: 'dba' }],
    });
  });
});

describe('the search by name', () => {
  const search = async (query: string) => {
    const { items, truncated } = await get(`catalog/search?${query}`);
    return { truncated, items: items.map((hit: any) => [hit.kind, hit.name, hit.match]) };
  };

  it('gives whole names first, then beginnings, then parts', async () => {
    const { items } = await search('q=ORDER');
    const matches = items.map(([, , match]: string[]) => match);
    const order = ['exact', 'prefix', 'part'];
    expect(matches).toEqual(
      matches.toSorted((a: string, b: string) => order.indexOf(a) - order.indexOf(b)),
    );
    expect(items).toContainEqual(['relation', 'orders', 'prefix']);
    expect(items).toContainEqual(['column', 'ordered_on', 'prefix']);
    expect((await search('q=orders')).items[0]).toEqual(['relation', 'orders', 'exact']);
  });

  it('finds every kind', async () => {
    const hit = async (q: string, kind: string) =>
      (await get(`catalog/search?q=${q}&kind=${kind}`)).items[0];
    expect(await hit('many', 'schema')).toMatchObject({ name: 'many', schemaUsage: true });
    expect(await hit('colour', 'type')).toMatchObject({ schema: 'many', match: 'exact' });
    expect(await hit('secret', 'relation')).toMatchObject({
      schema: 'closed',
      detail: 'table',
      schemaUsage: false,
    });
    expect(await hit('amount_7', 'column')).toMatchObject({
      schema: 'many',
      relation: 't7',
      detail: 'integer',
    });
    expect(await hit('work', 'function')).toMatchObject({ detail: 'INOUT x integer' });
  });

  it('puts what PostgreSQL brings behind what people made', async () => {
    const { items } = await get('catalog/search?q=total&kind=function');
    expect(items[0]).toMatchObject({ schema: 'many', name: 'total' });
  });

  it('takes metacharacters as they are', async () => {
    expect((await search(`q=${encodeURIComponent('0%_s')}`)).items).toEqual([
      ['relation', '100%_sure', 'part'],
    ]);
    const odd = await search(`q=${encodeURIComponent(ODD_NAME)}`);
    expect(odd.items.map(([kind]: string[]) => kind)).toEqual(['schema', 'relation', 'column']);
  });

  it('says when there is more', async () => {
    expect(await search('q=amount&limit=10')).toMatchObject({ truncated: true });
    expect(await search('q=amount_&limit=25')).toMatchObject({ truncated: false });
  });
});

describe('the document for editors', () => {
  it('holds relations with their columns, and functions, the search path first', async () => {
    const document = await get('catalog/completion');
    expect(document).toMatchObject({ database: 'shop', searchPath: ['public'], truncated: false });
    expect(document.relations[0]).toEqual({
      schema: 'public',
      name: 'customers',
      kind: 'table',
      select: true,
      columns: [
        ['id', 'integer'],
        ['name', 'text'],
        ['city', 'text'],
        ['sales_rep', 'name'],
        ['since', 'date'],
      ],
    });
    const schemas = new Set(document.relations.map(({ schema }: any) => schema));
    expect([...schemas].at(-1)).toBe('pg_catalog');
    expect(document.schemas).not.toContain('closed');
    expect(document.functions).toContainEqual({
      schema: 'pg_catalog',
      name: 'now',
      kind: 'function',
      arguments: '',
      result: 'timestamp with time zone',
    });
    expect(document.functions.find(({ name }: any) => name === 'int4in')).toBeUndefined();
  });

  it('can be asked for one schema, and for the beginning of a name', async () => {
    const document = await get('catalog/completion?schema=many&prefix=T1');
    expect(names({ items: document.relations })).toEqual([
      ...['t1', 't10', 't11', 't12', 't13', 't14', 't15', 't16', 't17', 't18', 't19'],
    ]);
    expect(document.relations[0].columns).toEqual([
      ['id', 'integer'],
      ['amount_1', 'integer'],
    ]);
    expect(document.functions).toEqual([]);
  });

  it('is sent again only when it has changed', async () => {
    const first = await call('catalog/completion');
    const etag = first.headers.get('etag') ?? '';
    expect(etag).toMatch(/^W\/"[\w-]{43}"$/);
    expect(first.headers.get('cache-control')).toBe('no-store');
    const again = await call('catalog/completion', { 'If-None-Match': `"x", ${etag}` });
    expect([again.status, again.text, again.headers.get('etag')]).toEqual([304, '', etag]);
    await service.house.shop.sql('create table many.brand_new (id int)', 'shop');
    const changed = await call('catalog/completion', { 'If-None-Match': etag });
    expect(changed.status).toBe(200);
    expect(changed.headers.get('etag')).not.toBe(etag);
    expect(changed.headers.get('content-type')).toBe('application/json; charset=utf-8');
  });

  it('gives its first 5,000 relations of a large schema, and says so', async () => {
    await service.house.shop.sql(
      `create schema large; grant usage on schema large to usher_users;
       do $$ begin for i in 1..5001 loop
         execute format('create table large.%I ()', 'x' || i); end loop; end $$`,
      'shop',
    );
    const document = await get('catalog/completion?schema=large');
    expect(document.relations).toHaveLength(5000);
    expect(document.truncated).toBe(true);
    expect(await get('catalog/completion?schema=large&prefix=x5001')).toMatchObject({
      relations: [{ name: 'x5001' }],
      truncated: false,
    });
  });
});
