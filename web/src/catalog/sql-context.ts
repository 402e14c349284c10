import { type Cte, type Query, readQuery, type Source } from './sql-blocks.ts';
import {
  type Group,
  groupsAround,
  groupsOf,
  isSign,
  type Item,
  nameOf,
  pathAt,
  wordOf,
} from './sql-groups.ts';
import { type Token, tokensOf } from './sql-tokens.ts';

/** What may stand at the cursor. */
export type Expected = 'statement' | 'relation' | 'name' | 'clause' | 'type';

export interface SqlContext {
  readonly expected: Expected;
  /** The place in the text from which on the proposal replaces it. */
  readonly from: number;
  /** The end of what is replaced: behind the closing quote where there is one. */
  readonly to: number;
  /** What has been typed, without its quote. */
  readonly typed: string;
  readonly quoted: boolean;
  /** The names and dots before it. */
  readonly parents: readonly string[];
  /** What is visible here, the nearest first. */
  readonly sources: readonly Source[];
  readonly ctes: readonly Cte[];
}

const BEFORE_RELATION = new Set(
  'from join into update table only truncate view describe analyze vacuum lock reindex cluster'.split(
    ' ',
  ),
);
const UNLESS_BEFORE = new Set(['distinct', 'for', 'do', 'key', 'on', 'then', 'create', 'explain']);
const CLAUSES = new Set(
  `select from where group having order limit offset on set values returning using join window into
  update with when`.split(/\s+/),
);
const GROUP_OF_READ = /^(?:select|values|with|table)$/;

/** What stands around a place of a statement; null within a string, a comment or a number. */
export function contextAt(sql: string, at: number): SqlContext | null {
  const tokens = tokensOf(sql);
  const current = tokens.find(
    ({ from, to, closed }) => from < at && (at < to || (at === to && !closed)),
  );
  if (current?.kind === 'string' || current?.kind === 'comment') return null;
  const index = tokens.findIndex(({ from, to }) => from < at && at <= to);
  const under = tokens[index];
  if (under?.kind === 'number') return null;
  if (under?.kind === 'quoted' && under.closed && at === under.to) return null;
  const typing =
    under !== undefined && (under.kind === 'word' || under.kind === 'quoted') ? under : null;
  const start = typing === null ? at : typing.from;
  const before = tokens.filter(({ to, kind }) => to <= start && kind !== 'comment');
  const { parents, rest } = parentsOf(before);
  const around = groupsAround(groupsOf(tokens, sql.length), at);
  const quoted = typing?.kind === 'quoted';
  return {
    expected: expectedAfter(rest, around, start),
    from: start,
    to: quoted && typing.closed ? typing.to : at,
    typed: sql.slice(quoted ? start + 1 : start, at),
    quoted,
    parents,
    ...visibleAt(around, at),
  };
}

/** The names before the dots at the end, and what is before those. */
function parentsOf(before: readonly Token[]): { parents: string[]; rest: readonly Token[] } {
  const parents: string[] = [];
  let end = before.length;
  while (isSign(before[end - 1], '.')) {
    const name = nameOf(before[end - 2]);
    if (name === undefined) break;
    parents.unshift(name);
    end -= 2;
  }
  return { parents, rest: before.slice(0, end) };
}

function expectedAfter(
  before: readonly Token[],
  around: readonly Group[],
  start: number,
): Expected {
  const last = before.at(-1);
  const previous = wordOf(before.at(-2)) ?? '';
  if (last === undefined) return 'statement';
  if (isSign(last, ':') && isSign(before.at(-2), ':')) return 'type';
  const word = wordOf(last);
  if (word !== undefined && BEFORE_RELATION.has(word) && !UNLESS_BEFORE.has(previous)) {
    return isFunctionFrom(around[0], word) ? 'name' : 'relation';
  }
  if (word === 'on' && ['grant', 'revoke'].includes(wordOf(before[0]) ?? '')) return 'relation';
  const items = (around[0]?.items ?? []).filter((item) => item.from < start);
  if (items.length === 0) return isSign(last, '(') ? 'name' : 'statement';
  const clause = items.findLast((item) => CLAUSES.has(wordOf(item) ?? ''));
  const listed = ['from', 'join'].includes(wordOf(clause) ?? '');
  if (!listed || isFunctionFrom(around[0], wordOf(clause) ?? '')) return 'name';
  if (isSign(last, ',')) return 'relation';
  return nameOf(last) !== undefined || isSign(last, ')') ? 'clause' : 'name';
}

/** `extract (year from x)`, `trim (both from x)`: FROM inside of a bracket that is no SELECT. */
function isFunctionFrom(group: Group | undefined, word: string): boolean {
  if (group === undefined || group.from === 0 || word !== 'from') return false;
  return !group.items.some((item) => /^(?:select|delete|with)$/.test(wordOf(item) ?? ''));
}

/** What the brackets around a place make visible there. */
function visibleAt(around: readonly Group[], at: number): Pick<SqlContext, 'sources' | 'ctes'> {
  const sources: Source[] = [];
  const ctes: Cte[] = [];
  around.forEach((group, depth) => {
    const query = readQuery(group.items, group.to);
    // What is defined further on is visible to a WITH RECURSIVE only; it does no harm to offer it.
    ctes.push(...query.ctes);
    if (depth > 0 && isInCte(query, around[depth - 1])) return;
    const target = insertTarget(group, around[depth - 1]);
    if (target !== null) {
      sources.push(target);
      return;
    }
    const block = query.blocks.findLast(({ from }) => from <= at) ?? query.blocks[0];
    sources.push(...(block?.sources ?? []).filter((source) => !holds(source, at)));
  });
  return { sources, ctes };
}

function isInCte({ ctes }: Query, inner: Group | undefined): boolean {
  const first = inner?.items[0];
  if (!GROUP_OF_READ.test(wordOf(first) ?? '')) return false;
  return ctes.some(({ query }) => query.blocks.some((block) => block.items[0] === first));
}

function holds({ group }: Source, at: number): boolean {
  return group !== null && group.from <= at && at <= group.to;
}

/** `insert into t (|)`: the columns of `t`, and only they, belong into the bracket. */
function insertTarget(outer: Group, inner: Group | undefined): Source | null {
  const { items } = outer;
  const into = items.findIndex((item) => wordOf(item) === 'into');
  if (inner === undefined || into === -1) return null;
  const { path, next } = pathAt(items, into + 1);
  const list: Item | undefined = items[next];
  if (list !== inner) return null;
  return { alias: null, path, subquery: null, columns: null, group: null };
}
