import { beforeAll, describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import { loadModule, parseSync } from 'libpg-query';
import { nextToken } from './lexer.js';
import { positionInScript, type ScriptStatement, splitScript } from './split-script.js';

const texts = async (script: string) => (await splitScript(script)).map(({ text }) => text);

/** Statements that PostgreSQL 18 takes, with semicolons where they end nothing. */
const VALID = [
  'select 1',
  "select ';', E'\\';', U&'\\003b;', b'1', $$;$$, $a$;$b$;$a$, \";\", U&\";\"",
  "select 'a;'\n';b'",
  "select E'\\\\', ';'",
  "select '\\', ';'",
  'select 1 -- ;\n',
  'select /* ; /* ; */ ; */ 2',
  'select (select 1), array[1,2], a[1:2]',
  'select $1::int, a.b.c',
  'select "größe", \'😀;e\u0301\'',
  'create rule r as on insert to t do also (delete from t; insert into t values (1);)',
  'create rule r as on insert to t do also (notify x; /* ; */ notify y)',
  "create function f() returns int language sql as 'select 1; select 2'",
  'create or replace procedure p() language plpgsql as $f$ begin perform 1; end; $f$',
  'create function f() returns int begin atomic select 1; select 2; end',
  'create or replace function f(a int) returns int language sql BEGIN ATOMIC; select case when a > 1 then 1 else 2 end; end',
  'create function f() returns int begin atomic select 1 as end; select 2 end; select x.end, 1 case from x; end',
  'create procedure p() begin atomic insert into begin values (1); select begin from begin; end',
  'create function f() returns int return case when true then 1 end',
  'create function begin() returns int return 1',
  'create table "begin" (a int, b text default \';\', check (a > 1))',
  'begin',
  'end',
  'begin transaction isolation level serializable',
  'select begin, atomic from t',
  'do $$ begin perform 1; end $$',
  'explain (format json) select 1',
  'copy t from stdin',
];
const BETWEEN = [
  '',
  ' ',
  '\n',
  ';',
  ' ; ;',
  '-- no; comment\n',
  '/* a; /* b; */ */',
  '\r\n\t',
  '\f',
];

const WITHOUT_ROUTINES = VALID.filter((statement) => !/begin atomic/i.test(statement));

const scriptsOf = (statements: readonly string[]) =>
  fc
    .array(fc.tuple(fc.constantFrom(...statements), fc.constantFrom(...BETWEEN)), { maxLength: 6 })
    .map((parts) =>
      parts.map(([statement, between]) => `${between}${statement};${between}`).join(''),
    );

/** What PostgreSQL's parser says the statements are. */
function parsed(script: string): string[] {
  const bytes = Buffer.from(script);
  const statements = (script === '' ? undefined : parseSync(script).stmts) ?? [];
  return statements.map(({ stmt_location: start = 0, stmt_len: length = 0 }) =>
    bytes.toString('utf8', start, length === 0 ? undefined : start + length),
  );
}

/** The text from its first word on; PostgreSQL takes no notice of what stands before it. */
function withoutComments(text: string): string {
  let token = nextToken(text, 0);
  while (token?.kind === 'comment') token = nextToken(text, token.end);
  return token === undefined ? '' : text.slice(token.start);
}

/** The script, put together again from the statements and what lies between them. */
function together(script: string, statements: readonly ScriptStatement[]): string {
  const characters = Array.from(script);
  let [read, text] = [0, ''];
  for (const statement of statements) {
    const between = characters.slice(read, statement.start).join('');
    expect(withoutComments(between.replaceAll(';', ' ')).trim()).not.toMatch(/\w/);
    text += between + statement.text;
    read = statement.end;
  }
  return text + characters.slice(read).join('');
}

// Hundreds of scripts have a parser made for each of them; a busy machine takes minutes for it.
jest.setTimeout(300_000);

describe('splitScript', () => {
  beforeAll(loadModule);

  it.each([
    ['', []],
    [' ;; \n;', []],
    ['-- only a comment', []],
    ['/* only; */ ; -- comments', []],
    ['select 1', ['select 1']],
    ['select 1;', ['select 1']],
    ['\n select 1 ; select 2 \n', ['select 1', 'select 2']],
    ['/*+ hint */ select 1; -- after\nselect 2', ['/*+ hint */ select 1', '-- after\nselect 2']],
    ['select 1 /* in it */;', ['select 1 /* in it */']],
    ['\ufeffselect 1', ['select 1']],
    ['select 1; frobnicate ; select 2', ['select 1', 'frobnicate', 'select 2']],
    ["select 1; select 'open; select 2;", ['select 1', "select 'open; select 2;"]],
    ['select 1; select $$; select 2', ['select 1', 'select $$; select 2']],
    ['select 1; /* open; select 2', ['select 1', '/* open; select 2']],
    ['select 1; select (1; select 2; x', ['select 1', 'select (1; select 2; x']],
    ['select 1); select 2', ['select 1)', 'select 2']],
    ['select 1;\n\\d t\nselect 2;', ['select 1', '\\d t\nselect 2']],
    ['select 1\\; select 2', ['select 1\\', 'select 2']],
    ['copy t from stdin;\n1\ta\n\\.\n', ['copy t from stdin', '1\ta\n\\.']],
    ['create function f() begin atomic; select 1; frobnicate', undefined],
  ])('splits %j', async (script, expected) => {
    expect(await texts(script)).toEqual(expected ?? [script]);
  });

  it('lets the grammar tell the END of a routine from a column of that name', async () => {
    const routine = 'create function f() returns int begin atomic select 1 as end; select 2; end';
    expect(await texts(`${routine}; select 3`)).toEqual([routine, 'select 3']);
  });

  it('keeps to psql’s rules for a routine where the grammar does not take the script', async () => {
    const routine =
      'create function f() returns int begin atomic select case when a then 1 end; end';
    expect(await texts(`${routine}; frobnicate; select 3`)).toEqual([
      routine,
      'frobnicate',
      'select 3',
    ]);
  });

  it('counts in characters, as PostgreSQL does', async () => {
    const script = "select '😀e\u0301'; select 'é', oops";
    const statements = await splitScript(script);
    expect(statements).toEqual([
      { text: "select '😀e\u0301'", start: 0, end: 12 },
      { text: "select 'é', oops", start: 14, end: 30 },
    ]);
    // "oops" is the 13th character of its statement.
    const at = positionInScript(statements[1]!, 13);
    expect(
      Array.from(script)
        .slice(at - 1)
        .join(''),
    ).toBe('oops');
  });

  it('follows standard_conforming_strings', async () => {
    const off = "set standard_conforming_strings = off; select 'a\\'; b'; select 2";
    expect((await texts(off)).slice(1)).toEqual(["select 'a\\'; b'", 'select 2']);
    const on = `set session standard_conforming_strings to 'on'; select '\\'; select 2`;
    const statements = await splitScript(`select 'a\\'; b'; ${on}`, 'escaping');
    expect(statements.map(({ text }) => text)).toEqual([
      "select 'a\\'; b'",
      "set session standard_conforming_strings to 'on'",
      "select '\\'",
      'select 2',
    ]);
  });

  it.each([
    ['any statements', VALID, 40],
    ['statements that need no parser', WITHOUT_ROUTINES, 500],
  ] as const)('splits %s as PostgreSQL does', async (_name, statements, numRuns) => {
    await fc.assert(
      fc.asyncProperty(scriptsOf(statements), async (script) => {
        const theirs = parsed(script).map((text) => withoutComments(text).replace(/\s+$/, ''));
        expect((await texts(script)).map(withoutComments)).toEqual(theirs);
      }),
      { numRuns },
    );
  });

  it('loses nothing of a script, and adds nothing', async () => {
    const pieces = [
      ...VALID,
      ...BETWEEN,
      "'",
      '"',
      '$$',
      '/*',
      '(',
      '\\',
      '😀',
      'begin atomic',
      ';',
    ];
    const script = fc.oneof(
      fc.array(fc.constantFrom(...pieces), { maxLength: 8 }).map((parts) => parts.join(' ')),
      fc.string({ unit: 'grapheme', maxLength: 60 }),
    );
    await fc.assert(
      fc.asyncProperty(script, async (text) => {
        expect(together(text, await splitScript(text))).toBe(text);
      }),
      { numRuns: 300 },
    );
  });

  it('answers for what the parser cannot bear, and for the next script', async () => {
    const bodies = [
      `select ${'('.repeat(10_000)}1${')'.repeat(10_000)}`,
      `select 1${'::int'.repeat(12_000)}`,
      `select 1${'+1'.repeat(30_000)}`,
      `select ${'not '.repeat(15_000)}true`,
      `select ${'1,'.repeat(130_000)}1`,
    ];
    for (const body of bodies) {
      const routine = `create function f() returns int begin atomic ${body}; end`;
      expect(await texts(`${routine}; select 2`)).toEqual([routine, 'select 2']);
    }
    const fine = 'create function f() returns int begin atomic select 1 as end; end';
    expect(await texts(`${fine}; select 2`)).toEqual([fine, 'select 2']);
  });

  it('answers many at once', async () => {
    const routine = 'create function f() returns int begin atomic select 1 as end; end';
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, n) => texts(`${routine}; select ${n}`)),
    );
    expect(answers.map(([, second]) => second)).toEqual(
      Array.from({ length: 20 }, (_, n) => `select ${n}`),
    );
  });
});
