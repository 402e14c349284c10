/** One more than the limit is asked for, so that it is known whether there is more. */
export function oneMore(limit: number): string {
  return String(limit + 1);
}

/** Cuts what was asked for with {@link oneMore} to the limit, and says where to go on. */
export function page<T>(
  rows: readonly T[],
  limit: number,
  cursor: (last: T) => string,
): { items: T[]; next: string | null } {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, next: rows.length > limit && last !== undefined ? cursor(last) : null };
}
