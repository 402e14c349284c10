/*
 * Imported for its effect, before anything that loads `pg`: the driver takes PGUSER, PGPASSWORD,
 * PGOPTIONS, PGSSLMODE and the rest as defaults for whatever a connection leaves out, and
 * NODE_PG_FORCE_NATIVE swaps it for another implementation. None of that may decide who somebody is.
 */

/** Removes every `PG…` variable and NODE_PG_FORCE_NATIVE, and names what it removed, sorted. */
export function scrub(env: Record<string, string | undefined>): readonly string[] {
  const names = Object.keys(env)
    .filter((name) => /^(PG|NODE_PG_FORCE_NATIVE$)/i.test(name))
    .sort();
  for (const name of names) {
    Reflect.deleteProperty(env, name);
  }
  return names;
}

/** The names, never the values, that were removed from this process; for one line of the log. */
export const SCRUBBED_NAMES: readonly string[] = scrub(process.env);
