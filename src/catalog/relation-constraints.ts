import { CatalogQuery, type Columns, SINCE_18 } from './catalog-query.js';
import type {
  CatalogConstraintKind,
  CatalogForeignKeyAction,
  CatalogForeignKeyEndDto,
} from './relation-parts.dto.js';
import { classOid, commentOf, EQ, GT } from './sql.js';

const KINDS = {
  p: 'primary-key',
  u: 'unique',
  f: 'foreign-key',
  c: 'check',
  x: 'exclusion',
  n: 'not-null',
} as const satisfies Record<string, CatalogConstraintKind>;

const ACTIONS = {
  a: 'no-action',
  r: 'restrict',
  c: 'cascade',
  n: 'set-null',
  d: 'set-default',
} as const satisfies Record<string, CatalogForeignKeyAction>;

/** PostgreSQL's own bookkeeping of a foreign key that refers to a partitioned table. */
const IS_SHADOW = `exists (
         select from pg_catalog.pg_constraint as p
          where p.oid ${EQ} k.conparentid and p.conrelid ${EQ} k.conrelid)`;

/** `$1` is the relation. Constraint triggers are among the triggers. */
export const CONSTRAINTS = new CatalogQuery(
  (column) => ({
    name: column.text('k.conname'),
    kind: column.word<CatalogConstraintKind>('k.contype', KINDS, 'check'),
    definition: column.definition('pg_catalog.pg_get_constraintdef(k.oid)'),
    columns: column.texts(columnNames('k.conrelid', 'k.conkey')),
    validated: column.flag('k.convalidated'),
    enforced: column.dialect.version >= SINCE_18 ? column.flag('k.conenforced') : true,
    deferrable: column.flag('k.condeferrable'),
    deferred: column.flag('k.condeferred'),
    local: column.flag('k.conislocal'),
    inherited: column.flag(`k.coninhcount ${GT} 0`),
    noInherit: column.flag(`k.connoinherit and k.contype ${EQ} any ('{c,n}'::pg_catalog."char"[])`),
    fromParent: column.flag(`k.conparentid ${GT} 0`),
    comment: column.textOrNull(commentOf('pg_constraint', 'k.oid')),
    references: foreignKeyEnd(column, 'k.confkey'),
    onUpdate: column.word('k.confupdtype', ACTIONS, null),
    onDelete: column.word('k.confdeltype', ACTIONS, null),
  }),
  `  from pg_catalog.pg_constraint as k
  left join pg_catalog.pg_class as c on c.oid ${EQ} k.confrelid
  left join pg_catalog.pg_namespace as n on n.oid ${EQ} c.relnamespace
 where k.conrelid ${EQ} $1::pg_catalog.oid
   and k.contype ${EQ} any ('{p,u,f,c,x,n}'::pg_catalog."char"[])
   and not ${IS_SHADOW}
 order by pg_catalog.strpos('puxfcn', k.contype::pg_catalog.text), k.conname`,
);

/** `c` and `n` are the relation at that end; undefined names mean that there is none. */
function foreignKeyEnd(column: Columns, key: string): CatalogForeignKeyEndDto | null {
  const oid = column.wholeOrNull('c.oid');
  const end = {
    schema: column.text('n.nspname'),
    relation: column.text('c.relname'),
    columns: column.texts(columnNames('c.oid', key)),
  };
  return oid === null ? null : { oid, ...end };
}

function columnNames(relation: string, key: string): string {
  return `array(
        select a.attname::pg_catalog.text
          from pg_catalog.unnest(${key}) with ordinality as u (number, position)
          join pg_catalog.pg_attribute as a
            on a.attrelid ${EQ} ${relation} and a.attnum ${EQ} u.number
         order by u.position)`;
}

/**
 * `$1` is the relation, `$2` how many. By way of pg_depend, which has an index for this: pg_constraint
 * has none on the relation that is referred to.
 */
export const REFERRERS = new CatalogQuery(
  (column) => ({
    constraint: column.text('k.conname'),
    oid: column.whole('k.conrelid'),
    schema: column.text('k.nspname'),
    relation: column.text('k.relname'),
    columns: column.texts(columnNames('k.conrelid', 'k.conkey')),
    referencedColumns: column.texts(columnNames('k.confrelid', 'k.confkey')),
    onUpdate: column.word('k.confupdtype', ACTIONS, null),
    onDelete: column.word('k.confdeltype', ACTIONS, null),
  }),
  `  from (select k.*, n.nspname, c.relname
          from pg_catalog.pg_constraint as k
          join pg_catalog.pg_class as c on c.oid ${EQ} k.conrelid
          join pg_catalog.pg_namespace as n on n.oid ${EQ} c.relnamespace
         where k.oid ${EQ} any (
                 select d.objid from pg_catalog.pg_depend as d
                  where d.refclassid ${EQ} ${classOid('pg_class')}
                    and d.refobjid ${EQ} $1::pg_catalog.oid
                    and d.classid ${EQ} ${classOid('pg_constraint')})
           and k.contype ${EQ} 'f' and k.confrelid ${EQ} $1::pg_catalog.oid
           and not ${IS_SHADOW}
         order by n.nspname, c.relname, k.conname
         limit $2::pg_catalog.int8) as k
 order by k.nspname, k.relname, k.conname`,
);
