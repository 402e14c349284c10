import type { TriedType } from './pg-types.js';

/** Types that one statement selects, a column each. */
export interface Batch {
  readonly types: readonly TriedType[];
  readonly sql: string;
}

/** A request takes 256 KiB of SQL. */
const MAX_SQL = 150_000;
const MAX_TYPES = 50;

/** As few statements as will do, each with types of about the same number of values. */
export function batchesOf(types: readonly TriedType[]): readonly Batch[] {
  const sorted = types.toSorted((one, other) => one.values.length - other.values.length);
  const batches: Batch[] = [];
  let group: TriedType[] = [];
  for (const type of sorted) {
    if (group.length === MAX_TYPES || valuesStatement([...group, type]).length > MAX_SQL) {
      batches.push({ types: group, sql: valuesStatement(group) });
      group = [];
    }
    group.push(type);
  }
  if (group.length > 0) batches.push({ types: group, sql: valuesStatement(group) });
  return batches;
}

/** Columns with fewer values end with NULLs of their own type: a bare one would undo a domain. */
export function valuesStatement(types: readonly TriedType[]): string {
  const height = Math.max(...types.map(({ values }) => values.length));
  const rows = Array.from({ length: height }, (_, row) => {
    const cells = types.map(({ values, name }) => values[row] ?? `null::${name}`);
    return `(${cells.join(', ')})`;
  });
  return `values ${rows.join(',\n')}`;
}
