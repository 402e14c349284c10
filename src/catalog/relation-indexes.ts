import { CatalogQuery } from './catalog-query.js';
import { commentOf, EQ, GE, JOIN_TEXT } from './sql.js';

/** `$1` is the relation. */
export const INDEXES = new CatalogQuery(
  (column) => ({
    oid: column.whole('c.oid'),
    name: column.text('c.relname'),
    definition: column.definition('pg_catalog.pg_get_indexdef(c.oid)'),
    method: column.text('m.amname'),
    columns: column.texts(`array(
        select a.attname::pg_catalog.text
          from pg_catalog.unnest(i.indkey) with ordinality as u (number, position)
          join pg_catalog.pg_attribute as a
            on a.attrelid ${EQ} i.indrelid and a.attnum ${EQ} u.number
         order by u.position)`),
    unique: column.flag('i.indisunique'),
    primary: column.flag('i.indisprimary'),
    valid: column.flag('i.indisvalid'),
    clustered: column.flag('i.indisclustered'),
    replicaIdentity: column.flag('i.indisreplident'),
    constraint: column.textOrNull(`
      (select k.conname from pg_catalog.pg_constraint as k
        where k.conrelid ${EQ} i.indrelid and k.conindid ${EQ} i.indexrelid
          and k.contype ${EQ} any ('{p,u,x}'::pg_catalog."char"[]))`),
    fromParent: column.flag('c.relispartition'),
    tablespace: column.textOrNull('s.spcname'),
    options: column.texts('c.reloptions'),
    statisticsTargets: column.texts(`array(
        select a.attnum::pg_catalog.text ${JOIN_TEXT} '=' ${JOIN_TEXT} a.attstattarget::pg_catalog.text
          from pg_catalog.pg_attribute as a
         where a.attrelid ${EQ} c.oid and a.attstattarget ${GE} 0
         order by a.attnum)`),
    comment: column.textOrNull(commentOf('pg_class', 'c.oid')),
    bytes: column.measure('pg_catalog.pg_relation_size(c.oid)'),
  }),
  `  from pg_catalog.pg_index as i
  join pg_catalog.pg_class as c on c.oid ${EQ} i.indexrelid
  join pg_catalog.pg_am as m on m.oid ${EQ} c.relam
  left join pg_catalog.pg_tablespace as s on s.oid ${EQ} c.reltablespace
 where i.indrelid ${EQ} $1::pg_catalog.oid
 order by c.relname`,
);

/** Extended statistics; `$1` is the relation. */
export const STATISTICS = new CatalogQuery(
  (column) => ({
    schema: column.text('n.nspname'),
    name: column.text('x.stxname'),
    definition: column.definition('pg_catalog.pg_get_statisticsobjdef(x.oid)'),
    target: column.wholeOrNull(`case when x.stxstattarget ${GE} 0 then x.stxstattarget end`),
    comment: column.textOrNull(commentOf('pg_statistic_ext', 'x.oid')),
  }),
  `  from pg_catalog.pg_statistic_ext as x
  join pg_catalog.pg_namespace as n on n.oid ${EQ} x.stxnamespace
 where x.stxrelid ${EQ} $1::pg_catalog.oid
 order by n.nspname, x.stxname`,
);
