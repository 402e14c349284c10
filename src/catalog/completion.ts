import { beginningWith } from '../common/like-patterns.js';
import { oneMore } from '../common/page.js';
import { CatalogQuery } from './catalog-query.js';
import type { CatalogReader } from './catalog-reader.js';
import type { CompletionDto } from './completion.dto.js';
import { PROKINDS } from './functions.js';
import { RELKINDS, relkindsOf } from './relation-kinds.js';
import type { CompletionQueryDto } from './requests.dto.js';
import { notInDatabase } from './schemas.js';
import { codes, EQ, GT, lastingSchema, LE, LIKE, searchable, systemSchema } from './sql.js';

const MAX_RELATIONS = 5000;
const MAX_FUNCTIONS = 5000;
/** Columns of all relations together; those of further relations are left out. */
const MAX_COLUMNS = 100_000;

/** `$1` is the only schema that is asked for, or null. */
export const USABLE_SCHEMAS = new CatalogQuery(
  (column) => ({
    oid: column.text('n.oid'),
    name: column.text('n.nspname'),
    system: column.flag(systemSchema('n.nspname')),
  }),
  `  from pg_catalog.pg_namespace as n
 where pg_catalog.has_schema_privilege(n.oid, 'USAGE') and ${lastingSchema('n.nspname')}
   and ($1::pg_catalog.text is null or n.nspname ${EQ} $1::pg_catalog.text)
 order by n.nspname`,
);

/**
 * `$1` are schemas in their order, `$2` kinds, `$3` a pattern or null, `$4` how many, `$5` how many
 * columns.
 */
export const COMPLETION_RELATIONS = new CatalogQuery(
  (column) => ({
    schema: column.text('n.nspname'),
    name: column.text('r.relname'),
    kind: column.word('r.relkind', RELKINDS, 'table'),
    select: column.flag(
      `pg_catalog.has_table_privilege(r.oid, 'SELECT')
         or pg_catalog.has_any_column_privilege(r.oid, 'SELECT')`,
    ),
    columns: column.pairsOrNull(`
      case when r.columns ${LE} $5::pg_catalog.int8 then
        (select pg_catalog.json_agg(
                  pg_catalog.json_build_array(
                    a.attname, pg_catalog.format_type(a.atttypid, a.atttypmod))
                  order by a.attnum)
           from pg_catalog.pg_attribute as a
          where a.attrelid ${EQ} r.oid and a.attnum ${GT} 0 and not a.attisdropped) end`),
  }),
  `  from (select p.*,
               pg_catalog.sum(p.relnatts) over (order by p.position, p.relname, p.oid) as columns
          from (select c.oid, c.relname, c.relkind, c.relnatts, c.relnamespace, s.position
                  from pg_catalog.unnest($1::pg_catalog.oid[]) with ordinality as s (oid, position)
                  join pg_catalog.pg_class as c on c.relnamespace ${EQ} s.oid
                 where c.relkind ${EQ} any ($2::pg_catalog."char"[])
                   and ($3::pg_catalog.text is null
                        or ${searchable('c.relname')} ${LIKE} $3::pg_catalog.text)
                 order by s.position, c.relname, c.oid
                 limit $4::pg_catalog.int8) as p) as r
  join pg_catalog.pg_namespace as n on n.oid ${EQ} r.relnamespace
 order by r.position, r.relname, r.oid`,
);

/**
 * `$1` are schemas in their order, `$2` a pattern or null, `$3` how many. Without functions that SQL
 * cannot call: those that take or give PostgreSQL's internal values, and triggers.
 */
export const COMPLETION_FUNCTIONS = new CatalogQuery(
  (column) => ({
    schema: column.text('n.nspname'),
    name: column.text('p.proname'),
    kind: column.word('p.prokind', PROKINDS, 'function'),
    arguments: column.text('pg_catalog.pg_get_function_arguments(p.oid)'),
    result: column.textOrNull('pg_catalog.pg_get_function_result(p.oid)'),
  }),
  `  from (select f.oid, f.proname, f.prokind, f.pronamespace, s.position
          from pg_catalog.unnest($1::pg_catalog.oid[]) with ordinality as s (oid, position)
          join pg_catalog.pg_proc as f on f.pronamespace ${EQ} s.oid
         where ($2::pg_catalog.text is null
                or ${searchable('f.proname')} ${LIKE} $2::pg_catalog.text)
           and not (f.prorettype ${EQ} any (${unspeakable()}))
           and not exists (select from pg_catalog.unnest(f.proargtypes) as u (type)
                            where u.type ${EQ} any (${unspeakable()}))
         order by s.position, f.proname, f.oid
         limit $3::pg_catalog.int8) as p
  join pg_catalog.pg_namespace as n on n.oid ${EQ} p.pronamespace
 order by p.position, p.proname, p.oid`,
);

function unspeakable(): string {
  const types = ['internal', 'cstring', 'trigger', 'event_trigger'];
  return `array[${types
    .map((type) => `'pg_catalog.${type}'::pg_catalog.regtype`)
    .join(', ')}]::pg_catalog.oid[]`;
}

/** @throws Problem `object-not-found` for a schema that is not there, or that the caller may not use */
export async function completion(
  reader: CatalogReader,
  { schema, prefix }: CompletionQueryDto,
): Promise<CompletionDto> {
  const schemas = await reader.rows(USABLE_SCHEMAS, [schema ?? null]);
  if (schema !== undefined && schemas.length === 0) {
    throw notInDatabase(reader, `a schema "${schema}" that you may use`);
  }
  const ordered = codes(inOrder(schemas, reader.searchPath).map(({ oid }) => oid));
  const pattern = prefix === undefined ? null : beginningWith(prefix);
  const limits = [oneMore(MAX_RELATIONS), String(MAX_COLUMNS)];
  const relations = await reader.rows(COMPLETION_RELATIONS, [
    ordered,
    codes(relkindsOf()),
    pattern,
    ...limits,
  ]);
  const functions = await reader.rows(COMPLETION_FUNCTIONS, [
    ordered,
    pattern,
    oneMore(MAX_FUNCTIONS),
  ]);
  return {
    database: reader.database,
    searchPath: [...reader.searchPath],
    schemas: schemas.map(({ name }) => name),
    relations: relations.slice(0, MAX_RELATIONS),
    functions: functions.slice(0, MAX_FUNCTIONS),
    truncated: relations.length > MAX_RELATIONS || functions.length > MAX_FUNCTIONS,
  };
}

type UsableSchema = ReturnType<(typeof USABLE_SCHEMAS)['read']>;

/** The search path first, PostgreSQL's own last. */
function inOrder(schemas: readonly UsableSchema[], searchPath: readonly string[]): UsableSchema[] {
  const place = ({ name, system }: UsableSchema): number => {
    if (system) return Number.MAX_SAFE_INTEGER;
    const index = searchPath.indexOf(name);
    return index === -1 ? searchPath.length : index;
  };
  return schemas.toSorted((a, b) => place(a) - place(b));
}
