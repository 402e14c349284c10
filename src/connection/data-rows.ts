/** PostgreSQL's own text for each value, or null for NULL. */
export type Row = readonly (string | null)[];

/** Type and length of a message. */
const HEADER_BYTES = 5;
/** About what a value costs in memory besides its text. */
const VALUE_WEIGHT = 16;
const ROW_WEIGHT = 64;

/**
 * The rows as strings, for the few that this service reads itself. Answers are made from the bytes.
 *
 * @param bytes whole DataRow messages that the frame guard has let pass
 */
export function decodeRows(bytes: Buffer): Row[] {
  const rows: Row[] = [];
  for (let at = 0; at < bytes.length; at = endOfRow(bytes, at)) rows.push(decodeRow(bytes, at));
  return rows;
}

/** About how many bytes the decoded rows take. */
export function weightOf(rows: readonly Row[]): number {
  return rows.reduce(
    (sum, row) =>
      row.reduce((weight, cell) => weight + VALUE_WEIGHT + 2 * (cell?.length ?? 0), sum) +
      ROW_WEIGHT,
    0,
  );
}

/** The offset behind the first `count` rows. */
export function endOfRows(bytes: Buffer, count: number): number {
  let at = 0;
  for (let index = 0; index < count; index += 1) at = endOfRow(bytes, at);
  return at;
}

function endOfRow(bytes: Buffer, at: number): number {
  return at + 1 + bytes.readUInt32BE(at + 1);
}

function decodeRow(bytes: Buffer, from: number): Row {
  const row: (string | null)[] = [];
  const count = bytes.readUInt16BE(from + HEADER_BYTES);
  let at = from + HEADER_BYTES + 2;
  for (let index = 0; index < count; index += 1) {
    const length = bytes.readInt32BE(at);
    at += 4;
    row.push(length === -1 ? null : bytes.toString('utf8', at, at + length));
    at += Math.max(length, 0);
  }
  return row;
}
