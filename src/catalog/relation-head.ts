import { CatalogQuery } from './catalog-query.js';
import { onSomeColumns, privileges, relationColumns } from './relations.js';
import type { CatalogPersistence, CatalogReplicaIdentity } from './relation-description.dto.js';
import { EQ, JOIN_TEXT, NE } from './sql.js';

const PERSISTENCE: Readonly<Record<string, CatalogPersistence>> = {
  p: 'permanent',
  u: 'unlogged',
  t: 'temporary',
};

const REPLICA_IDENTITY: Readonly<Record<string, CatalogReplicaIdentity>> = {
  d: 'default',
  n: 'nothing',
  f: 'full',
  i: 'index',
};

/** `$1` is the oid, `$2` the kinds that count as relations. */
export const RELATION = new CatalogQuery(
  (column) => ({
    ...relationColumns(column),
    schema: {
      name: column.text('n.nspname'),
      usage: column.flag(`pg_catalog.has_schema_privilege(n.oid, 'USAGE')`),
      create: column.flag(`pg_catalog.has_schema_privilege(n.oid, 'CREATE')`),
    },
    privileges: privileges(column),
    onSomeColumns: onSomeColumns(column),
    persistence: column.word('c.relpersistence', PERSISTENCE, 'permanent'),
    accessMethod: column.textOrNull('m.amname'),
    tablespace: column.textOrNull('s.spcname'),
    options: column.texts(`
      array(select pg_catalog.unnest(c.reloptions)
            union all select 'toast.' ${JOIN_TEXT} pg_catalog.unnest(o.reloptions))`),
    ofType: column.textOrNull(
      `case when c.reloftype ${NE} 0 then pg_catalog.format_type(c.reloftype, null) end`,
    ),
    replicaIdentity: column.word('c.relreplident', REPLICA_IDENTITY, 'default'),
    rowSecurityForced: column.flag('c.relforcerowsecurity'),
    rowSecurityApplies: column.flag('pg_catalog.row_security_active(c.oid)'),
    populated: column.flag('c.relispopulated'),
    foreignServer: column.textOrNull('v.srvname'),
    foreignOptions: column.texts('f.ftoptions'),
    partitionKey: column.definition(
      `case when c.relkind ${EQ} 'p' then pg_catalog.pg_get_partkeydef(c.oid) end`,
    ),
    partitionBound: column.definition('pg_catalog.pg_get_expr(c.relpartbound, c.oid)'),
    definition: column.definition(
      `case when c.relkind ${EQ} any ('{v,m}'::pg_catalog."char"[])
            then pg_catalog.pg_get_viewdef(c.oid) end`,
    ),
  }),
  `  from pg_catalog.pg_class as c
  join pg_catalog.pg_namespace as n on n.oid ${EQ} c.relnamespace
  left join pg_catalog.pg_am as m on m.oid ${EQ} c.relam
  left join pg_catalog.pg_tablespace as s on s.oid ${EQ} c.reltablespace
  left join pg_catalog.pg_class as o on o.oid ${EQ} c.reltoastrelid
  left join pg_catalog.pg_foreign_table as f on f.ftrelid ${EQ} c.oid
  left join pg_catalog.pg_foreign_server as v on v.oid ${EQ} f.ftserver
 where c.oid ${EQ} $1::pg_catalog.oid
   and c.relkind ${EQ} any ($2::pg_catalog."char"[])`,
);

/** `$1` is the schema's name, `$2` the relation's, `$3` the kinds that count as relations. */
export const RELATION_OID = new CatalogQuery(
  (column) => column.text('c.oid'),
  `  from pg_catalog.pg_class as c
  join pg_catalog.pg_namespace as n on n.oid ${EQ} c.relnamespace
 where n.nspname ${EQ} $1::pg_catalog.text
   and c.relname ${EQ} $2::pg_catalog.text
   and c.relkind ${EQ} any ($3::pg_catalog."char"[])`,
);

export const SIZES = new CatalogQuery(
  (column) => ({
    table: column.measure('pg_catalog.pg_table_size(c.oid)'),
    indexes: column.measure('pg_catalog.pg_indexes_size(c.oid)'),
    total: column.measure('pg_catalog.pg_total_relation_size(c.oid)'),
    oid: column.whole('c.oid'),
  }),
  `  from pg_catalog.pg_class as c
 where c.oid ${EQ} $1::pg_catalog.oid`,
);

/** In the order that INHERITS has. */
export const PARENTS = new CatalogQuery(
  (column) => ({
    oid: column.whole('c.oid'),
    schema: column.text('n.nspname'),
    name: column.text('c.relname'),
    bound: null,
  }),
  `  from pg_catalog.pg_inherits as i
  join pg_catalog.pg_class as c on c.oid ${EQ} i.inhparent
  join pg_catalog.pg_namespace as n on n.oid ${EQ} c.relnamespace
 where i.inhrelid ${EQ} $1::pg_catalog.oid
 order by i.inhseqno`,
);

/** `$2` is how many; the bounds of those are looked at, and no others. */
export const CHILDREN = new CatalogQuery(
  (column) => ({
    oid: column.whole('c.oid'),
    schema: column.text('c.nspname'),
    name: column.text('c.relname'),
    bound: column.definition('pg_catalog.pg_get_expr(c.relpartbound, c.oid)'),
  }),
  `  from (select r.oid, n.nspname, r.relname, r.relpartbound
          from pg_catalog.pg_inherits as i
          join pg_catalog.pg_class as r on r.oid ${EQ} i.inhrelid
          join pg_catalog.pg_namespace as n on n.oid ${EQ} r.relnamespace
         where i.inhparent ${EQ} $1::pg_catalog.oid
         order by n.nspname, r.relname
         limit $2::pg_catalog.int8) as c
 order by c.nspname, c.relname`,
);
