/** Why the bytes that come next must not reach the parser. */
export type Refusal =
  | { readonly kind: 'oversized'; readonly announcedBytes: number }
  | { readonly kind: 'malformed'; readonly messageType: string };

/**
 * Yields what it wants to see next, and is given its value: `n` > 0 for the unsigned integer in n
 * bytes, {@link STRING}, or {@link skip}. Whoever reads sees to it that it lies within the message.
 */
type Grammar<T> = Generator<number, T, number>;

/** A NUL-terminated string; its value is its size in bytes with the NUL. */
const STRING = 0;

/** Bytes that nobody looks at. */
function skip(bytes: number): number {
  return -bytes;
}

/** Type and length. */
const HEADER_BYTES = 5;
/** The largest count that pg-protocol reads as positive. */
const MAX_COUNT = 0x7fff;
/** A length of -1, as the unsigned number. */
const NULL_VALUE = 0xffffffff;

/**
 * The types that are due in each phase. In a session only what answers our requests: not 3, t, V, v
 * and W, because we close and describe no statement, call no function, want protocol 3.0 and do not
 * replicate.
 */
const AUTHENTICATION = 'RNE';
const START_UP = 'SKNEZ';
const KEY_KNOWN = 'SNEZ';
const SESSION = 'SNEAZTDCIs12nGHdc';

/**
 * Stands before the parser and reads the byte stream from PostgreSQL as it passes, keeping none of
 * it, because the parser trusts its server:
 * - it collects each message in memory first: one `select repeat('x', 600*1024*1024)` ends a
 *   process that waits for it;
 * - it looks for the end of an ErrorResponse or NoticeResponse without its last NUL for ever;
 * - it reads strings, columns and values beyond their message, into memory of this process that was
 *   never written, and hands them out; a negative length of a value takes it back to a value it has
 *   already read, so that a small message becomes gigabytes.
 *
 * What is refused: a message that is larger than allowed, of a type that is not due, or whose parts
 * do not add up to the length it announces. Values of rows and COPY data are skipped by length.
 *
 * Protocol: PostgreSQL 18, "Message Data Types", "Message Formats" and "Start-up"; parser:
 * pg-protocol 1.16, parser.js and buffer-reader.js.
 */
export class FrameGuard {
  readonly #maxBytes: number;
  readonly #messages: Grammar<Refusal>;
  #refusal: Refusal | undefined;
  #due = AUTHENTICATION;
  #type = 0;
  /** Bytes of the message that are not yet claimed by what was wanted. */
  #left = 0;
  /** What the grammar wants, how many bytes of that are missing, and its value so far. */
  #wanted = 0;
  #missing = 0;
  #value = 0;
  /** The last authentication request. */
  #asked = 0;
  /** Of the last RowDescription. */
  #columns: number | undefined;

  /** @param maxBytes the largest length field that passes, in bytes */
  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
    this.#messages = this.#stream();
    this.#next();
  }

  /** Reads one chunk; once the stream is refused it stays so. */
  inspect(chunk: Uint8Array): Refusal | undefined {
    let at = 0;
    while (at < chunk.length && this.#refusal === undefined) {
      if (this.#wanted === STRING) {
        at = this.#scan(chunk, at);
        continue;
      }
      if (this.#wanted > 0) {
        let value = this.#value;
        const end = Math.min(at + this.#missing, chunk.length);
        this.#missing -= end - at;
        for (; at < end; at += 1) value = value * 256 + (chunk[at] ?? 0);
        this.#value = value;
      } else {
        const skipped = Math.min(this.#missing, chunk.length - at);
        this.#missing -= skipped;
        at += skipped;
      }
      if (this.#missing === 0) this.#next();
    }
    return this.#refusal;
  }

  /** Reads a string up to its NUL or the chunk's end; gives the offset behind it. */
  #scan(chunk: Uint8Array, at: number): number {
    const nul = chunk.indexOf(0, at);
    const end = nul === -1 ? chunk.length : nul + 1;
    this.#value += end - at;
    this.#left -= end - at;
    if (this.#left < 0 || (this.#left === 0 && nul === -1)) this.#refusal = this.#malformed();
    else if (nul !== -1) this.#next();
    return end;
  }

  /** Hands the value to the grammar and notes what it wants now. */
  #next(): void {
    const result = this.#messages.next(this.#value);
    if (result.done === true) {
      this.#refusal = result.value;
      return;
    }
    this.#wanted = result.value;
    this.#missing = Math.abs(result.value);
    this.#value = 0;
    if (Math.max(this.#missing, 1) > this.#left) this.#refusal = this.#malformed();
    this.#left -= this.#missing;
  }

  #malformed(): Refusal {
    return { kind: 'malformed', messageType: String.fromCharCode(this.#type) };
  }

  *#stream(): Grammar<Refusal> {
    for (;;) {
      this.#left = HEADER_BYTES;
      this.#type = yield 1;
      const type = String.fromCharCode(this.#type);
      if (!this.#due.includes(type)) return this.#malformed();
      const length = yield 4;
      if (length > this.#maxBytes) return { kind: 'oversized', announcedBytes: length };
      if (length < 4) return this.#malformed();
      this.#left = length - 4;
      if (type === 'D') {
        // Here, because delegating to another generator doubles what a row costs. Every row has the
        // columns that were described: who shows the rows may rely on it.
        const count = yield 2;
        if (count !== this.#columns) return this.#malformed();
        for (let index = 0; index < count; index += 1) {
          const bytes = yield 4;
          if (bytes > 0 && bytes !== NULL_VALUE) yield skip(bytes);
        }
      } else if (!(yield* this.#body(type))) return this.#malformed();
      if (this.#left > 0) return this.#malformed();
    }
  }

  /** @returns false when something in the body is wrong, besides its length */
  *#body(type: string): Grammar<boolean> {
    switch (type) {
      case 'd':
        if (this.#left > 0) yield skip(this.#left);
        return true;
      case 'T':
        this.#columns = yield* rowDescription();
        return this.#columns !== undefined;
      case 'C':
        yield STRING;
        return true;
      case 'E':
      case 'N':
        while ((yield 1) !== 0) yield STRING;
        return true;
      case 'S':
        yield STRING;
        yield STRING;
        return true;
      case 'A':
        yield skip(4);
        yield STRING;
        yield STRING;
        return true;
      case 'Z':
        this.#due = SESSION;
        return 'ITE'.includes(String.fromCharCode(yield 1));
      case 'K':
        this.#due = KEY_KNOWN;
        yield skip(8);
        return true;
      case 'R':
        return yield* this.#authentication();
      case 'G':
      case 'H':
        return yield* copyResponse();
      default:
        // I, s, 1, 2, n and c have no body.
        return true;
    }
  }

  /**
   * Only requests that pg answers, and each once, in the order that SASL has them: for every
   * AuthenticationSASLContinue it would derive a key anew, 100,000 rounds at a time.
   */
  *#authentication(): Grammar<boolean> {
    const code = yield 4;
    if (code !== 0 && code <= this.#asked) return false;
    this.#asked = code;
    switch (code) {
      case 0:
        this.#due = START_UP;
        return true;
      case 3:
        return true;
      case 5:
        yield skip(4);
        return true;
      case 10:
        while ((yield STRING) > 1);
        return true;
      case 11:
      case 12:
        if (this.#left > 0) yield skip(this.#left);
        return true;
      default:
        return false;
    }
  }
}

/** @returns the number of columns */
function* rowDescription(): Grammar<number | undefined> {
  const count = yield 2;
  if (count > MAX_COUNT) return undefined;
  for (let index = 0; index < count; index += 1) {
    yield STRING;
    yield skip(18);
  }
  return count;
}

/** CopyInResponse and CopyOutResponse: a format, and one for each column. */
function* copyResponse(): Grammar<boolean> {
  yield skip(1);
  const count = yield 2;
  if (count > MAX_COUNT) return false;
  if (count > 0) yield skip(2 * count);
  return true;
}
