import { SHOP_SERVER_ID } from '../../src/demo/house.js';
import { type Answer, RunningService } from '../support/running-service.js';

let service: RunningService;
let alice: string;
beforeAll(async () => {
  service = await RunningService.start();
  alice = await service.token('alice');
  await sql(`
    create table public.goods (
      id bigint primary key,
      name text,
      price numeric,
      data jsonb,
      made date not null default current_date,
      tags text[]
    );
    create table public.kinds (kind text, "Odd, ""name""" text, "1" int);
    create table public.parents (id int primary key);
    create table public.children (
      id int primary key,
      parent int references public.parents deferrable initially deferred,
      weight int check (weight > 0)
    );
    create table public.locked (n int);
    revoke all on public.locked from public;
    grant all on public.goods, public.kinds, public.parents, public.children to usher_users`);
});
afterAll(async () => {
  await service.stop();
});
afterEach(async () => {
  expect(await service.noBackendLeft()).toBe(true);
  await sql('truncate public.goods, public.kinds, public.parents, public.children');
});

function sql(text: string): Promise<Record<string, any>[]> {
  return service.house.shop.sql(text, 'shop');
}

const CSV = 'text/csv';
const NDJSON = 'application/x-ndjson';

function copy(
  query: Record<string, string> | string,
  body: string | Uint8Array<ArrayBuffer>,
  type = CSV,
  token = alice,
): Promise<Answer> {
  const search = new URLSearchParams(query).toString();
  return service.fetch(`/api/v1/servers/${SHOP_SERVER_ID}/copy?${search}`, {
    method: 'POST',
    headers: { 'Content-Type': type, Authorization: `Bearer ${token}` },
    body,
  });
}

async function rowsOf(text: string): Promise<unknown[][]> {
  return (await sql(text)).map((row) => Object.values(row));
}

describe('CSV', () => {
  it('goes in by the names of its header, in any order', async () => {
    const answer = await copy(
      { table: 'goods' },
      '\ufeffname,id,price\r\n"Rake, ""steel""",1,12345678901234567890.123456789\r\n,2,\r\n"",3,0\r\n',
    );
    expect(answer.status).toBe(200);
    expect(answer.json).toEqual({
      executionId: answer.headers.get('x-execution-id'),
      table: 'goods',
      rows: 3,
      bytes: 83,
      dryRun: false,
      committed: true,
      durationMs: expect.any(Number),
      notices: [],
      transactionStatus: 'idle',
    });
    expect(await rowsOf('select id, name, price::text from goods order by id')).toEqual([
      ['1', 'Rake, "steel"', '12345678901234567890.123456789'],
      ['2', null, null],
      ['3', '', '0'],
    ]);
  });

  it('takes other spellings of CSV', async () => {
    const answer = await copy(
      {
        table: 'goods',
        schema: 'public',
        columns: 'id,name',
        delimiter: 'tab',
        quote: "'",
        escape: '\\',
        null: 'none',
        header: 'false',
      },
      "1\t'it\\'s'\n2\tnone\n3\t'none'",
    );
    expect(answer.json).toMatchObject({ rows: 3 });
    expect(await rowsOf('select id, name from goods order by id')).toEqual([
      ['1', "it's"],
      ['2', null],
      ['3', 'none'],
    ]);
  });

  it('skips a header where the columns are named, and compares it where that is asked for', async () => {
    const columns = 'kind,"Odd, ""name"""';
    expect((await copy({ table: 'kinds', columns }, 'x,y\na,b\n')).json.rows).toBe(1);
    expect(await rowsOf('select kind, "Odd, ""name""" from kinds')).toEqual([['a', 'b']]);
    const match = await copy({ table: 'kinds', columns, header: 'match' }, 'kind,y\na,b\n');
    expect([match.status, match.json.line]).toEqual([422, 1]);
    const absent = await copy({ table: 'kinds' }, 'c,d,7\n', `${CSV}; header=absent`);
    expect(absent.json).toMatchObject({ rows: 1, committed: true });
  });

  it.each([
    ['a value', 'id,name\n1,a\n\n', 'goods', 3, undefined, '22P04'],
    ['a number', 'id,name\n1,"two\nlines"\nx,b\n', 'goods', 4, 'id', '22P02'],
    ['a column too many', 'id,name\n1,a,b\n', 'goods', 2, undefined, '22P04'],
    ['quotes without an end', 'id,name\n1,"a\n', 'goods', 3, undefined, '22P04'],
    [
      'an encoding',
      new Uint8Array(Buffer.from('id,name\n1,a\n2,\xe9\n', 'latin1')),
      'goods',
      3,
      undefined,
      '22021',
    ],
    ['a NUL', 'id,name\n1,a\0b\n', 'goods', 2, undefined, '22021'],
  ])(
    'that is wrong is refused by line and column: %s',
    async (_what, body, table, line, column, sqlstate) => {
      const answer = await copy({ table }, body);
      expect([answer.status, answer.json.code]).toEqual([422, 'copy-data-invalid']);
      expect(answer.json).toMatchObject({ line, sqlstate, owner: 'user' });
      expect(answer.json.column).toBe(column);
      expect(answer.json.detail).toMatch(/^Line \d.*Nothing was copied\.$/s);
      expect(answer.json).not.toHaveProperty('position');
      expect(await rowsOf('select 1 from goods')).toEqual([]);
    },
  );

  it('is not cut at a line that is \\. alone', async () => {
    const marked = await copy({ table: 'goods' }, 'id,name\n1,a\n\\.\n2,b\n');
    expect(marked.json).toMatchObject({ code: 'copy-data-invalid', line: 3 });
    expect(await rowsOf('select 1 from goods')).toEqual([]);
    const quoted = await copy({ table: 'kinds' }, 'kind\n"\\."\n"x\n\\.\ny"\n');
    expect(quoted.json.rows).toBe(2);
    expect(await rowsOf('select kind from kinds order by 1')).toEqual([['\\.'], ['x\n\\.\ny']]);
  });

  it('needs a header where nobody names the columns', async () => {
    expect((await copy({ table: 'goods' }, '')).json).toMatchObject({
      code: 'copy-data-invalid',
      line: 1,
    });
    expect((await copy({ table: 'goods' }, 'id,\n1,2\n')).json).toMatchObject({
      line: 1,
      column: '2',
    });
    expect((await copy({ table: 'goods' }, 'id,nope\n1,2\n')).json).toMatchObject({
      code: 'query-failed',
      sqlstate: '42703',
    });
    const none = await copy({ table: 'kinds', columns: 'kind', header: 'false' }, '');
    expect(none.json).toMatchObject({ rows: 0, bytes: 0, committed: true });
  });
});

describe('NDJSON', () => {
  it('goes in exactly, as objects', async () => {
    const lines = [
      '{"id": 1, "name": "tab\\tnew\\nline \\\\ \\u00e9\\ud83d\\ude00 \\\\N", "price": 12345678901234567890.1234567890123456789, "data": {"a": [1.10, "x\\ny"]}, "made": "2024-02-29"}',
      '',
      '{"made": "infinity", "id": 9223372036854775807, "data": [1, {}], "name": ""}',
      '{"id": -1, "made": "2024-01-01", "name": "\\\\.", "tags": "{a,\\"b c\\"}"}',
    ];
    const named = lines[0]?.replace('"data"', '"tags": null, "data"') ?? '';
    const answer = await copy({ table: 'goods' }, [named, ...lines.slice(1)].join('\r\n'), NDJSON);
    expect(answer.json).toMatchObject({ rows: 3, committed: true });
    expect(
      await rowsOf(
        'select id, name, price::text, data::text, made::text, tags::text from goods order by id desc',
      ),
    ).toEqual([
      ['9223372036854775807', '', null, '[1, {}]', 'infinity', null],
      [
        '1',
        'tab\tnew\nline \\ é😀 \\N',
        '12345678901234567890.1234567890123456789',
        '{"a": [1.10, "x\\ny"]}',
        '2024-02-29',
        null,
      ],
      ['-1', '\\.', null, null, '2024-01-01', '{a,"b c"}'],
    ]);
  });

  it('goes in as arrays, in the order of the columns or of the table', async () => {
    const named = await copy({ table: 'kinds', columns: '1,kind' }, '[1,true]\n[null,"x"]', NDJSON);
    expect(named.json.rows).toBe(2);
    expect((await copy({ table: 'kinds' }, '["a","b",3]\n', NDJSON)).json.rows).toBe(1);
    expect(await rowsOf('select kind, "1" as n from kinds order by kind')).toEqual([
      ['a', 3],
      ['true', 1],
      ['x', null],
    ]);
  });

  it('takes an answer of a query as it came', async () => {
    const select = {
      sql: `select n as id, 'it''s ' || n as name, n::numeric / 3 as price, jsonb_build_object('n', n) as data,
                   date '2024-01-01' as made, array['a b', null] as tags from generate_series(1, 500) as n`,
    };
    const query = await service.query(alice, select, { Accept: NDJSON });
    const answer = await copy({ table: 'goods' }, query.text, NDJSON);
    expect(answer.json).toMatchObject({ rows: 500, committed: true, notices: [] });
    const [same] = await rowsOf(
      `select count(*) from (${select.sql} except select * from goods) as lost`,
    );
    expect(same).toEqual(['0']);
    const cut = query.text.slice(0, query.text.lastIndexOf('{'));
    expect((await copy({ table: 'goods' }, cut, NDJSON)).json.code).toBe('copy-data-invalid');
  });

  it.each([
    ['a value', '{"id":1,"price":1}\n\n{"id":2,"price":"x"}', 3, 'price', '22P02'],
    ['a NULL', '\n{"id":1,"made":null}', 2, 'made', '23502'],
    ['a value twice', '{"id":1}\n\n\n{"id":2}\n{"id":1}', 5, undefined, '23505'],
    ['an array', '{"id":1,"tags":[1,2]}', 1, 'tags', '22P02'],
    ['a string in jsonb', '{"id":1,"data":"x"}', 1, 'data', '22P02'],
    ['JSON', '{"id":1}\n{"id":2', 2, undefined, undefined],
    ['a key', '{"id":1}\n{"id":2,"nmae":"x"}', 2, undefined, undefined],
    ['half a character', '{"id":1,"name":"\\ud800"}', 1, 'name', undefined],
  ])(
    'that is wrong is refused by its own line and column: %s',
    async (what, body, line, column, sqlstate) => {
      const answer = await copy({ table: 'goods' }, body, NDJSON);
      expect(answer.status).toBe(422);
      expect(answer.json).toMatchObject({ line, owner: 'user' });
      expect([answer.json.column, answer.json.sqlstate]).toEqual([column, sqlstate]);
      expect(answer.json.code).toBe(
        sqlstate?.startsWith('23') === true ? 'query-failed' : 'copy-data-invalid',
      );
      if (what === 'an array') expect(answer.json.hint).toContain('{1,2}');
      if (what === 'a value twice') expect(answer.json.databaseDetail).toContain('already exists');
      expect(await rowsOf('select 1 from goods')).toEqual([]);
    },
  );
});

describe('all or nothing', () => {
  it('holds for constraints that are looked at last', async () => {
    const answer = await copy({ table: 'children' }, 'id,parent\n1,1\n2,2\n');
    expect(answer.json).toMatchObject({ code: 'query-failed', sqlstate: '23503' });
    expect(await rowsOf('select 1 from children')).toEqual([]);
  });

  it('a dry run says what would happen, deferred constraints included, and leaves nothing', async () => {
    const query = { table: 'children', dryRun: 'true' };
    const orphan = await copy(query, 'id,parent\n1,1\n');
    expect(orphan.json).toMatchObject({ code: 'query-failed', sqlstate: '23503' });
    const heavy = await copy(query, 'id,weight\n1,1\n2,0\n');
    expect(heavy.json).toMatchObject({ sqlstate: '23514', line: 3 });
    const fine = await copy(query, 'id,weight\n1,1\n2,2\n');
    expect(fine.json).toMatchObject({
      rows: 2,
      dryRun: true,
      committed: false,
      transactionStatus: 'idle',
    });
    expect(await rowsOf('select 1 from children')).toEqual([]);
  });
});

describe('PostgreSQL’s own answer', () => {
  it('is passed on: rights, tables that are none, other kinds of relations', async () => {
    const refused = await copy({ table: 'locked' }, 'n\n1\n');
    expect(refused.json).toMatchObject({ code: 'query-failed', sqlstate: '42501', owner: 'dba' });
    expect((await copy({ table: 'nowhere' }, 'n\n1\n')).json.sqlstate).toBe('42P01');
    expect((await copy({ table: 'order_totals' }, 'id\n1\n')).json.sqlstate).toBe('42501');
    // Row-level security.
    expect(
      (await copy({ table: 'orders', columns: 'status' }, 'status\nopen\n')).json.sqlstate,
    ).toMatch(/^(?:0A000|42501|23502)$/);
  });

  it('is passed on: notices of triggers, and only a hundred of them', async () => {
    await sql(`
      create function public.say() returns trigger language plpgsql as
        $$ begin raise notice 'row %', new."1"; return new; end $$;
      create trigger say before insert on public.kinds for each row execute function public.say()`);
    const answer = await copy({ table: 'kinds' }, `1\n${'5\n'.repeat(150)}`);
    await sql('drop function public.say() cascade');
    expect(answer.json.rows).toBe(150);
    expect(answer.json.notices).toHaveLength(101);
    expect(answer.json.notices[0]).toMatchObject({ severity: 'NOTICE', message: 'row 5' });
  });
});

describe('what decides about the body', () => {
  it.each([
    'text/plain',
    'application/json',
    'multipart/form-data; boundary=x',
    'text/csv2',
    'text/csv; charset=latin1',
    'application/x-www-form-urlencoded',
  ])('is its type, and this is none: %s', async (type) => {
    const answer = await copy({ table: 'goods' }, '{"id":1}', type);
    expect([answer.status, answer.json.code]).toEqual([415, 'unsupported-media-type']);
    expect(answer.json.detail).toMatch(/text\/csv|UTF-8/);
  });

  it('is not compressed', async () => {
    const answer = await service.fetch(`/api/v1/servers/${SHOP_SERVER_ID}/copy?table=goods`, {
      method: 'POST',
      headers: {
        'Content-Type': CSV,
        'Content-Encoding': 'gzip',
        Authorization: `Bearer ${alice}`,
      },
      body: 'x',
    });
    expect([answer.status, answer.json.code]).toEqual([415, 'unsupported-media-type']);
  });

  it('is known to this route only', async () => {
    for (const path of ['query', 'connect']) {
      for (const type of [CSV, NDJSON]) {
        const answer = await service.fetch(`/api/v1/servers/${SHOP_SERVER_ID}/${path}`, {
          method: 'POST',
          headers: { 'Content-Type': type, Authorization: `Bearer ${alice}` },
          body: '{"sql":"select 1"}',
        });
        expect([answer.status, answer.json.code]).toEqual([415, 'unsupported-media-type']);
      }
    }
  });

  it('and who is asking comes first', async () => {
    const nobody = await copy({ table: 'goods' }, 'id\n1\n', CSV, 'x.y.z');
    expect(nobody.status).toBe(401);
    const carol = await copy({ table: 'goods' }, 'id\n1\n', CSV, await service.token('carol'));
    expect([carol.status, carol.json.code]).toEqual([403, 'role-missing']);
    const cross = await service.fetch(`/api/v1/servers/${SHOP_SERVER_ID}/copy?table=goods`, {
      method: 'POST',
      headers: { 'Content-Type': CSV, Origin: 'https://evil.example', Cookie: 'usher_session=x' },
      body: 'id\n1\n',
    });
    expect([401, 403]).toContain(cross.status);
    expect(await rowsOf('select 1 from goods')).toEqual([]);
  });
});

describe('what no parameter can say', () => {
  const HOSTILE = [
    "goods from program 'touch /tmp/x' --",
    "goods\" from program 'id' --",
    "goods'; drop table goods; --",
    "x') ; copy goods from '/etc/passwd' --",
    "\\'; select 1; --",
    'a\\',
    'é'.repeat(32),
    '',
    '\0',
    '(select 1)',
    'pg_catalog.pg_authid',
  ];
  const TEXTS: readonly string[] = [
    'table',
    'schema',
    'columns',
    'null',
    'delimiter',
    'quote',
    'escape',
    'database',
  ];

  it('is a file, a program, or another statement', async () => {
    await sql('alter role alice set standard_conforming_strings = off');
    const mark = await service.logMark();
    for (const field of TEXTS) {
      for (const value of HOSTILE) {
        const query = { table: 'kinds', columns: 'kind', header: 'false', [field]: value };
        const answer = await copy(query, '');
        expect([200, 400, 403, 404, 422]).toContain(answer.status);
        expect(answer.json.code).not.toBe('internal');
        if (answer.status === 200) expect(['null', 'columns', 'escape']).toContain(field);
      }
    }
    await sql('alter role alice reset standard_conforming_strings');
    const log = await service.logSince(mark);
    for (const [, statement = ''] of log.matchAll(/STATEMENT: {2}(.*)/g)) {
      expect(statement).toMatch(
        /^COPY "(?:[^"]|"")+"(?:\."(?:[^"]|"")+")? \("(?:[^"]|"")+"(?:, "(?:[^"]|"")+")*\) FROM STDIN WITH \(FORMAT csv/,
      );
    }
    expect(await rowsOf('select 1 from goods')).toEqual([]);
  });

  it('is an option that is not known, or is for the other format', async () => {
    expect((await copy({ table: 'goods', program: 'id' }, 'id\n')).json.code).toBe(
      'validation-failed',
    );
    expect((await copy({ table: 'goods', header: 'true' }, '{"id":1}', NDJSON)).json).toMatchObject(
      {
        code: 'validation-failed',
        errors: [{ pointer: '/header' }],
      },
    );
    expect((await copy({ table: 'goods', dryRun: 'yes' }, 'id\n')).json.code).toBe(
      'validation-failed',
    );
    expect((await copy('', 'id\n')).json.code).toBe('validation-failed');
  });
});

describe('the audit', () => {
  it('has what was meant before, and how much was copied after', async () => {
    const answer = await copy({ table: 'kinds' }, '{"kind":"a"}\n{"kind":"b"}\n', NDJSON);
    const [intent, outcome] = await service.audit(
      `request_id = '${String(answer.json.executionId)}'`,
    );
    expect(intent).toMatchObject({ phase: 'intent', action: 'copy', database: 'shop' });
    expect(outcome).toMatchObject({
      phase: 'outcome',
      outcome: 'ok',
      rows: '2',
      bytes: '26',
      session_user: 'alice',
    });
  });
});
