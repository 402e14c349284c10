/**
 * Who PostgreSQL takes the session for, in one row. Names are qualified, so that nobody's search_path
 * has a say; `system_user` is PostgreSQL 16's.
 */
export const IDENTITY_SQL = `select session_user, current_user, system_user,
       r.rolsuper, r.rolcreaterole, r.rolcreatedb, r.rolreplication, r.rolbypassrls,
       r.rolconnlimit, r.rolvaliduntil,
       pg_catalog.current_setting('search_path') as search_path,
       (select pg_catalog.string_agg(m.rolname, E'\\n' order by m.rolname)
          from pg_catalog.pg_roles as m
         where m.oid operator(pg_catalog.<>) r.oid
           and pg_catalog.pg_has_role(r.oid, m.oid, 'MEMBER')) as member_of,
       s.ssl, s.version as tls_version, s.cipher, s.client_dn,
       (select pg_catalog.count(*) from pg_catalog.pg_class as c
         where c.relrowsecurity and pg_catalog.row_security_active(c.oid)) as row_security_tables,
       pg_catalog.pg_backend_pid() as backend_pid, pg_catalog.version() as server_version
  from pg_catalog.pg_roles as r
  left join pg_catalog.pg_stat_ssl as s
    on s.pid operator(pg_catalog.=) pg_catalog.pg_backend_pid()
 where r.rolname operator(pg_catalog.=) current_user`;

export interface Fact {
  readonly name: string;
  readonly value: string;
}

type Row = Readonly<Record<string, string | null | undefined>>;

const POWERS = [
  ['rolsuper', 'superuser'],
  ['rolcreaterole', 'creates roles'],
  ['rolcreatedb', 'creates databases'],
  ['rolreplication', 'replicates'],
  ['rolbypassrls', 'sees past row-level security'],
] as const;

/** The row for people to read. */
export function identityFacts(row: Row): readonly Fact[] {
  const powers = POWERS.filter(([column]) => row[column] === 't').map(([, words]) => words);
  const facts: (readonly [string, string | null | undefined])[] = [
    ['session_user', row['session_user']],
    ['current_user', row['current_user']],
    ['Let in by (system_user)', row['system_user']],
    ['Certificate', row['client_dn']],
    ['Encrypted by', joined(row['tls_version'], row['cipher'])],
    ['Member of', (row['member_of'] ?? '').split('\n').join(', ') || 'no other role'],
    ['Special powers', powers.join(', ') || 'none'],
    ['Connection limit', row['rolconnlimit'] === '-1' ? 'none' : row['rolconnlimit']],
    ['Valid until', row['rolvaliduntil'] ?? 'no end'],
    ['search_path', row['search_path']],
    ['Tables whose row-level security holds for you', row['row_security_tables']],
    ['Backend process', row['backend_pid']],
    ['Server', row['server_version']],
  ];
  return facts.flatMap(([name, value]) =>
    value === null || value === undefined || value === '' ? [] : [{ name, value }],
  );
}

function joined(...parts: (string | null | undefined)[]): string {
  return parts.filter(Boolean).join(', ');
}
