import { type Group, isSign, type Item, nameOf, pathAt, wordOf } from './sql-groups.ts';

/** A column that a SELECT gives: by its name, or all of a source (`*`, `t.*`). */
export type Output = { readonly name: string } | { readonly all: string | null };

/** What a FROM list, or the target of an UPDATE or INSERT, makes visible. */
export interface Source {
  readonly alias: string | null;
  /** The name as written; empty for a subquery. */
  readonly path: readonly string[];
  readonly subquery: Query | null;
  /** `t (a, b)`: other names for its columns. */
  readonly columns: readonly string[] | null;
  readonly group: Group | null;
}

export interface Cte {
  readonly name: string;
  readonly columns: readonly string[] | null;
  readonly query: Query;
}

/** One SELECT (or UPDATE, …) without those that UNION and the like put behind it. */
export interface Block {
  readonly from: number;
  readonly items: readonly Item[];
  readonly sources: readonly Source[];
  readonly output: readonly Output[];
}

export interface Query {
  readonly ctes: readonly Cte[];
  readonly blocks: readonly Block[];
}

const SET_OPERATORS = new Set(['union', 'intersect', 'except']);
const READS = new Set(['select', 'values', 'with', 'table', 'insert', 'update', 'delete', 'merge']);
const LISTS = new Set(['from', 'join', 'using', 'update', 'into']);
const NOT_BEFORE = new Set(['distinct', 'for', 'do', 'key', 'on', 'then', 'merge']);
const NO_ALIAS = new Set(
  `where group having order union intersect except limit offset fetch for on join inner left right
  full cross natural using window set values select returning as tablesample default overriding when
  from into and or not with do conflict lateral only table update delete insert`.split(/\s+/),
);
const LIST_ENDS = new Set(
  `from where group having order limit offset fetch for into window union intersect except on
  returning`.split(/\s+/),
);

/** Reads what stands in a bracket, or in a whole statement, as far as names go. Takes every text. */
export function readQuery(items: readonly Item[], end: number): Query {
  const { ctes, rest } = readCtes(items);
  const blocks: Block[] = [];
  let start = rest;
  for (let at = rest; at <= items.length; at += 1) {
    const word = wordOf(items[at]);
    if (at < items.length && (word === undefined || !SET_OPERATORS.has(word))) continue;
    blocks.push(readBlock(items.slice(start, at), items[start] ?? null, end));
    start = wordOf(items[at + 1]) === 'all' ? at + 2 : at + 1;
  }
  return { ctes, blocks };
}

function readCtes(items: readonly Item[]): { ctes: Cte[]; rest: number } {
  const ctes: Cte[] = [];
  const first = items.findIndex((item) => wordOf(item) === 'with');
  let at = wordOf(items[first + 1]) === 'recursive' ? first + 2 : first + 1;
  if (first === -1) return { ctes, rest: 0 };
  for (;;) {
    const name = nameOf(items[at]);
    if (name === undefined) return { ctes, rest: ctes.length === 0 ? 0 : at };
    const list = items[at + 1];
    const columns = list?.kind === 'group' ? namesIn(list) : null;
    let body = at + (columns === null ? 1 : 2);
    if (wordOf(items[body]) !== 'as') return { ctes, rest: ctes.length === 0 ? 0 : at };
    while (['as', 'not', 'materialized'].includes(wordOf(items[body]) ?? '')) body += 1;
    const group = items[body];
    if (group?.kind !== 'group') return { ctes, rest: body };
    ctes.push({ name, columns, query: readQuery(group.items, group.to) });
    if (!isSign(items[body + 1], ',')) return { ctes, rest: body + 1 };
    at = body + 2;
  }
}

function readBlock(items: readonly Item[], first: Item | null, end: number): Block {
  const sources = items.some((item) => READS.has(wordOf(item) ?? '')) ? readSources(items) : [];
  return { from: first?.from ?? end, items, sources, output: readOutput(items) };
}

function readSources(items: readonly Item[]): Source[] {
  const sources: Source[] = [];
  let at = 0;
  while (at < items.length) {
    const word = wordOf(items[at]);
    const listed = word !== undefined && LISTS.has(word) && !NOT_BEFORE.has(before(items, at));
    at += 1;
    if (!listed) continue;
    for (;;) {
      const found = readSource(items, at);
      if (found === null) break;
      sources.push(...found.sources);
      at = found.next;
      if (word === 'into' || word === 'update' || !isSign(items[at], ',')) break;
      at += 1;
    }
  }
  return sources;
}

function before(items: readonly Item[], at: number): string {
  return wordOf(items[at - 1]) ?? '';
}

function readSource(
  items: readonly Item[],
  start: number,
): { sources: Source[]; next: number } | null {
  let at = start;
  while (['only', 'lateral'].includes(wordOf(items[at]) ?? '')) at += 1;
  const first = items[at];
  if (first?.kind === 'group') return readBracket(items, first, at + 1);
  if (NO_ALIAS.has(wordOf(first) ?? '')) return null;
  const { path, next } = pathAt(items, at);
  if (path.length === 0) return null;
  // A bracket behind the name: the arguments of a function, or the columns of an INSERT.
  const call = items[next]?.kind === 'group';
  const named = readAlias(items, call ? next + 1 : next);
  const source = { ...named.alias, path, subquery: null, group: null };
  return { sources: [source], next: named.next };
}

function readBracket(
  items: readonly Item[],
  group: Group,
  next: number,
): { sources: Source[]; next: number } | null {
  const query = READS.has(wordOf(group.items[0]) ?? '') || group.items[0]?.kind === 'group';
  if (!query) {
    // Brackets around a join; or the columns of USING (…), which are no source.
    const joined = group.items.some((item) => wordOf(item) === 'join');
    const inner = joined ? readSource(group.items, 0) : null;
    if (inner === null) return null;
    return { sources: [...inner.sources, ...readSources(group.items.slice(inner.next))], next };
  }
  const named = readAlias(items, next);
  const subquery = readQuery(group.items, group.to);
  return { sources: [{ ...named.alias, path: [], subquery, group }], next: named.next };
}

function readAlias(
  items: readonly Item[],
  start: number,
): { alias: Pick<Source, 'alias' | 'columns'>; next: number } {
  const at = wordOf(items[start]) === 'as' ? start + 1 : start;
  const name = nameOf(items[at]);
  if (name === undefined || NO_ALIAS.has(wordOf(items[at]) ?? '')) {
    return { alias: { alias: null, columns: null }, next: at };
  }
  const list = items[at + 1];
  const columns = list?.kind === 'group' ? namesIn(list) : null;
  return { alias: { alias: name, columns }, next: at + (columns === null ? 1 : 2) };
}

/** The first name of each entry of a list: `(a, b int)`. */
function namesIn(group: Group): string[] {
  return split(group.items).flatMap(([first]) => nameOf(first) ?? []);
}

function readOutput(items: readonly Item[]): Output[] {
  const start = items.findIndex((item) => ['select', 'returning'].includes(wordOf(item) ?? ''));
  if (start === -1) return readValues(items);
  let from = start + 1;
  if (['distinct', 'all'].includes(wordOf(items[from]) ?? '')) from += 1;
  if (wordOf(items[from]) === 'on') from += 2;
  const rest = items.slice(from);
  const end = rest.findIndex(
    (item, at) => LIST_ENDS.has(wordOf(item) ?? '') && !(before(rest, at) === 'distinct'),
  );
  return split(end === -1 ? rest : rest.slice(0, end)).flatMap((part) => outputOf(part) ?? []);
}

function readValues(items: readonly Item[]): Output[] {
  const row = wordOf(items[0]) === 'values' ? items[1] : undefined;
  if (row?.kind !== 'group') return [];
  return split(row.items).map((_, index) => ({ name: `column${String(index + 1)}` }));
}

function outputOf(part: readonly Item[]): Output | null {
  const last = part.at(-1);
  if (isSign(last, '*')) {
    const { path, next } = pathAt(part, 0);
    if (part.length === 1) return { all: null };
    return next === part.length - 1 ? { all: path.at(-1) ?? null } : null;
  }
  const cast = part.findIndex((item, at) => isSign(item, ':') && isSign(part[at + 1], ':'));
  const named = nameOf(last);
  if (named !== undefined && wordOf(part.at(-2)) === 'as') return { name: named };
  if (cast > 0) return outputOf(part.slice(0, cast));
  if (last?.kind === 'group') return nameBefore(part);
  if (named === undefined) return null;
  return { name: wordOf(last) === 'end' && wordOf(part[0]) === 'case' ? 'case' : named };
}

/** `f(…)` has the name of the function. */
function nameBefore(part: readonly Item[]): Output | null {
  const name = nameOf(part.at(-2));
  return name === undefined ? null : { name };
}

function split(items: readonly Item[]): Item[][] {
  const parts: Item[][] = [[]];
  for (const item of items) {
    if (isSign(item, ',')) parts.push([]);
    else parts.at(-1)?.push(item);
  }
  return parts.filter((part) => part.length > 0);
}
