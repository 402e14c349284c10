import type { DatabaseUser } from '../auth/database-user.js';
import { Problem } from '../common/problem.js';

/** Roles that exist on every server of their kind and rule it. */
const PROTECTED_NAMES: readonly string[] = ['postgres'];

/** PostgreSQL's own roles, and the administrators of the large hosted services. */
const PROTECTED_PREFIXES: readonly string[] = ['pg_', 'rds', 'cloudsql', 'azure_'];

/**
 * Step 6 of the gate, before a socket is opened. Letter case is ignored, although PostgreSQL does
 * not: `Postgres` is another role there, and no person needs either.
 *
 * @throws Problem `role-protected`
 */
export function refuseProtectedName(role: DatabaseUser): void {
  const name = role.toLowerCase();
  if (
    PROTECTED_NAMES.includes(name) ||
    PROTECTED_PREFIXES.some((prefix) => name.startsWith(prefix))
  ) {
    throw new Problem('role-protected', {
      detail: `"${role}" is a protected role: nobody connects as it through pg-usher.`,
      owner: 'admin',
      refusal: { databaseUser: role },
    });
  }
}

/** What the catalog says about the role a connection ended up with. */
export interface RoleAttributes {
  readonly superuser: boolean;
  readonly replication: boolean;
  readonly bypassRls: boolean;
  readonly createRole: boolean;
  /** Those of the server-file, server-program and signal roles that the role can use. */
  readonly powers: readonly string[];
}

/**
 * The last part of step 9: a role with these attributes could become, read or silence others.
 *
 * @throws Problem `role-protected`
 */
export function refuseProtectedAttributes(role: DatabaseUser, attributes: RoleAttributes): void {
  const held = [
    ...(attributes.superuser ? ['SUPERUSER'] : []),
    ...(attributes.replication ? ['REPLICATION'] : []),
    ...(attributes.bypassRls ? ['BYPASSRLS'] : []),
    ...(attributes.createRole ? ['CREATEROLE'] : []),
    ...attributes.powers.map((name) => `membership in ${name}`),
  ];
  if (held.length === 0) return;
  throw new Problem('role-protected', {
    detail: `"${role}" is a protected role because it has ${held.join(', ')}. Nobody connects as such a role through pg-usher.`,
    owner: 'dba',
    refusal: { databaseUser: role },
  });
}
