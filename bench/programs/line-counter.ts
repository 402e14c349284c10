/** Counts rows in an answer that comes in pieces. */
export interface LineCounter {
  readonly rows: number;
  add(chunk: Uint8Array): void;
}

const NEWLINE = 0x0a;
const QUOTE = 0x22;
const BRACKET = 0x5b;

/** NDJSON: lines that are an array; the others are events. */
export function ndjsonRows(): LineCounter {
  let rows = 0;
  let atStart = true;
  return {
    get rows() {
      return rows;
    },
    add(chunk) {
      for (const byte of chunk) {
        if (atStart && byte === BRACKET) rows += 1;
        atStart = byte === NEWLINE;
      }
    },
  };
}

/** CSV by RFC 4180: line ends outside of quotes, without the header's. */
export function csvRows(): LineCounter {
  let lines = 0;
  let quoted = false;
  return {
    get rows() {
      return lines - 1;
    },
    add(chunk) {
      for (const byte of chunk) {
        if (byte === QUOTE) quoted = !quoted;
        else if (byte === NEWLINE && !quoted) lines += 1;
      }
    },
  };
}
