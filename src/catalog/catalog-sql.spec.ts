import { readdirSync, readFileSync } from 'node:fs';
import { parse } from 'libpg-query';
import { CatalogQuery, type Dialect } from './catalog-query.js';

/** Every statement of this room, in every dialect, read by PostgreSQL's own grammar. */
const files = readdirSync(import.meta.dirname).filter((name) =>
  /^[a-z-]+(?<!\.(?:dto|spec|controller|module|service))\.ts$/.test(name),
);

const DIALECTS: readonly Dialect[] = [150_000, 160_000, 170_000, 180_000, 190_000].flatMap(
  (version) => [
    { version, lockFree: false },
    { version, lockFree: true },
  ],
);

/** Name in the source → text. */
const statements = new Map<string, string>();
beforeAll(async () => {
  for (const file of files) {
    const module = (await import(`./${file.replace('.ts', '.js')}`)) as Record<string, unknown>;
    for (const [name, value] of Object.entries(module)) {
      if (name.endsWith('_SQL')) statements.set(name, String(value));
      if (!(value instanceof CatalogQuery)) continue;
      for (const dialect of DIALECTS) {
        const { version, lockFree } = dialect;
        statements.set(`${name} ${String(version)} ${String(lockFree)}`, value.sql(dialect));
      }
    }
  }
});

type Tree = Record<string, any>;

function nodesOf(tree: unknown): [kind: string, node: Tree][] {
  if (typeof tree !== 'object' || tree === null) return [];
  return Object.entries(tree).flatMap(([kind, node]) => [
    [kind, node] as [string, Tree],
    ...nodesOf(node),
  ]);
}

const words = (list: { String: { sval: string } }[] | undefined): string =>
  (list ?? []).map(({ String: { sval } }) => sval).join('.');

/** What somebody's own schema could take the place of; nothing when all is well. */
function unqualified([kind, node]: [string, Tree]): string | undefined {
  const outside = (name: string): string | undefined =>
    name.startsWith('pg_catalog.') ? undefined : `${kind} ${name}`;
  switch (kind) {
    case 'RangeVar':
      return outside(`${String(node['schemaname'])}.${String(node['relname'])}`);
    case 'FuncCall':
      return outside(words(node['funcname']));
    case 'A_Expr':
      // IN, LIKE, BETWEEN, IS DISTINCT FROM and NULLIF look for their operators by a bare name.
      return /^AEXPR_OP(?:_ANY|_ALL)?$/.test(String(node['kind']))
        ? outside(words(node['name']))
        : String(node['kind']);
    case 'SubLink':
      return /^(?:ANY|ALL)_SUBLINK$/.test(String(node['subLinkType']))
        ? outside(words(node['operName']))
        : undefined;
    case 'typeName':
    case 'TypeName':
      return outside(words(node['names']));
    case 'CollateClause':
      return outside(words(node['collname']));
    case 'CaseExpr':
      return node['arg'] === undefined ? undefined : 'CASE with an operand';
    case 'JoinExpr':
      return node['usingClause'] || node['isNatural'] ? 'JOIN USING' : undefined;
    case 'SortBy':
      return node['useOp'] === undefined ? undefined : 'ORDER BY USING';
    default:
      return undefined;
  }
}

async function mistakesIn(sql: string): Promise<string[]> {
  const found = nodesOf(await parse(sql)).map(unqualified);
  return found.filter((mistake) => mistake !== undefined);
}

describe('the statements of the catalog', () => {
  it('are exported, so that they are all here', () => {
    const hidden = files.flatMap((file) =>
      readFileSync(`${import.meta.dirname}/${file}`, 'utf8')
        .split('\n')
        .filter((line) => /new CatalogQuery|= hitsIn\(/.test(line) && !line.startsWith('export ')),
    );
    expect(hidden).toEqual(['  return new CatalogQuery<Hit>(']);
    expect(statements.size).toBeGreaterThan(250);
  });

  it('name nothing that is not in pg_catalog', async () => {
    const mistakes: Record<string, string[]> = {};
    for (const [name, sql] of statements) {
      const found = await mistakesIn(sql);
      if (found.length > 0) mistakes[name] = found;
    }
    expect(mistakes).toEqual({});
  });

  it('hold no value of a caller', () => {
    for (const sql of statements.values()) expect(sql).not.toMatch(/undefined|\[object|NaN/);
  });
});

describe('the check itself', () => {
  it.each([
    ['select now()', 'FuncCall now'],
    ['select 1 from pg_class', 'RangeVar undefined.pg_class'],
    ['select 1 = 2', 'A_Expr ='],
    ['select 1 in (1, 2)', 'AEXPR_IN'],
    ["select 'a' like 'b'", 'AEXPR_LIKE'],
    ['select 1 between 0 and 2', 'AEXPR_BETWEEN'],
    ['select nullif(1, 2)', 'AEXPR_NULLIF'],
    ['select 1 is distinct from 2', 'AEXPR_DISTINCT'],
    ['select 1 in (select 1)', 'SubLink '],
    ['select 1 = any (select 1)', 'SubLink ='],
    ['select 1::int8', 'typeName int8'],
    ['select \'a\' collate "C"', 'CollateClause C'],
    ['select case 1 when 1 then 2 end', 'CASE with an operand'],
    ['select from pg_catalog.pg_class a join pg_catalog.pg_type b using (oid)', 'JOIN USING'],
  ])('finds what is wrong with %s', async (sql, mistake) => {
    expect(await mistakesIn(sql)).toContain(mistake);
  });
});
