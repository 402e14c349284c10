import { CatalogQuery } from './catalog-query.js';
import type { CatalogReader } from './catalog-reader.js';
import type { CatalogDatabasesDto, CatalogExtensionsDto } from './databases.dto.js';
import { classOid, commentOf, EQ, ownerOf } from './sql.js';

/** Sizes are left out: PostgreSQL walks through every file of a database to know its size. */
export const DATABASES = new CatalogQuery(
  (column) => ({
    oid: column.whole('d.oid'),
    name: column.text('d.datname'),
    owner: column.text(ownerOf('d.datdba')),
    comment: column.textOrNull(`
      (select s.description from pg_catalog.pg_shdescription as s
        where s.classoid ${EQ} ${classOid('pg_database')} and s.objoid ${EQ} d.oid)`),
    encoding: column.text('pg_catalog.pg_encoding_to_char(d.encoding)'),
    collation: column.text('d.datcollate'),
    template: column.flag('d.datistemplate'),
    allowsConnections: column.flag('d.datallowconn'),
    connect: column.flag(`pg_catalog.has_database_privilege(d.oid, 'CONNECT')`),
    create: column.flag(`pg_catalog.has_database_privilege(d.oid, 'CREATE')`),
    temporary: column.flag(`pg_catalog.has_database_privilege(d.oid, 'TEMPORARY')`),
  }),
  `  from pg_catalog.pg_database as d
 order by d.datname`,
);

export async function listDatabases(reader: CatalogReader): Promise<CatalogDatabasesDto> {
  return { items: await reader.rows(DATABASES) };
}

export const EXTENSIONS = new CatalogQuery(
  (column) => ({
    oid: column.whole('e.oid'),
    name: column.text('e.extname'),
    version: column.text('e.extversion'),
    owner: column.text(ownerOf('e.extowner')),
    schema: column.text('n.nspname'),
    comment: column.textOrNull(commentOf('pg_extension', 'e.oid')),
  }),
  `  from pg_catalog.pg_extension as e
  join pg_catalog.pg_namespace as n on n.oid ${EQ} e.extnamespace
 order by e.extname`,
);

export async function listExtensions(reader: CatalogReader): Promise<CatalogExtensionsDto> {
  return { items: await reader.rows(EXTENSIONS) };
}
