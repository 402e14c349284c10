/** Something in a line that is not JSON, or that PostgreSQL's text could not hold. */
export class JsonFault extends Error {
  override readonly name = 'JsonFault';

  /**
   * @param what a sentence about the line
   * @param slot of the value that is meant, where it is one
   */
  constructor(
    readonly what: string,
    readonly slot?: number,
  ) {
    super(what);
  }
}

/** How a value is written. A plain one goes out as the bytes it is. */
export const NULL_VALUE = 0;
export const PLAIN_VALUE = 1;
export const ESCAPED_STRING = 2;
export const NESTED_VALUE = 3;

/** Levels of arrays and objects in one value. PostgreSQL's own limit, its stack, is about there. */
const MAX_DEPTH = 10_000;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const MINUS = 0x2d;
const POINT = 0x2e;
const ZERO = 0x30;
const SMALL_U = 0x75;

/** The letters behind a backslash, but for u: "\/bfnrt. */
const ESCAPES: ReadonlySet<number | undefined> = new Set(Buffer.from('"\\/bfnrt'));
const LITERALS: readonly Buffer[] = ['null', 'true', 'false'].map((text) => Buffer.from(text));

/** What may come next within a nested value. */
type Expected = 'value' | 'value or end' | 'key' | 'key or end' | 'comma or end';

/**
 * Reads the values of one line of JSON (RFC 8259) where they stand, byte by byte: numbers are never
 * made into JavaScript's, and nothing is collected. The line is known to be UTF-8.
 */
export class JsonScanner {
  #bytes: Buffer = Buffer.alloc(0);
  #start = 0;
  #end = 0;
  #escaped = false;
  #keyEnd = 0;
  /** For each open level the byte that closes it. */
  readonly #closers = new Uint8Array(MAX_DEPTH);

  load(bytes: Buffer, start: number, end: number): void {
    this.#bytes = bytes;
    this.#start = start;
    this.#end = end;
  }

  /** Whether the last string that was read has an escape in it. */
  get escaped(): boolean {
    return this.#escaped;
  }

  /** The offset of the closing quote of the last key that was read. */
  get keyEnd(): number {
    return this.#keyEnd;
  }

  /** The byte there, or undefined behind the line's end. */
  peek(at: number): number | undefined {
    return at < this.#end ? this.#bytes[at] : undefined;
  }

  /** The first offset from here that is no white space. */
  blank(from: number): number {
    let at = from;
    while (at < this.#end) {
      const byte = this.#bytes[at];
      if (byte !== 0x20 && byte !== 0x09 && byte !== 0x0d) break;
      at += 1;
    }
    return at;
  }

  /** The offset behind this byte and the white space that follows. */
  expect(byte: number, at: number, what: string): number {
    if (this.peek(at) !== byte) throw this.fault(`${what} was expected`, at);
    return this.blank(at + 1);
  }

  /** @param at of the opening quote @returns the offset of the closing one */
  string(at: number): number {
    const bytes = this.#bytes;
    const end = this.#end;
    let index = at + 1;
    this.#escaped = false;
    for (; index < end; index += 1) {
      const byte = bytes[index];
      if (byte === QUOTE) return index;
      if (byte === BACKSLASH) index = this.#escape(index);
      else if (byte === undefined || byte < 0x20) {
        throw this.fault('a control character stands in a string and must be escaped', index);
      }
    }
    throw this.fault('a string has no end', at);
  }

  /** A number, a literal, an array or an object, but no string. @returns the offset behind it */
  other(at: number): number {
    const byte = this.peek(at);
    if (byte === OPEN_BRACE || byte === OPEN_BRACKET) return this.#nested(at);
    if (isDigit(byte) || byte === MINUS) return this.#number(at);
    for (const text of LITERALS) if (byte === text[0]) return this.#literal(text, at);
    throw this.fault('a value was expected', at);
  }

  fault(what: string, at: number): JsonFault {
    return new JsonFault(`The line is not JSON: ${what} (byte ${at - this.#start + 1}).`);
  }

  /** @returns the offset of the escape's last byte */
  #escape(at: number): number {
    this.#escaped = true;
    const letter = this.peek(at + 1);
    if (letter === SMALL_U) {
      for (let digit = at + 2; digit < at + 6; digit += 1) {
        if (!isHexDigit(this.peek(digit))) throw this.fault('\\u wants four hex digits', at);
      }
      return at + 5;
    }
    if (!ESCAPES.has(letter)) throw this.fault('there is no such escape', at);
    return at + 1;
  }

  #literal(text: Buffer, at: number): number {
    const end = at + text.length;
    if (end > this.#end || text.compare(this.#bytes, at, end) !== 0) {
      throw this.fault('a value was expected', at);
    }
    return end;
  }

  #number(from: number): number {
    let at = from;
    if (this.peek(at) === MINUS) at += 1;
    at = this.peek(at) === ZERO ? at + 1 : this.#digits(at);
    if (this.peek(at) === POINT) at = this.#digits(at + 1);
    const exponent = this.peek(at);
    if (exponent === 0x65 || exponent === 0x45) {
      const sign = this.peek(at + 1);
      at = this.#digits(sign === 0x2b || sign === MINUS ? at + 2 : at + 1);
    }
    return at;
  }

  #digits(from: number): number {
    let at = from;
    while (isDigit(this.peek(at))) at += 1;
    if (at === from) throw this.fault('a digit was expected', at);
    return at;
  }

  /** Without recursion: how deep it goes is the sender's choice. */
  #nested(from: number): number {
    let depth = 0;
    let expected: Expected = 'value';
    let at = from;
    for (;;) {
      at = this.blank(at);
      const byte = this.peek(at);
      const ends = expected !== 'value' && expected !== 'key';
      if (ends && depth > 0 && byte === this.#closers[depth - 1]) {
        depth -= 1;
        at += 1;
        if (depth === 0) return at;
        expected = 'comma or end';
      } else if (expected === 'comma or end') {
        at = this.expect(COMMA, at, 'a comma or the end');
        expected = this.#closers[depth - 1] === CLOSE_BRACE ? 'key' : 'value';
      } else if (expected === 'key' || expected === 'key or end') {
        at = this.key(at);
        expected = 'value';
      } else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) {
        if (depth === MAX_DEPTH) throw tooDeep();
        this.#closers[depth] = byte === OPEN_BRACE ? CLOSE_BRACE : CLOSE_BRACKET;
        depth += 1;
        at += 1;
        expected = byte === OPEN_BRACE ? 'key or end' : 'value or end';
      } else {
        at = byte === QUOTE ? this.string(at) + 1 : this.other(at);
        expected = 'comma or end';
      }
    }
  }

  /** @returns the offset of the value behind the key and its colon */
  key(at: number): number {
    if (this.peek(at) !== QUOTE) throw this.fault('a key in quotes was expected', at);
    this.#keyEnd = this.string(at);
    return this.expect(COLON, this.blank(this.#keyEnd + 1), 'a colon');
  }
}

/** How a value that is no string goes out, by its first byte. */
export function kindOf(byte: number | undefined): number {
  if (byte === OPEN_BRACE || byte === OPEN_BRACKET) return NESTED_VALUE;
  return byte === 0x6e ? NULL_VALUE : PLAIN_VALUE;
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= ZERO && byte <= 0x39;
}

function isHexDigit(byte: number | undefined): boolean {
  if (byte === undefined) return false;
  const small = byte | 0x20;
  return isDigit(byte) || (small >= 0x61 && small <= 0x66);
}

function tooDeep(): JsonFault {
  return new JsonFault(`A value is nested more than ${MAX_DEPTH} levels deep.`);
}
