import { RunningService } from '../support/running-service.js';

let service: RunningService;
let alice: string;
beforeAll(async () => {
  service = await RunningService.start();
  await service.house.shop.sql(
    `create schema atelier authorization alice;
     create table atelier.log (at serial, note text);
     alter table atelier.log owner to alice;
     create function atelier.note(text) returns text language sql as
       'insert into atelier.log (note) values ($1) returning note'`,
    'shop',
  );
  alice = await service.token('alice');
});
afterAll(async () => {
  await service.stop();
});

const NDJSON = { Accept: 'application/x-ndjson' };

async function events(body: object): Promise<any[]> {
  const answer = await service.query(alice, body, NDJSON);
  expect([answer.status, answer.text.slice(0, 500)]).toEqual([200, expect.anything()]);
  return answer.text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
}

/** In all sessions that have ended (PostgreSQL 18, section 27.2.17). */
async function workersLaunched(): Promise<number> {
  const [row] = await service.house.shop.sql(
    `select sum(parallel_workers_launched)::int as n from pg_stat_database`,
  );
  return Number(row?.['n']);
}

async function notes(): Promise<string[]> {
  const rows = await service.house.shop.sql('select note from atelier.log order by at', 'shop');
  return rows.map((row) => String(row['note']));
}

describe('a script', () => {
  it('gives each statement events of its own, in order', async () => {
    const all = await events({
      sql: 'select 1 as a;\ncreate temp table t (x int);\nselect * from generate_series(1, 2) as b',
    });
    expect(
      all.map((event) => (Array.isArray(event) ? event : [event.kind, event.statement])),
    ).toEqual([
      ['columns', 1],
      ['1'],
      ['complete', 1],
      ['complete', 2],
      ['columns', 3],
      ['1'],
      ['2'],
      ['complete', 3],
      ['done', undefined],
    ]);
  });

  it('commits each statement by itself, as psql does, and stops at the first error', async () => {
    const sql = `insert into atelier.log (note) values ('kept');
      select 1 / 0;
      insert into atelier.log (note) values ('never')`;
    const answer = await service.query(alice, { sql });
    expect([answer.status, answer.json.sqlstate, answer.json.statement]).toEqual([422, '22012', 2]);
    expect(await notes()).toEqual(['kept']);
  });

  it('undoes all of a transaction that it opened itself', async () => {
    const sql = `begin; insert into atelier.log (note) values ('undone'); select 1 / 0; commit`;
    expect((await service.query(alice, { sql })).status).toBe(422);
    expect(await notes()).toEqual(['kept']);
  });

  it('may have statements that refuse to be in a transaction', async () => {
    const { status, json } = await service.query(alice, { sql: 'select 1; vacuum atelier.log' });
    expect([status, json.moreResults?.[0].command]).toEqual([200, 'VACUUM']);
  });

  it('says where in the whole text an error is, however its characters are encoded', async () => {
    const sql = "select '👩‍🚀é';\n-- ☃\nselect nothing_here";
    const answer = await service.query(alice, { sql });
    expect(answer.json).toMatchObject({ sqlstate: '42703', statement: 2 });
    expect([...sql].slice(answer.json.position - 1).join('')).toBe('nothing_here');
    const { start, end } = answer.json.statementRange;
    expect([...sql].slice(start, end).join('')).toContain('select nothing_here');
  });

  it('says it inside an NDJSON answer, too', async () => {
    const sql = 'select 1;\nselect 2;\nselect 1 + nothing_here;\nselect 4';
    const all = await events({ sql });
    const last = all.at(-1);
    expect(last).toMatchObject({ kind: 'error', sqlstate: '42703', statement: 3 });
    expect(sql.slice(last.position - 1)).toMatch(/^nothing_here/);
    expect(all.filter(Array.isArray)).toEqual([['1'], ['2']]);
  });

  it('sends what is no SQL to PostgreSQL, which explains it; what comes before has run', async () => {
    const sql = "insert into atelier.log (note) values ('before'); selec 1; select 3";
    const answer = await service.query(alice, { sql });
    expect(answer.json).toMatchObject({ sqlstate: '42601', statement: 2 });
    expect(await notes()).toEqual(['kept', 'before']);
  });

  it('keeps bodies of routines, dollar quotes and strings with semicolons whole', async () => {
    const { status, json } = await service.query(alice, {
      sql: `create function atelier.f() returns int begin atomic select 1; select 2; end;
            do $x$ begin perform ';'; perform $$;$$; end $x$;
            select E'a\\';b', ';' as ";", atelier.f() /* ; /* ; */ */`,
    });
    expect(status).toBe(200);
    expect(json.moreResults.at(-1).rows).toEqual([["a';b", ';', '2']]);
  });

  it('is read as the role reads it that has the old strings as its setting', async () => {
    await service.query(alice, { sql: 'alter role alice set standard_conforming_strings = off' });
    const { json } = await service.query(alice, { sql: "select 'a\\'; b' as x; select 2" });
    await service.query(alice, { sql: 'alter role alice reset standard_conforming_strings' });
    expect([json.rows, json.moreResults?.[0].rows]).toEqual([[["a'; b"]], [['2']]]);
  });

  it('has a row limit for each of its results', async () => {
    const { json } = await service.query(alice, {
      sql: 'select generate_series(1, 5); select generate_series(1, 2); select generate_series(1, 9)',
      maxRows: 3,
    });
    const results = [json, ...json.moreResults];
    expect(results.map(({ rowCount, stopped }: any) => [rowCount, stopped?.reason])).toEqual([
      [3, 'max-rows'],
      [2, undefined],
      [3, 'max-rows'],
    ]);
  });

  it('with nothing in it is nothing', async () => {
    const { status, json } = await service.query(alice, { sql: ' ; -- nothing\n ; ' });
    expect([status, json.rows]).toEqual([200, []]);
  });
});

describe('a row limit', () => {
  it('leaves parallel plans to PostgreSQL', async () => {
    await service.house.shop.sql(
      `create table atelier.big as select n from generate_series(1, 50000) as n;
       alter table atelier.big owner to alice; analyze atelier.big`,
      'shop',
    );
    const before = await workersLaunched();
    const { json } = await service.query(alice, {
      sql: `set parallel_setup_cost = 0; set parallel_tuple_cost = 0;
            set min_parallel_table_scan_size = 0; select count(*) from atelier.big`,
      maxRows: 10,
    });
    expect(json.moreResults.at(-1).rows).toEqual([['50000']]);
    expect(await service.noBackendLeft()).toBe(true);
    expect(await workersLaunched()).toBeGreaterThan(before);
  });

  it('lets an INSERT … RETURNING stand of which only some rows were read', async () => {
    const { json } = await service.query(alice, {
      sql: "insert into atelier.log (note) select 'r' from generate_series(1, 50) returning at",
      maxRows: 2,
    });
    expect(json).toMatchObject({ rowCount: 2, stopped: { reason: 'max-rows' } });
    expect((await notes()).filter((note) => note === 'r')).toHaveLength(50);
  });

  it.each([
    ['undone', 'a', "select atelier.note('a'), generate_series(1, 100000000)", 0],
    // PostgreSQL sends so few rows together with the end of the statement.
    ['carried out in full', 'b', "select atelier.note('b') from generate_series(1, 5)", 5],
  ])('says that a SELECT of a function that writes was %s', async (what, note, sql, left) => {
    const { json } = await service.query(alice, { sql, maxRows: 2 });
    expect(json).toMatchObject({ rowCount: 2, command: null, stopped: { reason: 'max-rows' } });
    expect(json.stopped.detail).toContain(what);
    expect((await notes()).filter((one) => one === note)).toHaveLength(left);
  });

  it('does not fail a transaction block', async () => {
    const all = await events({
      sql: "begin; insert into atelier.log (note) values ('in block'); select generate_series(1, 100000); commit",
      maxRows: 2,
    });
    expect(all.at(-1)).toMatchObject({ kind: 'done', transactionStatus: 'idle' });
    expect(await notes()).toContain('in block');
  });
});

describe('named parameters', () => {
  it('take the place of their names, outside strings, comments and casts', async () => {
    const { json } = await service.query(alice, {
      sql: "select :a::int + :b::int, ':a', :a -- :b\n",
      namedParams: { a: 1, b: '41' },
    });
    expect(json.rows).toEqual([['42', ':a', '1']]);
  });

  it('hold whatever text they hold', async () => {
    const value = "'; drop table atelier.log; --";
    const { json } = await service.query(alice, { sql: 'select :v', namedParams: { v: value } });
    expect(json.rows).toEqual([[value]]);
  });

  it('may be used in several statements of a script', async () => {
    const { json } = await service.query(alice, {
      sql: 'select :a::int; select :b::int, :a::int',
      namedParams: { a: 1, b: 2 },
    });
    expect([json.rows, json.moreResults[0].rows]).toEqual([[['1']], [['2', '1']]]);
  });

  it('that the text does not use are told', async () => {
    const answer = await service.query(alice, { sql: "select ':a'", namedParams: { a: 1 } });
    expect(answer.status).toBe(400);
    expect(answer.json.errors[0].pointer).toBe('/namedParams/a');
  });

  it('leave positions where they were', async () => {
    const sql = 'select :long_name::int, nothing_here';
    const answer = await service.query(alice, { sql, namedParams: { long_name: 1 } });
    expect(sql.slice(answer.json.position - 1)).toBe('nothing_here');
  });

  it('do not go together with positional ones', async () => {
    const answer = await service.query(alice, {
      sql: 'select :a, $1',
      params: [1],
      namedParams: { a: 1 },
    });
    expect([answer.status, answer.json.code]).toEqual([400, 'validation-failed']);
  });
});

describe('explain', () => {
  it('gives the plan as JSON', async () => {
    const { json } = await service.query(alice, {
      sql: 'select * from atelier.log',
      explain: 'plan',
    });
    expect(json.plan[0].Plan['Relation Name']).toBe('log');
    expect(json.transactionStatus).toBe('idle');
  });

  it('does not run the statement, unless it is asked to', async () => {
    const sql = "insert into atelier.log (note) values ('explained')";
    await service.query(alice, { sql, explain: 'plan' });
    expect(await notes()).not.toContain('explained');
    const { json } = await service.query(alice, { sql, explain: 'analyze' });
    expect(json.plan[0]['Execution Time']).toBeGreaterThan(0);
    expect(await notes()).toContain('explained');
  });

  it('takes parameters and one statement', async () => {
    const one = await service.query(alice, { sql: 'select $1::int', params: [1], explain: 'plan' });
    expect(one.status).toBe(200);
    const two = await service.query(alice, { sql: 'select 1; select 2', explain: 'plan' });
    expect([two.status, two.json.code]).toEqual([422, 'statement-unsupported']);
  });

  it('points at the error in the text, not in the wrapped one', async () => {
    const sql = 'select nothing_here';
    const answer = await service.query(alice, { sql, explain: 'analyze' });
    expect(answer.json.position).toBe(8);
  });
});
