/** What the page says to PostgreSQL before a statement, and what it calls that among the messages. */
export interface Saying {
  readonly label: string;
  readonly sql: string;
}

/** Commands by which a setting may have become another one. */
const SETTINGS: ReadonlySet<string> = new Set(['SET', 'RESET', 'DISCARD ALL']);

/**
 * Whether the transactions of a database session are to be read-only, as far as it was said to
 * PostgreSQL. It is a seat belt: whoever wears it may take it off, also in SQL, and what a role may do
 * is only in its privileges.
 */
export class ReadOnlyBelt {
  #sessionId: string | undefined;
  #said: boolean | 'perhaps' = false;

  /** What has to be said so that it is as wanted; a new session is as the role's settings have it. */
  toSay(sessionId: string, wanted: boolean): Saying | undefined {
    const said = sessionId === this.#sessionId ? this.#said : false;
    if (said === wanted) return undefined;
    return wanted
      ? { label: 'Read-only sent', sql: 'set default_transaction_read_only = on' }
      : { label: 'Read-only off sent', sql: 'reset default_transaction_read_only' };
  }

  noteSaid(sessionId: string, isReadOnly: boolean): void {
    this.#sessionId = sessionId;
    this.#said = isReadOnly;
  }

  /** @param tag the command tag of a statement that has run on the session */
  noteTag(tag: string): void {
    if (this.#said === true && SETTINGS.has(tag)) this.#said = 'perhaps';
  }
}
