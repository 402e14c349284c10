import type { components } from './generated/contract.js';

type Schemas = components['schemas'];

/** How a transaction stands. */
export type TransactionStatus = Schemas['DoneEventDto']['transactionStatus'];

/** A row: PostgreSQL's own text, or null for NULL. */
export type Row = readonly (string | null)[];

export type Column = Schemas['ColumnDto'];

/** Before the rows of a statement that has any. */
export type ColumnsEvent = Schemas['ColumnsEventDto'];

/** Rows, as many as have come at once. */
export interface RowsEvent {
  readonly kind: 'rows';
  readonly rows: readonly Row[];
}

/** What PostgreSQL said besides. */
export type NoticeEvent = Schemas['NoticeEventDto'];

/** Why an answer ends before the result does. */
export type Stopped = Schemas['StoppedDto'];

/** A statement is done, and its commit as well. */
export type CompleteEvent = Schemas['CompleteEventDto'];

/** The last event of a run that went well. */
export type DoneEvent = Schemas['DoneEventDto'];

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
