import { containing } from '../common/like-patterns.js';
import { oneMore, page } from '../common/page.js';
import { CatalogQuery, type Columns } from './catalog-query.js';
import type { CatalogReader } from './catalog-reader.js';
import type {
  CatalogFunctionDto,
  CatalogFunctionsDto,
  FunctionDescriptionDto,
  FunctionKind,
} from './functions.dto.js';
import type { FunctionsQueryDto } from './requests.dto.js';
import { notInDatabase, schemaNamed } from './schemas.js';
import { commentOf, EQ, GT, LIKE, NE, ownerOf, searchable } from './sql.js';

export const PROKINDS: Readonly<Record<string, FunctionKind>> = {
  f: 'function',
  p: 'procedure',
  a: 'aggregate',
  w: 'window',
};

/** `p` is the row of `pg_proc`, `l` its language. */
function functionColumns(column: Columns): CatalogFunctionDto {
  return {
    oid: column.whole('p.oid'),
    name: column.text('p.proname'),
    kind: column.word('p.prokind', PROKINDS, 'function'),
    arguments: column.text('pg_catalog.pg_get_function_arguments(p.oid)'),
    result: column.textOrNull('pg_catalog.pg_get_function_result(p.oid)'),
    language: column.text('l.lanname'),
    owner: column.text(ownerOf('p.proowner')),
    comment: column.textOrNull(commentOf('pg_proc', 'p.oid')),
    securityDefiner: column.flag('p.prosecdef'),
    execute: column.flag(`pg_catalog.has_function_privilege(p.oid, 'EXECUTE')`),
  };
}

export const FUNCTIONS = new CatalogQuery(
  functionColumns,
  `  from (select f.*
          from pg_catalog.pg_proc as f
         where f.pronamespace ${EQ} $1::pg_catalog.oid
           and ($2::pg_catalog.text is null
                or ${searchable('f.proname')} ${LIKE} $2::pg_catalog.text)
           and ($3::pg_catalog.text is null
                or (f.proname, f.oid) ${GT} ($3::pg_catalog.text, $4::pg_catalog.oid))
         order by f.proname, f.oid
         limit $5::pg_catalog.int8) as p
  join pg_catalog.pg_language as l on l.oid ${EQ} p.prolang
 order by p.proname, p.oid`,
);

/** @throws Problem `object-not-found` when there is no such schema */
export async function listFunctions(
  reader: CatalogReader,
  schemaName: string,
  { search, after, limit = 200 }: FunctionsQueryDto,
): Promise<CatalogFunctionsDto> {
  const { oid, rights } = await schemaNamed(reader, schemaName);
  const rows = await reader.rows(FUNCTIONS, [
    String(oid),
    search === undefined ? null : containing(search),
    ...afterFunction(after),
    oneMore(limit),
  ]);
  const { items, next } = page(rows, limit, (last) => `${last.oid}:${last.name}`);
  return { schema: rights, items, next };
}

/** Name and oid, because a name may stand for several functions. */
function afterFunction(cursor: string | undefined): [string | null, string | null] {
  if (cursor === undefined) return [null, null];
  const colon = cursor.indexOf(':');
  return [cursor.slice(colon + 1), cursor.slice(0, colon)];
}

const VOLATILITY = { i: 'immutable', s: 'stable', v: 'volatile' } as const;
const PARALLEL = { s: 'safe', r: 'restricted', u: 'unsafe' } as const;

export const FUNCTION = new CatalogQuery(
  (column) => ({
    ...functionColumns(column),
    schema: {
      name: column.text('n.nspname'),
      usage: column.flag(`pg_catalog.has_schema_privilege(n.oid, 'USAGE')`),
      create: column.flag(`pg_catalog.has_schema_privilege(n.oid, 'CREATE')`),
    },
    identityArguments: column.text('pg_catalog.pg_get_function_identity_arguments(p.oid)'),
    volatility: column.word('p.provolatile', VOLATILITY, 'volatile'),
    parallel: column.word('p.proparallel', PARALLEL, 'unsafe'),
    strict: column.flag('p.proisstrict'),
    leakproof: column.flag('p.proleakproof'),
    settings: column.texts('p.proconfig'),
    definition: column.definition(
      `case when p.prokind ${NE} 'a' then pg_catalog.pg_get_functiondef(p.oid) end`,
    ),
  }),
  `  from pg_catalog.pg_proc as p
  join pg_catalog.pg_namespace as n on n.oid ${EQ} p.pronamespace
  join pg_catalog.pg_language as l on l.oid ${EQ} p.prolang
 where p.oid ${EQ} $1::pg_catalog.oid`,
);

/** @throws Problem `object-not-found` */
export function describeFunction(
  reader: CatalogReader,
  oid: string,
): Promise<FunctionDescriptionDto> {
  return reader.inSnapshot(async (snapshot) => {
    const found = await snapshot.first(FUNCTION, [oid]);
    if (found === undefined) throw notInDatabase(reader, `a function with oid ${oid}`);
    return { ...found, locked: snapshot.dialect.lockFree };
  });
}
