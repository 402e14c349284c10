import { parseCsv } from './parse-csv.js';

/** A value as text, or null for NULL. */
export type Cell = string | null;

export interface AnsweredRows {
  /** Undefined where the format does not say. */
  readonly columnOids: readonly number[] | undefined;
  readonly columnNames: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

export const FORMATS = ['application/x-ndjson', 'application/json', 'text/csv'] as const;
export type Format = (typeof FORMATS)[number];

/**
 * The rows of an answer to one statement.
 *
 * @param bytes the answer's whole body; one that is no UTF-8 throws
 */
export function readAnsweredRows(format: Format, bytes: Uint8Array): AnsweredRows {
  const text = decodeStrictly(bytes);
  if (format === 'text/csv') return readCsv(text);
  if (format === 'application/x-ndjson') return readNdjson(text);
  const { columns, rows } = JSON.parse(text);
  return { ...describe(columns), rows };
}

/** A byte order mark is a character of the value here, and bad bytes are not made into U+FFFD. */
export function decodeStrictly(bytes: Uint8Array): string {
  return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
}

function readNdjson(text: string): AnsweredRows {
  const lines = text
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line));
  const events = lines.filter((line) => !Array.isArray(line));
  if (events.at(-1)?.kind !== 'done') throw new Error(`The answer ends with ${text.slice(-500)}`);
  const { columns } = events.find(({ kind }) => kind === 'columns');
  return { ...describe(columns), rows: lines.filter((line) => Array.isArray(line)) };
}

function describe(
  columns: readonly { readonly name: string; readonly typeOid: number }[],
): Pick<AnsweredRows, 'columnOids' | 'columnNames'> {
  return {
    columnOids: columns.map(({ typeOid }) => typeOid),
    columnNames: columns.map(({ name }) => name),
  };
}

function readCsv(text: string): AnsweredRows {
  const [names = [], ...rows] = parseCsv(text);
  return { columnOids: undefined, columnNames: names.map((name) => name ?? ''), rows };
}
