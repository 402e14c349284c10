import { containing } from '../common/like-patterns.js';
import { oneMore, page } from '../common/page.js';
import { Problem } from '../common/problem.js';
import { CatalogQuery } from './catalog-query.js';
import type { CatalogReader } from './catalog-reader.js';
import type { PageQueryDto } from './requests.dto.js';
import type { CatalogSchemasDto } from './schemas.dto.js';
import {
  commentOf,
  EQ,
  GT,
  lastingSchema,
  LIKE,
  ownerOf,
  searchable,
  systemSchema,
} from './sql.js';

export const SCHEMAS = new CatalogQuery(
  (column) => ({
    oid: column.whole('n.oid'),
    name: column.text('n.nspname'),
    owner: column.text(ownerOf('n.nspowner')),
    comment: column.textOrNull(commentOf('pg_namespace', 'n.oid')),
    usage: column.flag(`pg_catalog.has_schema_privilege(n.oid, 'USAGE')`),
    create: column.flag(`pg_catalog.has_schema_privilege(n.oid, 'CREATE')`),
    system: column.flag(systemSchema('n.nspname')),
  }),
  `  from pg_catalog.pg_namespace as n
 where ${lastingSchema('n.nspname')}
   and ($1::pg_catalog.text is null or ${searchable('n.nspname')} ${LIKE} $1::pg_catalog.text)
   and ($2::pg_catalog.text is null or n.nspname ${GT} $2::pg_catalog.text)
 order by n.nspname
 limit $3::pg_catalog.int8`,
);

/** Without the schemas of temporary objects, which last as long as a session. */
export async function listSchemas(
  reader: CatalogReader,
  { search, after, limit = 200 }: PageQueryDto,
): Promise<CatalogSchemasDto> {
  const pattern = search === undefined ? null : containing(search);
  const rows = await reader.rows(SCHEMAS, [pattern, after ?? null, oneMore(limit)]);
  const schemas = rows.map((schema) => {
    const index = reader.searchPath.indexOf(schema.name);
    return { ...schema, searchPathPosition: index === -1 ? null : index + 1 };
  });
  return page(schemas, limit, ({ name }) => name);
}

export const SCHEMA = new CatalogQuery(
  (column) => ({
    oid: column.whole('n.oid'),
    rights: {
      name: column.text('n.nspname'),
      usage: column.flag(`pg_catalog.has_schema_privilege(n.oid, 'USAGE')`),
      create: column.flag(`pg_catalog.has_schema_privilege(n.oid, 'CREATE')`),
    },
  }),
  `  from pg_catalog.pg_namespace as n
 where n.nspname ${EQ} $1::pg_catalog.text`,
);

/** @throws Problem `object-not-found` */
export async function schemaNamed(
  reader: CatalogReader,
  name: string,
): Promise<ReturnType<(typeof SCHEMA)['read']>> {
  const schema = await reader.first(SCHEMA, [name]);
  if (schema !== undefined) return schema;
  throw notInDatabase(reader, `a schema "${name}"`);
}

/** @param what with its article */
export function notInDatabase(reader: CatalogReader, what: string): Problem {
  return new Problem('object-not-found', {
    detail: `There is no such thing as ${what} in the database "${reader.database}"; it may have been renamed or dropped. Refresh the list, or look in another database.`,
    owner: 'user',
  });
}
