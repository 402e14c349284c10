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
const DATA_ROW = 0x44;
const DATA_ROW_REFUSED: Refusal = { kind: 'malformed', messageType: 'D' };

/**
 * The types that are due in each phase. In a session only what answers our requests: not 3, t, V, v
 * and W, because we close and describe no statement, call no function, want protocol 3.0 and do not
 * replicate. Rows, D, are due then, too, and read apart.
 */
const AUTHENTICATION = 'RNE';
const START_UP = 'SKNEZ';
const KEY_KNOWN = 'SNEZ';
const SESSION = 'SNEAZTCIs12nGHdc';

/** Where the messages go, in PostgreSQL's order. */
export interface MessageTarget {
  /** Whole, checked DataRow messages, one behind the other. */
  rows(bytes: Buffer, count: number): void;
  /** A piece of the stream with everything else, cut anywhere. */
  others(bytes: Buffer): void;
}

/**
 * Stands before the parser and reads the byte stream from PostgreSQL as it passes. Rows are set
 * apart: they leave as the bytes they are, and the parser, which makes a string of each value, never
 * has them. Of the rest nothing is kept; it is read because the parser trusts its server:
 * - it collects each message in memory first: one `select repeat('x', 600*1024*1024)` ends a
 *   process that waits for it;
 * - it looks for the end of an ErrorResponse or NoticeResponse without its last NUL for ever;
 * - it reads strings and columns beyond their message, into memory of this process that was never
 *   written, and hands them out.
 *
 * What is refused: a message that is larger than allowed, of a type that is not due, or whose parts
 * do not add up to the length it announces. COPY data is skipped by length.
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
  /** True where the next byte is the type of a message. */
  #between = false;
  /** A row that did not come in one piece: its header until that is whole, then all of it. */
  #row: Buffer | undefined;
  #rowBytes = 0;
  /** The last authentication request. */
  #asked = 0;
  /** Of the result that has been described and has not ended; no row is due without one. */
  #columns: number | undefined;

  /** @param maxBytes the largest length field that passes, in bytes */
  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
    this.#messages = this.#stream();
    this.#next();
  }

  /** Reads one chunk and hands on what is in order; once the stream is refused it stays so. */
  read(chunk: Buffer, target: MessageTarget): Refusal | undefined {
    let at = 0;
    while (at < chunk.length && this.#refusal === undefined) {
      if (this.#row !== undefined) at = this.#collect(chunk, at, target);
      else if (this.#between && chunk[at] === DATA_ROW && this.#due === SESSION) {
        at = this.#readRows(chunk, at, target);
      } else at = this.#readOthers(chunk, at, target);
    }
    return this.#refusal;
  }

  /** The rows from here that are whole; the first that is not begins to be collected. */
  #readRows(chunk: Buffer, from: number, target: MessageTarget): number {
    const view = viewOf(chunk);
    const size = chunk.length;
    let at = from;
    let count = 0;
    while (at + HEADER_BYTES <= size && view.getUint8(at) === DATA_ROW) {
      const length = view.getUint32(at + 1);
      const end = at + 1 + length;
      if (!this.#takesRow(length) || end > size) break;
      if (!isWholeRow(view, at, this.#columns)) {
        this.#refusal = DATA_ROW_REFUSED;
        break;
      }
      count += 1;
      at = end;
    }
    if (count > 0) target.rows(chunk.subarray(from, at), count);
    if (this.#refusal === undefined && chunk[at] === DATA_ROW) {
      this.#row = Buffer.allocUnsafe(HEADER_BYTES);
      this.#rowBytes = 0;
    }
    return at;
  }

  /** Takes what the chunk has of a row that is cut; gives the offset behind it. */
  #collect(chunk: Buffer, from: number, target: MessageTarget): number {
    const header = this.#row;
    if (header === undefined) return from;
    let at = from + this.#append(header, chunk, from);
    if (this.#rowBytes < header.length) return at;
    let row = header;
    if (header.length === HEADER_BYTES) {
      const length = header.readUInt32BE(1);
      if (!this.#takesRow(length)) return at;
      row = Buffer.allocUnsafe(length + 1);
      header.copy(row);
      this.#row = row;
      at += this.#append(row, chunk, at);
      if (this.#rowBytes < row.length) return at;
    }
    this.#row = undefined;
    if (isWholeRow(viewOf(row), 0, this.#columns)) target.rows(row, 1);
    else this.#refusal = DATA_ROW_REFUSED;
    return at;
  }

  #append(row: Buffer, chunk: Buffer, at: number): number {
    const copied = chunk.copy(row, this.#rowBytes, at);
    this.#rowBytes += copied;
    return copied;
  }

  /** False, and refused, where the length of a row cannot be right. */
  #takesRow(length: number): boolean {
    if (length > this.#maxBytes) this.#refusal = { kind: 'oversized', announcedBytes: length };
    // The length itself and the number of values.
    else if (length < 6) this.#refusal = DATA_ROW_REFUSED;
    return this.#refusal === undefined;
  }

  /** Reads up to the next row, or to the chunk's end; gives the offset behind. */
  #readOthers(chunk: Buffer, from: number, target: MessageTarget): number {
    let at = from;
    while (at < chunk.length && this.#refusal === undefined) {
      if (this.#between && chunk[at] === DATA_ROW && this.#due === SESSION) break;
      this.#between = false;
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
    // What is refused is not for the parser, nor what came with it.
    if (this.#refusal === undefined) target.others(chunk.subarray(from, at));
    return at;
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

  /** Everything but the rows of a session. */
  *#stream(): Grammar<Refusal> {
    for (;;) {
      this.#left = HEADER_BYTES;
      this.#between = true;
      this.#type = yield 1;
      const type = String.fromCharCode(this.#type);
      if (!this.#due.includes(type)) return this.#malformed();
      const length = yield 4;
      if (length > this.#maxBytes) return { kind: 'oversized', announcedBytes: length };
      if (length < 4) return this.#malformed();
      this.#left = length - 4;
      if (!(yield* this.#body(type))) return this.#malformed();
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
        // One description a result: an answer has been begun with it.
        if (this.#columns !== undefined) return false;
        this.#columns = yield* rowDescription();
        return this.#columns !== undefined;
      case 'C':
        this.#columns = undefined;
        yield STRING;
        return true;
      case 'E':
      case 'N':
        if (type === 'E') this.#columns = undefined;
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
        this.#columns = undefined;
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
      case 'n':
      case 's':
      case 'I':
        this.#columns = undefined;
        return true;
      default:
        // 1, 2 and c have no body either.
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

/**
 * Whether a DataRow has the columns that were described, and nothing else. Who shows the rows relies
 * on it.
 *
 * @param at of its type; all that its length announces is there
 */
function isWholeRow(bytes: DataView, at: number, columns: number | undefined): boolean {
  const end = at + 1 + bytes.getUint32(at + 1);
  const count = bytes.getUint16(at + HEADER_BYTES);
  if (count !== columns) return false;
  let offset = at + HEADER_BYTES + 2;
  for (let index = 0; index < count; index += 1) {
    if (offset + 4 > end) return false;
    const length = bytes.getInt32(offset);
    offset += 4;
    if (length < -1) return false;
    if (length > 0) offset += length;
    if (offset > end) return false;
  }
  return offset === end;
}

function viewOf(bytes: Buffer): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
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
