export interface Grouped<T> {
  /** Undefined for those without a group, which come last. */
  readonly name: string | undefined;
  readonly servers: readonly T[];
}

interface Findable {
  readonly name: string;
  readonly group: string | null;
  readonly host: string;
  readonly comment: string | null;
  readonly labels?: readonly string[];
}

/** The servers in which every word of the search occurs somewhere, under their headings. */
export function groupServers<T extends Findable>(
  servers: readonly T[],
  search: string,
): readonly Grouped<T>[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  const found = servers.filter((server) => {
    const { name, group, host, comment, labels = [] } = server;
    const text = [name, group, host, comment, ...labels].join('\n').toLowerCase();
    return words.every((word) => text.includes(word));
  });
  const names = [...new Set(found.map(({ group }) => group))];
  const ordered = names.toSorted((a, b) => {
    if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1;
    return a.localeCompare(b);
  });
  return ordered.map((name) => ({
    name: name ?? undefined,
    servers: found.filter(({ group }) => group === name),
  }));
}
