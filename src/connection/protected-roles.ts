import { Problem } from '../common/problem.js';
import type { Protection } from '../servers/server-definition.js';

/**
 * Roles that exist on every server of their kind and rule it: PostgreSQL's own, and the
 * administrators of the large hosted services. A star ends the beginning of names.
 */
const PROTECTED: readonly string[] = ['postgres', 'pg_*', 'rds*', 'cloudsql*', 'azure_*'];

/**
 * Step 6 of the gate, before a socket is opened. Letter case is ignored, although PostgreSQL does
 * not: `Postgres` is another role there, and no person needs either.
 *
 * @param further patterns of the configuration, in small letters
 * @param allowed what the server's definition lifts
 * @throws Problem `role-protected`
 */
export function refuseProtectedName(
  role: string,
  further: readonly string[],
  allowed: readonly Protection[],
): void {
  const name = role.toLowerCase();
  const isProtected = [...PROTECTED, ...further].some((pattern) => matches(name, pattern));
  if (!isProtected || allowed.includes('names')) return;
  throw new Problem('role-protected', {
    detail: `"${role}" is a protected role: nobody connects as it through pg-usher.`,
    owner: 'admin',
    refusal: { databaseUser: role },
  });
}

function matches(name: string, pattern: string): boolean {
  return pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern;
}

/** What the catalog says about the role a connection ended up with: what protects it, in words. */
export type RoleProtections = ReadonlyMap<Protection, string>;

/**
 * The last part of step 9: a role with one of these could become, read or silence others, or is
 * meant to be over.
 *
 * @throws Problem `role-protected`
 */
export function refuseProtectedAttributes(
  role: string,
  held: RoleProtections,
  allowed: readonly Protection[],
): void {
  const refused = [...held].filter(([protection]) => !allowed.includes(protection));
  if (refused.length === 0) return;
  const reasons = refused.map(([, words]) => words).join('; ');
  throw new Problem('role-protected', {
    detail: `"${role}" is a protected role because it has ${reasons}. Nobody connects as such a role here, unless the server's definition allows it.`,
    owner: 'dba',
    refusal: { databaseUser: role },
  });
}
