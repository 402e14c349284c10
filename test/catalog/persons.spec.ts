import { readdirSync, readFileSync } from 'node:fs';
import { SHOP_SERVER_ID } from '../../src/demo/house.js';
import { type Answer, RunningService } from '../support/running-service.js';

/** Each answer is as the one person who asks, whatever they and others have set up. */
let service: RunningService;
let alice: string;
let bob: string;
beforeAll(async () => {
  service = await RunningService.start({
    house: {
      extraInit: [
        {
          database: 'shop',
          sql: `create schema hers authorization alice;
                create table hers.notes (id int, note text);
                alter table hers.notes owner to alice;
                grant select (name), references on products to bob;`,
        },
        { sql: 'create database only_hers' },
        {
          sql: `revoke connect on database only_hers from public;
                grant connect on database only_hers to alice;`,
        },
      ],
    },
  });
  [alice, bob] = await Promise.all([service.token('alice'), service.token('bob')]);
});
afterAll(async () => {
  expect(await service.noBackendLeft()).toBe(true);
  await service.stop();
});

const call = (token: string, rest: string, headers = {}): Promise<Answer> =>
  service.call(token, 'GET', `/servers/${SHOP_SERVER_ID}/${rest}`, undefined, headers);

async function get(token: string, rest: string): Promise<any> {
  const answer = await call(token, rest);
  expect([answer.status, answer.json.detail]).toEqual([200, undefined]);
  return answer.json;
}

const find = (list: any[], name: string) => list.find((part) => part.name === name);

describe('two people', () => {
  it('are told each what they themselves may do', async () => {
    const databases = async (token: string) =>
      find((await get(token, 'databases')).items, 'only_hers').connect;
    expect([await databases(alice), await databases(bob)]).toEqual([true, false]);
    const schemas = async (token: string) =>
      find((await get(token, 'catalog/schemas')).items, 'hers');
    expect(await schemas(alice)).toMatchObject({ usage: true, create: true });
    expect(await schemas(bob)).toMatchObject({ usage: false, create: false });
    const notes = async (token: string) => get(token, 'catalog/schemas/hers/relations/notes');
    expect(await notes(alice)).toMatchObject({ privileges: { select: true, truncate: true } });
    expect(await notes(bob)).toMatchObject({
      schema: { usage: false },
      privileges: { select: false, truncate: false },
      columns: [{ privileges: { select: false } }, { privileges: { select: false } }],
    });
  });

  it('one does not get what the other may complete, not by the other’s ETag either', async () => {
    const hers = await call(alice, 'catalog/completion');
    const schemas = (answer: Answer) => answer.json.schemas as string[];
    expect(schemas(hers)).toContain('hers');
    const headers = { 'If-None-Match': hers.headers.get('etag') ?? '' };
    const his = await call(bob, 'catalog/completion', headers);
    expect(his.status).toBe(200);
    expect(schemas(his)).not.toContain('hers');
    expect(his.text).not.toContain('notes');
    expect((await call(bob, 'catalog/completion?schema=hers')).json.code).toBe('object-not-found');
  });

  it('are kept apart at the database’s door', async () => {
    expect((await call(alice, 'catalog/schemas?database=only_hers')).status).toBe(200);
    const refused = await call(bob, 'catalog/schemas?database=only_hers');
    expect([refused.status, refused.json.code]).toEqual([403, 'database-forbidden']);
  });

  it('asking at once get each their own answers', async () => {
    const rights = async (token: string) => {
      const { items } = await get(token, 'catalog/schemas/public/relations?search=products');
      return items[0].privileges.references;
    };
    const asked = Array.from({ length: 12 }, (_, index) => index % 2 === 0);
    const answers = await Promise.all(asked.map((his) => rights(his ? bob : alice)));
    expect(answers).toEqual(asked);
  });

  it('nobody without a role gets anything', async () => {
    const carol = await service.token('carol');
    for (const rest of ['databases', 'catalog/schemas', 'catalog/completion']) {
      const refused = await call(carol, rest);
      expect([refused.status, refused.json.code]).toEqual([403, 'role-missing']);
    }
  });
});

describe('the audit', () => {
  it('has who looked, where, and how it ended', async () => {
    const done = await call(bob, 'catalog/search?q=orders');
    const missing = await call(bob, 'catalog/relations/4294967295');
    const [ok, failed] = [done, missing].map(({ headers }) => headers.get('x-request-id'));
    const common = { action: 'catalog', database: 'shop', database_user: 'bob', username: 'bob' };
    expect(await service.audit(`request_id = '${String(ok)}'`)).toMatchObject([
      { ...common, phase: 'intent' },
      { ...common, phase: 'outcome', outcome: 'ok', session_user: 'bob', current_user: 'bob' },
    ]);
    expect(await service.audit(`request_id = '${String(failed)}'`)).toMatchObject([
      { ...common, phase: 'intent' },
      { ...common, phase: 'outcome', outcome: 'failed', code: 'object-not-found' },
    ]);
  });
});

/** What the room's statements use, by the names in its source. */
function usedNames(): string[] {
  const folder = new URL('../../src/catalog/', import.meta.url);
  const sources = readdirSync(folder).map((file) => readFileSync(new URL(file, folder), 'utf8'));
  const found = sources.join('\n').matchAll(/pg_catalog\."?([a-z_0-9]+)/g);
  return [...new Set([...found].map(([, name]) => name ?? ''))];
}

/**
 * Puts into alice's schema, first on her search path, whatever could be taken for something of
 * pg_catalog: a trap for each function and operator, an empty table for each catalog, other types.
 */
const TRAPS = `
set role alice;
create function traps.caught(text) returns text language plpgsql as
  $$ begin raise exception 'a trap: %', $1; end $$;
do $$
declare it record;
begin
  for it in select p.proname, p.oid, pg_get_function_identity_arguments(p.oid) as args,
                   pg_get_function_result(p.oid) as result
              from pg_catalog.pg_proc p where p.pronamespace = 'pg_catalog'::regnamespace
               and p.proname = any (array[:names]) loop
    begin
      execute format('create function traps.%I(%s) returns %s language plpgsql as %L', it.proname,
        it.args, it.result, format('begin perform traps.caught(%L); end', it.proname));
    exception when others then null;
    end;
  end loop;
  for it in select o.oid, o.oprname, o.oprleft::regtype as l, o.oprright::regtype as r, o.oprresult::regtype as t
              from pg_catalog.pg_operator o where o.oprleft <> 0
               and o.oprname = any (array['=','<>','>','>=','<=','&','||','*','~','~*','~~','~~*']) loop
    begin
      execute format('create function traps.%I(%s, %s) returns %s language plpgsql as %L',
        'op' || it.oid, it.l, it.r, it.t,
        format('begin perform traps.caught(%L); end', it.oprname));
      execute format('create operator traps.%s (leftarg = %s, rightarg = %s, function = traps.%I)',
        it.oprname, it.l, it.r, 'op' || it.oid);
    exception when others then null;
    end;
  end loop;
  for it in select c.relname from pg_catalog.pg_class c
             where c.relnamespace = 'pg_catalog'::regnamespace
               and c.relname = any (array[:names]) loop
    execute format('create table traps.%I (trap int)', it.relname);
  end loop;
  for it in select t.typname from pg_catalog.pg_type t
             where t.typnamespace = 'pg_catalog'::regnamespace and t.typtype = 'b'
               and t.typname = any (array[:names]) loop
    execute format('create domain traps.%I as pg_catalog.int4 check (false)', it.typname);
  end loop;
end $$;
create collation traps."default" from pg_catalog."C";
`;

describe('look-alikes in the person’s own schema', () => {
  const PATHS = [
    'databases',
    'catalog/extensions',
    'catalog/schemas?search=pub',
    'catalog/schemas/public/relations?search=o&limit=3',
    'catalog/schemas/public/relations/orders',
    'catalog/schemas/public/relations/order_totals',
    'catalog/schemas/public/relations/orders_id_seq',
    'catalog/schemas/pg_catalog/functions?search=format_type',
    'catalog/schemas/information_schema/types',
    'catalog/search?q=order_lines',
    'catalog/completion?schema=public&prefix=o',
  ];

  const answers = async () => {
    const found = new Map<string, any>();
    for (const path of PATHS) found.set(path, await get(alice, path));
    for (const [kind, list] of [
      ['functions', 'catalog/schemas/pg_catalog/functions?search=format_type'],
      ['types', 'catalog/schemas/information_schema/types'],
    ] as const) {
      const [first] = found.get(list).items;
      found.set(kind, await get(alice, `catalog/${kind}/${String(first.oid)}`));
    }
    return Object.fromEntries(found);
  };

  it('change no answer', async () => {
    await service.house.shop.sql(
      `create schema traps authorization alice;
       alter role alice in database shop set search_path = traps, pg_catalog, public`,
      'shop',
    );
    const before = await answers();
    const names = usedNames().map((name) => `'${name}'`);
    expect(names.length).toBeGreaterThan(50);
    await service.house.shop.sql(TRAPS.replaceAll(':names', names.join(', ')), 'shop');
    const [made] = await service.house.shop.sql(
      `select (select count(*)::int from pg_proc where pronamespace = 'traps'::regnamespace) as functions,
              (select count(*)::int from pg_operator where oprnamespace = 'traps'::regnamespace) as operators,
              (select count(*)::int from pg_class where relnamespace = 'traps'::regnamespace) as tables`,
      'shop',
    );
    expect(Number(made?.['functions'])).toBeGreaterThan(100);
    expect(Number(made?.['operators'])).toBeGreaterThan(100);
    expect(Number(made?.['tables'])).toBeGreaterThan(20);
    for (const sql of ['select format_type(23, -1)', "select 1 = 1, 'a'::name = 'b'::name"]) {
      expect((await service.query(alice, { sql })).json.detail).toMatch(/a trap|check/);
    }
    expect(await answers()).toEqual(before);
  });
});
