/** An editor tab as it is kept in this browser. */
export interface Draft {
  readonly id: string;
  readonly name: string;
  readonly text: string;
  /** UTF-16 offset in the text. */
  readonly cursor: number;
  /** Its place among the tabs: they are sorted by it. */
  readonly order: number;
  /** Manual: a transaction is begun before the first statement, and ends when the person says so. */
  readonly mode: 'auto' | 'manual';
  /** PostgreSQL is asked to refuse changes: a seat belt that the person puts on and takes off. */
  readonly isReadOnly: boolean;
}

/** Whose draft it is, and of which database. */
export interface DraftOwner {
  /** See `personKey`: issuer, subject and the way of signing in. */
  readonly person: string;
  readonly serverId: string;
  readonly database: string;
}

const PREFIX = 'pg-usher:draft:';

/** The name of an entry in the browser's storage. Each tab has one, so that no other can take it along. */
export function draftKey({ person, serverId, database }: DraftOwner, id: string): string {
  return PREFIX + JSON.stringify([person, serverId, database, id]);
}

/** Whether an entry is a draft of this person, in this database. */
export function isDraftKey(owner: DraftOwner, key: string): boolean {
  if (!key.startsWith(PREFIX)) return false;
  const parts = parse(key.slice(PREFIX.length));
  if (!isList(parts) || parts.length !== 4) return false;
  const [person, serverId, database] = parts;
  return person === owner.person && serverId === owner.serverId && database === owner.database;
}

/** A draft from the storage; undefined for what is none, since anything may have written there. */
export function readDraft(text: string): Draft | undefined {
  const value = parse(text);
  if (typeof value !== 'object' || value === null) return undefined;
  const kept: Partial<Record<keyof Draft, unknown>> = value;
  const { id, name, text: sql, cursor, order, mode, isReadOnly } = kept;
  if (typeof id !== 'string' || typeof name !== 'string' || typeof sql !== 'string')
    return undefined;
  return {
    id,
    name,
    text: sql,
    cursor: offsetIn(sql, cursor),
    order: typeof order === 'number' && Number.isFinite(order) ? order : 0,
    mode: mode === 'manual' ? 'manual' : 'auto',
    isReadOnly: isReadOnly === true,
  };
}

export function inOrder(drafts: readonly Draft[]): readonly Draft[] {
  return drafts.toSorted((a, b) => a.order - b.order || (a.id < b.id ? -1 : 1));
}

function offsetIn(text: string, offset: unknown): number {
  return typeof offset === 'number' && Number.isInteger(offset)
    ? Math.min(Math.max(0, offset), text.length)
    : 0;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}
