/** `pg_class.relkind` of what people call tables, views and sequences. */
export const RELKINDS = {
  r: 'table',
  p: 'partitioned-table',
  v: 'view',
  m: 'materialized-view',
  f: 'foreign-table',
  S: 'sequence',
} as const;

export type RelationKind = (typeof RELKINDS)[keyof typeof RELKINDS];

export const RELATION_KINDS: readonly RelationKind[] = Object.values(RELKINDS);

/** The codes of these kinds; of all that are listed when none is named. */
export function relkindsOf(kinds: readonly RelationKind[] = RELATION_KINDS): string[] {
  return Object.entries(RELKINDS)
    .filter(([, kind]) => kinds.includes(kind))
    .map(([code]) => code);
}
