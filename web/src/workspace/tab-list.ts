import type { Draft } from '../drafts/draft.ts';

/** What works for everybody, so that one key gives the first row. */
export const FIRST_QUERY = 'select current_user, session_user, version();';

/** A new tab behind all others. */
export function newTab(tabs: readonly Draft[], id: string, text = '', name?: string): Draft {
  return {
    id,
    name: name ?? freeName(tabs),
    text,
    cursor: 0,
    order: Math.max(0, ...tabs.map(({ order }) => order)) + 1,
    mode: 'auto',
    isReadOnly: false,
  };
}

/** `q1`, `q2` … : the first that is free. */
function freeName(tabs: readonly Draft[]): string {
  const taken = new Set(tabs.map(({ name }) => name));
  const numbers = Array.from({ length: tabs.length + 1 }, (_, index) => `q${String(index + 1)}`);
  return numbers.find((name) => !taken.has(name)) ?? 'q';
}

/** The tab that is shown when another one is closed: the next, else the one before. */
export function neighbourOf(tabs: readonly Draft[], id: string): string | undefined {
  const index = tabs.findIndex((tab) => tab.id === id);
  return (tabs[index + 1] ?? tabs[index - 1])?.id;
}

/** The tab this many places on; around the ends. */
export function tabFrom(tabs: readonly Draft[], id: string, step: number): string {
  const index = tabs.findIndex((tab) => tab.id === id);
  return tabs[(index + step + tabs.length) % tabs.length]?.id ?? id;
}

/** Changes places with a neighbour. */
export function moveTab(tabs: readonly Draft[], id: string, step: -1 | 1): readonly Draft[] {
  const index = tabs.findIndex((tab) => tab.id === id);
  const [tab, other] = [tabs[index], tabs[index + step]];
  if (tab === undefined || other === undefined) return tabs;
  const swapped = tabs
    .with(index, { ...other, order: index })
    .with(index + step, { ...tab, order: index + step });
  return swapped.map((each, order) => ({ ...each, order }));
}

const LINK_MARK = '#sql=';

/** The SQL of a link's fragment, which never reaches a server's log. */
export function sqlOfLink(hash: string): string | undefined {
  const fragment = hash.startsWith('#') ? hash : `#${hash}`;
  if (!fragment.startsWith(LINK_MARK)) return undefined;
  const sql = fragment.slice(LINK_MARK.length).replaceAll(/(?:%[\da-f]{2})+/gi, decoded);
  return sql.trim() === '' ? undefined : sql;
}

/** A link that somebody wrote by hand may have a percent sign that stands for itself. */
function decoded(escapes: string): string {
  try {
    return decodeURIComponent(escapes);
  } catch {
    return escapes;
  }
}

export function linkTo(origin: string, serverId: string, database: string, sql: string): string {
  const path = [serverId, database].map(encodeURIComponent).join('/');
  return `${origin}/s/${path}${LINK_MARK}${encodeURIComponent(sql)}`;
}
