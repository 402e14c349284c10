import { containing } from '../common/like-patterns.js';
import { oneMore, page } from '../common/page.js';
import { CatalogQuery, type Columns, SINCE_17 } from './catalog-query.js';
import type { CatalogReader } from './catalog-reader.js';
import { RELKINDS, relkindsOf } from './relation-kinds.js';
import type {
  CatalogPrivilegesDto,
  CatalogRelationDto,
  CatalogRelationsDto,
  CatalogSomeColumnsDto,
} from './relations.dto.js';
import type { RelationsQueryDto } from './requests.dto.js';
import { schemaNamed } from './schemas.js';
import { codes, commentOf, EQ, GE, GT, LIKE, ownerOf, searchable } from './sql.js';

/** What is the same in the list and in the description; `c` is the row of `pg_class`. */
export function relationColumns(
  column: Columns,
): Omit<CatalogRelationDto, 'estimatedBytes' | 'privileges' | 'onSomeColumns'> {
  return {
    oid: column.whole('c.oid'),
    name: column.text('c.relname'),
    kind: column.word('c.relkind', RELKINDS, 'table'),
    owner: column.text(ownerOf('c.relowner')),
    comment: column.textOrNull(commentOf('pg_class', 'c.oid')),
    partition: column.flag('c.relispartition'),
    rowSecurity: column.flag('c.relrowsecurity'),
    estimatedRows: column.wholeOrNull(
      `case when c.reltuples ${GE} 0 and ${holdsRows('c')} then c.reltuples::pg_catalog.int8 end`,
    ),
  };
}

/** The page first: privileges and comments are looked up for what is on it. */
export const RELATIONS = new CatalogQuery(
  (column) => ({
    ...relationColumns(column),
    estimatedBytes: column.wholeOrNull(estimatedBytes('c')),
    privileges: privileges(column),
    onSomeColumns: onSomeColumns(column),
  }),
  `  from (select r.*
          from pg_catalog.pg_class as r
         where r.relnamespace ${EQ} $1::pg_catalog.oid
           and r.relkind ${EQ} any ($2::pg_catalog."char"[])
           and ($3::pg_catalog.text is null
                or ${searchable('r.relname')} ${LIKE} $3::pg_catalog.text)
           and ($4::pg_catalog.text is null or r.relname ${GT} $4::pg_catalog.text)
         order by r.relname
         limit $5::pg_catalog.int8) as c
 order by c.relname`,
);

/** @throws Problem `object-not-found` when there is no such schema */
export async function listRelations(
  reader: CatalogReader,
  schemaName: string,
  { kind, search, after, limit = 200 }: RelationsQueryDto,
): Promise<CatalogRelationsDto> {
  const { oid, rights } = await schemaNamed(reader, schemaName);
  const rows = await reader.rows(RELATIONS, [
    String(oid),
    codes(relkindsOf(kind)),
    search === undefined ? null : containing(search),
    after ?? null,
    oneMore(limit),
  ]);
  return { schema: rights, ...page(rows, limit, ({ name }) => name) };
}

/** Relations with rows; PostgreSQL counts them, and the pages of all but foreign tables. */
function holdsRows(alias: string): string {
  return `${alias}.relkind ${EQ} any ('{r,m,p,f}'::pg_catalog."char"[])`;
}

/** From the number of pages in the catalog: asking for the size itself waits for locks. */
function estimatedBytes(alias: string): string {
  return `case when ${alias}.relkind ${EQ} any ('{r,m}'::pg_catalog."char"[])
                and ${alias}.reltuples ${GE} 0
            then ${alias}.relpages::pg_catalog.int8 operator(pg_catalog.*)
                 pg_catalog.current_setting('block_size')::pg_catalog.int8 end`;
}

export function privileges(column: Columns): CatalogPrivilegesDto {
  const may = (privilege: string): boolean =>
    column.flag(`pg_catalog.has_table_privilege(c.oid, '${privilege}')`);
  return {
    select: may('SELECT'),
    insert: may('INSERT'),
    update: may('UPDATE'),
    delete: may('DELETE'),
    truncate: may('TRUNCATE'),
    references: may('REFERENCES'),
    trigger: may('TRIGGER'),
    maintain: column.dialect.version >= SINCE_17 ? may('MAINTAIN') : null,
  };
}

export function onSomeColumns(column: Columns): CatalogSomeColumnsDto {
  const may = (privilege: string): boolean =>
    column.flag(`pg_catalog.has_any_column_privilege(c.oid, '${privilege}')`);
  return {
    select: may('SELECT'),
    insert: may('INSERT'),
    update: may('UPDATE'),
    references: may('REFERENCES'),
  };
}
