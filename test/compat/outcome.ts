import type { Cell } from './answered-rows.js';

/** A statement of a text. */
export interface Statement {
  readonly text: string;
  /** Where each of its characters stands in the whole text, 0-based. */
  readonly offsets: readonly number[];
}

/** PostgreSQL's words about a statement. */
export interface Message {
  readonly severity: string;
  readonly sqlstate: string;
  readonly message: string;
  readonly detail: string | undefined;
  readonly hint: string | undefined;
  /** In the whole text, 1-based. */
  readonly position: number | undefined;
}

/** How a statement ended. */
export interface Outcome {
  readonly statement: Statement;
  readonly notices: readonly Message[];
  readonly error: Message | undefined;
  readonly table:
    { readonly names: readonly string[]; readonly rows: readonly (readonly Cell[])[] } | undefined;
  /** The command tag, where it is shown. */
  readonly command: string | undefined;
}
