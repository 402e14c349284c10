import type { Token } from './sql-tokens.ts';

/** What stands between two brackets, or the whole text. */
export interface Group {
  readonly kind: 'group';
  /** Behind the opening bracket. */
  readonly from: number;
  /** Before the closing bracket; the end of the text where that is missing. */
  readonly to: number;
  readonly items: readonly Item[];
}

export type Item = Token | Group;

/** Nests tokens by their round brackets. Comments are left out. */
export function groupsOf(tokens: readonly Token[], length: number): Group {
  const open: { from: number; items: Item[] }[] = [];
  let current: { from: number; items: Item[] } = { from: 0, items: [] };
  const close = (to: number): void => {
    const outer = open.pop();
    if (outer === undefined) return;
    outer.items.push({ kind: 'group', from: current.from, to, items: current.items });
    current = outer;
  };
  for (const token of tokens) {
    if (token.kind === 'comment') continue;
    if (isSign(token, '(')) {
      open.push(current);
      current = { from: token.to, items: [] };
    } else if (isSign(token, ')')) close(token.from);
    else current.items.push(token);
  }
  while (open.length > 0) close(length);
  return { kind: 'group', from: 0, to: length, items: current.items };
}

/** The groups around a place, the innermost first. */
export function groupsAround(group: Group, at: number): Group[] {
  for (const item of group.items) {
    if (item.kind === 'group' && item.from <= at && at <= item.to) {
      return [...groupsAround(item, at), group];
    }
  }
  return [group];
}

export function isSign(item: Item | undefined, sign: string): boolean {
  return item?.kind === 'sign' && item.name === sign;
}

/** The word in lower case, or nothing where there is no word. */
export function wordOf(item: Item | undefined): string | undefined {
  return item?.kind === 'word' ? item.name : undefined;
}

/** The name that the item is, as the catalog has it. */
export function nameOf(item: Item | undefined): string | undefined {
  return item?.kind === 'word' || item?.kind === 'quoted' ? item.name : undefined;
}

/** `a.b.c` from an index on: the names, and the index behind them. */
export function pathAt(items: readonly Item[], start: number): { path: string[]; next: number } {
  const path: string[] = [];
  let next = start;
  for (;;) {
    const name = nameOf(items[next]);
    if (name === undefined) return { path, next };
    path.push(name);
    next += 1;
    if (!isSign(items[next], '.')) return { path, next };
    next += 1;
  }
}
