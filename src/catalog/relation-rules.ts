import { CatalogQuery } from './catalog-query.js';
import type { CatalogFiring } from './relation-parts.dto.js';
import { commentOf, EQ, GT, NE } from './sql.js';

const FIRES: Readonly<Record<string, CatalogFiring>> = {
  O: 'origin',
  R: 'replica',
  A: 'always',
  D: 'disabled',
};

/** `$1` is the relation. Those that PostgreSQL keeps for foreign keys are left out. */
export const TRIGGERS = new CatalogQuery(
  (column) => ({
    name: column.text('g.tgname'),
    definition: column.definition('pg_catalog.pg_get_triggerdef(g.oid)'),
    fires: column.word('g.tgenabled', FIRES, 'origin'),
    function: {
      oid: column.whole('p.oid'),
      schema: column.text('n.nspname'),
      name: column.text('p.proname'),
    },
    fromParent: column.flag(`g.tgparentid ${GT} 0`),
    comment: column.textOrNull(commentOf('pg_trigger', 'g.oid')),
  }),
  `  from pg_catalog.pg_trigger as g
  join pg_catalog.pg_proc as p on p.oid ${EQ} g.tgfoid
  join pg_catalog.pg_namespace as n on n.oid ${EQ} p.pronamespace
 where g.tgrelid ${EQ} $1::pg_catalog.oid and not g.tgisinternal
 order by g.tgname`,
);

/** `$1` is the relation. The rule that is a view is its definition. */
export const RULES = new CatalogQuery(
  (column) => ({
    name: column.text('r.rulename'),
    definition: column.definition('pg_catalog.pg_get_ruledef(r.oid)'),
    fires: column.word('r.ev_enabled', FIRES, 'origin'),
    comment: column.textOrNull(commentOf('pg_rewrite', 'r.oid')),
  }),
  `  from pg_catalog.pg_rewrite as r
 where r.ev_class ${EQ} $1::pg_catalog.oid and r.rulename ${NE} '_RETURN'
 order by r.rulename`,
);

const COMMANDS = {
  '*': 'all',
  r: 'select',
  a: 'insert',
  w: 'update',
  d: 'delete',
} as const;

/** `$1` is the relation. A role of 0 stands for everybody. */
export const POLICIES = new CatalogQuery(
  (column) => ({
    name: column.text('p.polname'),
    permissive: column.flag('p.polpermissive'),
    command: column.word('p.polcmd', COMMANDS, 'all'),
    roles: column.texts(`array(
        select pg_catalog.pg_get_userbyid(u.role)::pg_catalog.text
          from pg_catalog.unnest(p.polroles) as u (role)
         where u.role ${NE} 0 order by 1)`),
    using: column.definition('pg_catalog.pg_get_expr(p.polqual, p.polrelid)'),
    check: column.definition('pg_catalog.pg_get_expr(p.polwithcheck, p.polrelid)'),
    appliesToMe: column.flag(`exists (
        select from pg_catalog.unnest(p.polroles) as u (role)
         where u.role ${EQ} 0 or pg_catalog.pg_has_role(u.role, 'USAGE'))`),
    comment: column.textOrNull(commentOf('pg_policy', 'p.oid')),
  }),
  `  from pg_catalog.pg_policy as p
 where p.polrelid ${EQ} $1::pg_catalog.oid
 order by p.polname`,
);
