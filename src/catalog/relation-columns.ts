import { CatalogQuery, type Columns } from './catalog-query.js';
import type { CatalogSequenceDto, CatalogStorage } from './relation-parts.dto.js';
import { classOid, commentOf, EQ, GE, GT, NE } from './sql.js';

const STORAGE: Readonly<Record<string, CatalogStorage>> = {
  p: 'plain',
  e: 'external',
  m: 'main',
  x: 'extended',
};

/** `$1` is the relation. */
export const COLUMNS = new CatalogQuery(
  (column) => ({
    number: column.whole('a.attnum'),
    name: column.text('a.attname'),
    type: column.text('pg_catalog.format_type(a.atttypid, a.atttypmod)'),
    notNull: column.flag('a.attnotnull'),
    default: column.definition('pg_catalog.pg_get_expr(d.adbin, d.adrelid)'),
    identity: column.word('a.attidentity', { a: 'always', d: 'by-default' } as const, null),
    generated: column.word('a.attgenerated', { s: 'stored', v: 'virtual' } as const, null),
    comment: column.textOrNull(commentOf('pg_class', 'a.attrelid', 'a.attnum')),
    privileges: {
      select: column.flag(mayColumn('SELECT')),
      insert: column.flag(mayColumn('INSERT')),
      update: column.flag(mayColumn('UPDATE')),
      references: column.flag(mayColumn('REFERENCES')),
    },
    collation: column.textOrNull(`
      (select pg_catalog.format('%I.%I', n.nspname, l.collname)
         from pg_catalog.pg_collation as l
         join pg_catalog.pg_namespace as n on n.oid ${EQ} l.collnamespace
        where l.oid ${EQ} a.attcollation and a.attcollation ${NE} t.typcollation)`),
    storage: column.word(
      `case when a.attstorage ${NE} t.typstorage then a.attstorage end`,
      STORAGE,
      null,
    ),
    compression: column.word('a.attcompression', { p: 'pglz', l: 'lz4' } as const, null),
    statisticsTarget: column.wholeOrNull(
      `case when a.attstattarget ${GE} 0 then a.attstattarget end`,
    ),
    options: column.texts('a.attoptions'),
    foreignOptions: column.texts('a.attfdwoptions'),
    local: column.flag('a.attislocal'),
    inherited: column.flag(`a.attinhcount ${GT} 0`),
    parentDefault: column.flag(parentHas('atthasdef')),
    parentNotNull: column.flag(parentHas('attnotnull')),
  }),
  `  from pg_catalog.pg_attribute as a
  join pg_catalog.pg_type as t on t.oid ${EQ} a.atttypid
  left join pg_catalog.pg_attrdef as d on d.adrelid ${EQ} a.attrelid and d.adnum ${EQ} a.attnum
 where a.attrelid ${EQ} $1::pg_catalog.oid and a.attnum ${GT} 0 and not a.attisdropped
 order by a.attnum`,
);

function mayColumn(privilege: string): string {
  return `pg_catalog.has_column_privilege(a.attrelid, a.attnum, '${privilege}')`;
}

function parentHas(flag: 'atthasdef' | 'attnotnull'): string {
  return `exists (
        select from pg_catalog.pg_inherits as i
          join pg_catalog.pg_attribute as p
            on p.attrelid ${EQ} i.inhparent and p.attname ${EQ} a.attname
         where i.inhrelid ${EQ} a.attrelid and p.${flag} and a.attinhcount ${GT} 0)`;
}

function sequence(column: Columns): CatalogSequenceDto {
  const ownerSchema = column.textOrNull('tn.nspname');
  const owner = {
    relation: column.text('t.relname'),
    column: column.text('a.attname'),
    identity: column.flag(`d.deptype ${EQ} 'i'`),
  };
  return {
    schema: column.text('n.nspname'),
    name: column.text('c.relname'),
    type: column.text('pg_catalog.format_type(s.seqtypid, null)'),
    start: column.text('s.seqstart'),
    increment: column.text('s.seqincrement'),
    minimum: column.text('s.seqmin'),
    maximum: column.text('s.seqmax'),
    cache: column.text('s.seqcache'),
    cycle: column.flag('s.seqcycle'),
    ownedBy: ownerSchema === null ? null : { schema: ownerSchema, ...owner },
  };
}

const SEQUENCE_SOURCE = `
  from pg_catalog.pg_sequence as s
  join pg_catalog.pg_class as c on c.oid ${EQ} s.seqrelid
  join pg_catalog.pg_namespace as n on n.oid ${EQ} c.relnamespace
  left join pg_catalog.pg_depend as d
    on d.classid ${EQ} ${classOid('pg_class')} and d.objid ${EQ} c.oid and d.objsubid ${EQ} 0
   and d.refclassid ${EQ} ${classOid('pg_class')} and d.refobjsubid ${GT} 0
   and d.deptype ${EQ} any ('{a,i}'::pg_catalog."char"[])
  left join pg_catalog.pg_class as t on t.oid ${EQ} d.refobjid
  left join pg_catalog.pg_namespace as tn on tn.oid ${EQ} t.relnamespace
  left join pg_catalog.pg_attribute as a
    on a.attrelid ${EQ} d.refobjid and a.attnum ${EQ} d.refobjsubid`;

/** `$1` is the sequence. */
export const SEQUENCE = new CatalogQuery(
  sequence,
  `${SEQUENCE_SOURCE}
 where s.seqrelid ${EQ} $1::pg_catalog.oid`,
);

/** Those of identity columns, and of `serial` ones; `$1` is the table. */
export const OWNED_SEQUENCES = new CatalogQuery(
  sequence,
  `${SEQUENCE_SOURCE}
 where s.seqrelid ${EQ} any (
         select o.objid from pg_catalog.pg_depend as o
          where o.refclassid ${EQ} ${classOid('pg_class')}
            and o.refobjid ${EQ} $1::pg_catalog.oid and o.refobjsubid ${GT} 0
            and o.classid ${EQ} ${classOid('pg_class')}
            and o.deptype ${EQ} any ('{a,i}'::pg_catalog."char"[]))
 order by d.refobjsubid, c.relname`,
);
