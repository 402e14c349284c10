import { containing } from '../common/like-patterns.js';
import { oneMore, page } from '../common/page.js';
import { CatalogQuery, type Columns } from './catalog-query.js';
import type { CatalogReader } from './catalog-reader.js';
import type { PageQueryDto } from './requests.dto.js';
import { notInDatabase, schemaNamed } from './schemas.js';
import { commentOf, EQ, GT, isNamedType, LIKE, ownerOf, searchable } from './sql.js';
import type { CatalogTypeDto, CatalogTypesDto, TypeDescriptionDto, TypeKind } from './types.dto.js';

const TYPTYPES: Readonly<Record<string, TypeKind>> = {
  b: 'base',
  c: 'composite',
  d: 'domain',
  e: 'enum',
  r: 'range',
  m: 'multirange',
  p: 'pseudo',
};

/** `t` is the row of `pg_type`. */
function typeColumns(column: Columns): CatalogTypeDto {
  return {
    oid: column.whole('t.oid'),
    name: column.text('t.typname'),
    kind: column.word('t.typtype', TYPTYPES, 'base'),
    owner: column.text(ownerOf('t.typowner')),
    comment: column.textOrNull(commentOf('pg_type', 't.oid')),
    usage: column.flag(`pg_catalog.has_type_privilege(t.oid, 'USAGE')`),
  };
}

/** Without the array types, and the row types of relations: each name would stand there thrice. */
export const TYPES = new CatalogQuery(
  typeColumns,
  `  from (select y.*
          from pg_catalog.pg_type as y
         where y.typnamespace ${EQ} $1::pg_catalog.oid
           and ${isNamedType('y')}
           and ($2::pg_catalog.text is null
                or ${searchable('y.typname')} ${LIKE} $2::pg_catalog.text)
           and ($3::pg_catalog.text is null or y.typname ${GT} $3::pg_catalog.text)
         order by y.typname
         limit $4::pg_catalog.int8) as t
 order by t.typname`,
);

/** @throws Problem `object-not-found` when there is no such schema */
export async function listTypes(
  reader: CatalogReader,
  schemaName: string,
  { search, after, limit = 200 }: PageQueryDto,
): Promise<CatalogTypesDto> {
  const { oid, rights } = await schemaNamed(reader, schemaName);
  const pattern = search === undefined ? null : containing(search);
  const rows = await reader.rows(TYPES, [String(oid), pattern, after ?? null, oneMore(limit)]);
  return { schema: rights, ...page(rows, limit, ({ name }) => name) };
}

export const TYPE = new CatalogQuery(
  (column) => ({
    ...typeColumns(column),
    schema: {
      name: column.text('n.nspname'),
      usage: column.flag(`pg_catalog.has_schema_privilege(n.oid, 'USAGE')`),
      create: column.flag(`pg_catalog.has_schema_privilege(n.oid, 'CREATE')`),
    },
    labels: column.texts(`array(
        select e.enumlabel::pg_catalog.text from pg_catalog.pg_enum as e
         where e.enumtypid ${EQ} t.oid order by e.enumsortorder)`),
    baseType: column.textOrNull(
      `case when t.typtype ${EQ} 'd'
            then pg_catalog.format_type(t.typbasetype, t.typtypmod) end`,
    ),
    notNull: column.flag('t.typnotnull'),
    default: column.textOrNull('t.typdefault'),
    subtype: column.textOrNull(`
      (select pg_catalog.format_type(r.rngsubtype, null) from pg_catalog.pg_range as r
        where r.rngtypid ${EQ} t.oid or r.rngmultitypid ${EQ} t.oid)`),
  }),
  `  from pg_catalog.pg_type as t
  join pg_catalog.pg_namespace as n on n.oid ${EQ} t.typnamespace
 where t.oid ${EQ} $1::pg_catalog.oid`,
);

/** Of a composite type; `$1` is the type. */
export const ATTRIBUTES = new CatalogQuery(
  (column) => ({
    name: column.text('a.attname'),
    type: column.text('pg_catalog.format_type(a.atttypid, a.atttypmod)'),
    comment: column.textOrNull(commentOf('pg_class', 'a.attrelid', 'a.attnum')),
  }),
  `  from pg_catalog.pg_type as t
  join pg_catalog.pg_attribute as a on a.attrelid ${EQ} t.typrelid
 where t.oid ${EQ} $1::pg_catalog.oid and t.typrelid ${GT} 0
   and a.attnum ${GT} 0 and not a.attisdropped
 order by a.attnum`,
);

/** Of a domain; `$1` is the type. */
export const DOMAIN_CHECKS = new CatalogQuery(
  (column) => ({
    name: column.text('k.conname'),
    definition: column.definition('pg_catalog.pg_get_constraintdef(k.oid)'),
    validated: column.flag('k.convalidated'),
  }),
  `  from pg_catalog.pg_constraint as k
 where k.contypid ${EQ} $1::pg_catalog.oid and k.contype ${EQ} 'c'
 order by k.conname`,
);

/** @throws Problem `object-not-found` */
export function describeType(reader: CatalogReader, oid: string): Promise<TypeDescriptionDto> {
  return reader.inSnapshot(async (snapshot) => {
    const found = await snapshot.first(TYPE, [oid]);
    if (found === undefined) throw notInDatabase(reader, `a type with oid ${oid}`);
    return {
      ...found,
      attributes: await snapshot.rows(ATTRIBUTES, [oid]),
      checks: await snapshot.rows(DOMAIN_CHECKS, [oid]),
      locked: snapshot.dialect.lockFree,
    };
  });
}
