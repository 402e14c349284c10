import type { JsonRow } from './json-row.js';
import { ESCAPED_STRING, JsonFault, NESTED_VALUE, NULL_VALUE } from './json-scanner.js';

/** Bytes of one piece, where a row is not larger by itself. */
const PIECE = 64 * 1024;
/** Below this a loop is faster than a call of Buffer's. */
const SHORT = 48;

const TAB = 0x09;
const NEWLINE = 0x0a;
const RETURN = 0x0d;
const BACKSLASH = 0x5c;
const CAPITAL_N = 0x4e;
const SMALL_U = 0x75;

/** What stands for a byte behind a backslash (PostgreSQL 18, COPY, "Text Format"), or 0. */
const LETTERS = new Uint8Array(256);
LETTERS[TAB] = 0x74;
LETTERS[NEWLINE] = 0x6e;
LETTERS[RETURN] = 0x72;
LETTERS[BACKSLASH] = BACKSLASH;

/** JSON's letters behind a backslash, but for u, and the byte that each means (RFC 8259). */
const MEANINGS: Readonly<Record<number, number>> = {
  0x22: 0x22,
  0x2f: 0x2f,
  0x5c: BACKSLASH,
  0x62: 0x08,
  0x66: 0x0c,
  0x6e: NEWLINE,
  0x72: RETURN,
  0x74: TAB,
};

/** Rows in COPY's text format, as pieces that can be sent: a line a row, a tab between two values. */
export class CopyText {
  #pieces: Buffer[] = [];
  #out = Buffer.allocUnsafe(PIECE);
  #at = 0;

  /**
   * @param count of slots that are columns
   * @throws JsonFault for a string that PostgreSQL's text cannot hold
   */
  add(bytes: Buffer, row: JsonRow, count: number): void {
    this.#reserve(row, count);
    for (let slot = 0; slot < count; slot += 1) {
      if (slot > 0) this.#byte(TAB);
      this.#value(bytes, row, slot);
    }
    this.#byte(NEWLINE);
  }

  /** What is there so far; whoever takes it may keep it. */
  take(): Buffer[] {
    const pieces = this.#pieces;
    if (this.#at > 0) {
      pieces.push(this.#out.subarray(0, this.#at));
      this.#out = this.#out.subarray(this.#at);
      this.#at = 0;
    }
    this.#pieces = [];
    return pieces;
  }

  /** Escapes become shorter, but the backslashes of a nested value are doubled. */
  #reserve(row: JsonRow, count: number): void {
    let bytes = 1;
    for (let slot = 0; slot < count; slot += 1) {
      const kind = row.kinds[slot];
      const length = (row.ends[slot] ?? 0) - (row.starts[slot] ?? 0);
      bytes += 1 + (kind === NULL_VALUE ? 2 : kind === NESTED_VALUE ? 2 * length : length);
    }
    if (this.#at + bytes <= this.#out.length) return;
    if (this.#at > 0) this.#pieces.push(this.#out.subarray(0, this.#at));
    this.#out = Buffer.allocUnsafeSlow(Math.max(PIECE, bytes));
    this.#at = 0;
  }

  #value(bytes: Buffer, row: JsonRow, slot: number): void {
    const start = row.starts[slot] ?? 0;
    const end = row.ends[slot] ?? 0;
    switch (row.kinds[slot]) {
      case NULL_VALUE:
        this.#byte(BACKSLASH);
        this.#byte(CAPITAL_N);
        break;
      case ESCAPED_STRING:
        this.#decode(bytes, [start, end], slot);
        break;
      case NESTED_VALUE:
        for (let index = start; index < end; index += 1) this.#character(bytes[index] ?? 0);
        break;
      default:
        this.#copy(bytes, start, end);
    }
  }

  /** Numbers, literals and strings without an escape hold nothing that COPY reads as more. */
  #copy(bytes: Buffer, start: number, end: number): void {
    if (end - start > SHORT) {
      this.#at += bytes.copy(this.#out, this.#at, start, end);
      return;
    }
    const out = this.#out;
    let at = this.#at;
    for (let index = start; index < end; index += 1) {
      out[at] = bytes[index] ?? 0;
      at += 1;
    }
    this.#at = at;
  }

  #decode(bytes: Buffer, [start, end]: readonly [number, number], slot: number): void {
    let index = start;
    while (index < end) {
      const byte = bytes[index] ?? 0;
      const letter = bytes[index + 1] ?? 0;
      if (byte !== BACKSLASH) {
        this.#byte(byte);
        index += 1;
      } else if (letter === SMALL_U) {
        const point = codePoint(bytes, index, slot);
        if (point < 0x80) this.#character(point);
        else this.#at += this.#out.write(String.fromCodePoint(point), this.#at);
        index += point > 0xffff ? 12 : 6;
      } else {
        this.#character(MEANINGS[letter] ?? 0);
        index += 2;
      }
    }
  }

  /** One ASCII character, or one byte of another, with COPY's backslash where it needs one. */
  #character(byte: number): void {
    const letter = LETTERS[byte] ?? 0;
    if (letter !== 0) this.#byte(BACKSLASH);
    this.#byte(letter === 0 ? byte : letter);
  }

  #byte(byte: number): void {
    this.#out[this.#at] = byte;
    this.#at += 1;
  }
}

/** @param at of the backslash; the digits were checked, up to the string's end */
function codePoint(bytes: Buffer, at: number, slot: number): number {
  const unit = hex(bytes, at + 2);
  if (unit === 0) {
    throw new JsonFault('A text has U+0000 in it (\\u0000), which PostgreSQL cannot store.', slot);
  }
  if (unit < 0xd800 || unit > 0xdfff) return unit;
  if (unit < 0xdc00 && bytes[at + 6] === BACKSLASH && bytes[at + 7] === SMALL_U) {
    const low = hex(bytes, at + 8);
    if (low >= 0xdc00 && low <= 0xdfff) return 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00);
  }
  throw new JsonFault(
    'A text has half of a surrogate pair in it (\\ud800 to \\udfff), which is no character.',
    slot,
  );
}

function hex(bytes: Buffer, at: number): number {
  return Number.parseInt(bytes.toString('latin1', at, at + 4), 16);
}
