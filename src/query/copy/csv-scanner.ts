import type { CsvDialect } from './copy-statement.js';
import { dataFault } from './data-fault.js';

const NEWLINE = 0x0a;
const RETURN = 0x0d;
const BACKSLASH = 0x5c;
const POINT = 0x2e;
/** No byte. */
const NONE = -1;

/** How a record begins, as far as it may be `\.`. */
const START = 0;
const SEEN_BACKSLASH = 1;
const SEEN_POINT = 2;
const OTHER = 3;

/**
 * Follows CSV through PostgreSQL's eyes (copyfromparse.c, CopyReadLineText) without changing it: where
 * the first record ends, and whether there is one that is `\.` and nothing else. PostgreSQL before 18
 * takes that for the end of the data and drops what follows without a word.
 */
export class CsvScanner {
  readonly #quote: number;
  readonly #escape: number;
  /** Bytes that change something once a record has begun. */
  readonly #special = new Uint8Array(256);
  #inQuotes = false;
  #escaped = false;
  #lead = START;
  #previous = NONE;
  #line = 1;
  #read = 0;
  #firstRecordEnd: number | undefined;

  constructor({ quote, escape }: CsvDialect) {
    this.#quote = quote.charCodeAt(0);
    // Doubled quotes need no look: they end the quotes and begin them again.
    this.#escape = escape === quote ? NONE : escape.charCodeAt(0);
    for (const byte of [NEWLINE, RETURN, this.#quote]) this.#special[byte] = 1;
    if (this.#escape !== NONE) this.#special[this.#escape] = 1;
  }

  /** The offset of the first record's line end, in all that was scanned; undefined before that. */
  get firstRecordEnd(): number | undefined {
    return this.#firstRecordEnd;
  }

  /** @throws Problem `copy-data-invalid` */
  scan(chunk: Buffer): void {
    let index = 0;
    while (index < chunk.length) {
      if (this.#lead === OTHER) index = this.#skip(chunk, index);
      if (index === chunk.length) break;
      this.#next(chunk[index] ?? 0, index, chunk[index - 1] ?? this.#previous);
      index += 1;
    }
    this.#read += chunk.length;
    this.#previous = chunk.at(-1) ?? this.#previous;
  }

  /**
   * To be called when the data is over.
   *
   * @throws Problem `copy-data-invalid`
   */
  end(): void {
    this.#refuseEndMark();
    this.#firstRecordEnd ??= this.#read;
  }

  /** The next byte that changes something. */
  #skip(chunk: Buffer, from: number): number {
    const special = this.#special;
    let at = from;
    while (at < chunk.length && special[chunk[at] ?? 0] === 0) at += 1;
    return at;
  }

  #next(byte: number, index: number, previous: number): void {
    const endsLine = byte === NEWLINE || byte === RETURN;
    if (this.#inQuotes) {
      // An escape counts only right before what it escapes.
      const escaped = this.#escaped && previous === this.#escape;
      this.#escaped = byte === this.#escape && !escaped;
      if (byte === this.#quote && !escaped) this.#inQuotes = false;
    } else if (byte === this.#quote) {
      this.#inQuotes = true;
      this.#escaped = false;
      this.#lead = OTHER;
    } else if (endsLine) {
      this.#refuseEndMark();
      this.#lead = START;
      this.#firstRecordEnd ??= this.#read + index;
    } else this.#advance(byte);
    if (endsLine && !(byte === NEWLINE && previous === RETURN)) this.#line += 1;
  }

  #advance(byte: number): void {
    if (this.#lead === START && byte === BACKSLASH) this.#lead = SEEN_BACKSLASH;
    else if (this.#lead === SEEN_BACKSLASH && byte === POINT) this.#lead = SEEN_POINT;
    else this.#lead = OTHER;
  }

  #refuseEndMark(): void {
    if (this.#lead !== SEEN_POINT) return;
    throw dataFault(
      '\\. alone in a line is the end of the data for some versions of PostgreSQL, and data for others. Write "\\." in quotes where it is a value, and leave the line out where it is the end.',
      { line: this.#line },
    );
  }
}

/**
 * The values of one record, as PostgreSQL reads it (CopyReadAttributesCSV): quotes may begin and end
 * anywhere.
 *
 * @param dialect of ASCII characters
 */
export function recordValues(record: string, dialect: CsvDialect): string[] {
  const { delimiter, quote, escape } = dialect;
  const values: string[] = [];
  let value = '';
  let inQuotes = false;
  for (let index = 0; index < record.length; index += 1) {
    const character = record.charAt(index);
    const next = record.charAt(index + 1);
    if (inQuotes && character === escape && (next === quote || next === escape) && next !== '') {
      value += next;
      index += 1;
    } else if (character === quote) inQuotes = !inQuotes;
    else if (!inQuotes && character === delimiter) {
      values.push(value);
      value = '';
    } else value += character;
  }
  values.push(value);
  return values;
}
