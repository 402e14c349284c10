/** How a transaction stands. */
export type TransactionStatus = 'idle' | 'in transaction' | 'failed';

/** A row: PostgreSQL's own text, or null for NULL. */
export type Row = readonly (string | null)[];

export interface Column {
  readonly name: string;
  /** `pg_type.oid`. */
  readonly typeOid: number;
  readonly typeModifier: number;
}

/** Before the rows of a statement that has any. */
export interface ColumnsEvent {
  readonly kind: 'columns';
  readonly executionId: string;
  /** Which statement of a script, from 1; absent where there is one. */
  readonly statement?: number;
  readonly columns: readonly Column[];
}

/** Rows, as many as have come at once. */
export interface RowsEvent {
  readonly kind: 'rows';
  readonly rows: readonly Row[];
}

/** What PostgreSQL said besides. */
export interface NoticeEvent {
  readonly kind: 'notice';
  readonly severity: string;
  readonly sqlstate: string;
  readonly message: string;
  readonly detail?: string;
  readonly hint?: string;
}

/** Why an answer ends before the result does. */
export interface Stopped {
  readonly reason: string;
  /** What to do about it. */
  readonly detail: string;
}

/** A statement is done, and its commit as well. */
export interface CompleteEvent {
  readonly kind: 'complete';
  readonly statement?: number;
  /** The command tag, for example `SELECT 3`; null when the answer stopped before it. */
  readonly command: string | null;
  /** Rows in this answer. */
  readonly rowCount: number;
  readonly stopped?: Stopped;
}

/** The last event of a run that went well. */
export interface DoneEvent {
  readonly kind: 'done';
  readonly executionId: string;
  readonly rows: number;
  /** Of the rows, unpacked. */
  readonly bytes: number;
  readonly transactionStatus: TransactionStatus;
  readonly durationMs: number;
  /** What else is to be known: a transaction was left open and rolled back … */
  readonly warning?: string;
}

export type RunEvent = ColumnsEvent | RowsEvent | NoticeEvent | CompleteEvent | DoneEvent;

type LineEvent = Exclude<RunEvent, RowsEvent>;

const KINDS: ReadonlySet<unknown> = new Set<LineEvent['kind']>([
  'columns',
  'notice',
  'complete',
  'done',
]);

/** An event by its kind. Others, which a newer service may send, are none. */
export function isLineEvent(value: unknown): value is LineEvent {
  return KINDS.has(kindOf(value));
}

/** What a line calls itself. */
export function kindOf(value: unknown): unknown {
  return typeof value === 'object' && value !== null && 'kind' in value ? value.kind : undefined;
}

/** The values of a row are texts and nulls; the service makes no others. */
export function isRow(value: readonly unknown[]): value is Row {
  return value.every((cell) => typeof cell === 'string' || cell === null);
}
