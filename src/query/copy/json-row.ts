import {
  ESCAPED_STRING,
  JsonFault,
  JsonScanner,
  kindOf,
  NULL_VALUE,
  PLAIN_VALUE,
} from './json-scanner.js';

/** The most columns that a table of PostgreSQL can have (PostgreSQL 18, appendix K). */
export const MAX_COLUMNS = 1600;

const QUOTE = 0x22;
const COMMA = 0x2c;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;

/** Says which slot the value of a key is for. The key's bytes are without its quotes. */
export type SlotOf = (start: number, end: number, escaped: boolean) => number;

/**
 * Where the values of one row stand in their line, one slot for each column. Nothing is made of them
 * here; a string's place is without its quotes.
 */
export class JsonRow {
  readonly starts = new Int32Array(MAX_COLUMNS);
  readonly ends = new Int32Array(MAX_COLUMNS);
  readonly kinds = new Uint8Array(MAX_COLUMNS);
  readonly #scanner = new JsonScanner();

  /**
   * @param start of the opening bracket
   * @returns the number of values
   * @throws JsonFault
   */
  readArray(bytes: Buffer, start: number, end: number): number {
    const scanner = this.#scanner;
    scanner.load(bytes, start, end);
    let at = scanner.expect(OPEN_BRACKET, start, 'a bracket');
    let count = 0;
    if (scanner.peek(at) !== CLOSE_BRACKET) {
      for (;;) {
        if (count === MAX_COLUMNS) throw tooManyColumns();
        at = this.#value(at, count);
        count += 1;
        if (scanner.peek(at) === CLOSE_BRACKET) break;
        at = scanner.expect(COMMA, at, 'a comma or the end of the array');
      }
    }
    this.#finish(at, end);
    return count;
  }

  /**
   * @param start of the opening brace
   * @throws JsonFault
   */
  readObject(bytes: Buffer, [start, end]: readonly [number, number], slotOf: SlotOf): void {
    const scanner = this.#scanner;
    scanner.load(bytes, start, end);
    let at = scanner.expect(OPEN_BRACE, start, 'a brace');
    if (scanner.peek(at) !== CLOSE_BRACE) {
      for (;;) {
        const key = at + 1;
        const value = scanner.key(at);
        at = this.#value(value, slotOf(key, scanner.keyEnd, scanner.escaped));
        if (scanner.peek(at) === CLOSE_BRACE) break;
        at = scanner.expect(COMMA, at, 'a comma or the end of the object');
      }
    }
    this.#finish(at, end);
  }

  /** @returns the offset behind the value and the white space that follows */
  #value(at: number, slot: number): number {
    const scanner = this.#scanner;
    const byte = scanner.peek(at);
    if (byte === QUOTE) {
      const closing = scanner.string(at);
      this.starts[slot] = at + 1;
      this.ends[slot] = closing;
      this.kinds[slot] = scanner.escaped ? ESCAPED_STRING : PLAIN_VALUE;
      return scanner.blank(closing + 1);
    }
    const behind = scanner.other(at);
    this.starts[slot] = at;
    this.ends[slot] = behind;
    this.kinds[slot] = kindOf(byte);
    return scanner.blank(behind);
  }

  /** @param at of the closing bracket or brace */
  #finish(at: number, end: number): void {
    const behind = this.#scanner.blank(at + 1);
    if (behind !== end) throw this.#scanner.fault('something stands behind the row', behind);
  }

  /** For keys that a row does not have. */
  clear(columns: number): void {
    this.kinds.fill(NULL_VALUE, 0, columns);
  }
}

/**
 * The keys of an object in their order; JSON.parse would put the ones that look like numbers first.
 *
 * @throws JsonFault for a key that is there twice, or more keys than a table has columns
 */
export function keysOf(bytes: Buffer, start: number, end: number): string[] {
  const keys = new Set<string>();
  new JsonRow().readObject(bytes, [start, end], (from, to) => {
    const key = keyText(bytes, from, to);
    if (keys.has(key)) throw duplicateKey(key);
    if (keys.size === MAX_COLUMNS) throw tooManyColumns();
    keys.add(key);
    return keys.size - 1;
  });
  return [...keys];
}

/** A key as text; its escapes were checked. */
export function keyText(bytes: Buffer, start: number, end: number): string {
  const key: unknown = JSON.parse(bytes.toString('utf8', start - 1, end + 1));
  return typeof key === 'string' ? key : '';
}

export function duplicateKey(key: string): JsonFault {
  return new JsonFault(`The key ${JSON.stringify(key.slice(0, 64))} is there twice.`);
}

function tooManyColumns(): JsonFault {
  return new JsonFault(
    `There are more than ${MAX_COLUMNS} values in the row, which is the most that a table can have.`,
  );
}
