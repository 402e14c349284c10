import { isFormula } from './formula.js';
import type { Output } from './output.js';
import { NULL_LENGTH, RowReader } from './row-reader.js';
import type { RowWriter } from './row-run.js';
import { inStretches, type Parts } from './stretches.js';
import { markControls, markZeros, TOP_BITS } from './words.js';

const QUOTE = 0x22;
const QUOTES = 0x22222222;
/** By byte: 1 for a quote. A branch that no CPU can foresee takes three times as long. */
const IS_QUOTE = Uint8Array.from({ length: 256 }, (_none, byte) => (byte === QUOTE ? 1 : 0));
/** Bytes that are read one by one once a quote was met, before it is tried by fours again. */
const STRETCH = 16;
/** More than what stands around a value. */
const FRAME_BYTES = 8;
const APOSTROPHE = 0x27;
const LINE_END = 0x0d0a;
const TAB = 0x09;
const SPACE = 0x20;
/** `\.`, which ends the data for older versions of COPY. */
const END_OF_DATA = 0x5c2e;
/** The first byte of U+FEFF, which would be taken for a byte order mark at the very beginning. */
const MARK_BEGIN = 0xef;

export type Delimiter = ',' | ';' | '\t' | '|';

export interface CsvRowOptions {
  readonly delimiter: Delimiter;
  /** What stands for NULL; without delimiters, quotes and control characters. */
  readonly nullText: string;
  /** Puts `'` before what a spreadsheet may take for a formula; see {@link isFormula}. */
  readonly escapeFormulas: boolean;
}

/**
 * Rows of RFC 4180, with NULL and the empty text told apart as PostgreSQL's own CSV does: NULL is
 * written bare and the text that looks like it in quotes. Quoted are also values that have the
 * delimiter, a quote or a line end (as they must be), blanks at an end (which some readers drop),
 * and `\.`.
 */
export class CsvRows implements RowWriter {
  readonly #delimiter: number;
  readonly #null: Buffer;
  readonly #escapeFormulas: boolean;
  /** By byte: 1 where a value with it is quoted. */
  readonly #special = new Uint8Array(256);

  constructor({ delimiter, nullText, escapeFormulas }: CsvRowOptions) {
    this.#delimiter = delimiter.charCodeAt(0);
    this.#null = Buffer.from(nullText);
    this.#escapeFormulas = escapeFormulas;
    for (const byte of [QUOTE, this.#delimiter, 0x0a, 0x0d]) this.#special[byte] = 1;
  }

  /** Each byte may be doubled; a value's length makes room for two quotes, `'` and the delimiter. */
  most(rowBytes: number): number {
    return rowBytes * (2 + this.#null.length);
  }

  /** NULLs are counted by the columns. */
  needed(reader: RowReader): number {
    const { at, rowBytes } = reader;
    const columns = reader.enterRow();
    reader.at = at;
    return 2 * rowBytes + columns * this.#null.length;
  }

  write(reader: RowReader, out: Output): void {
    const columns = reader.enterRow();
    for (let column = 0; column < columns; column += 1) {
      if (column > 0) this.#writeDelimiter(out);
      const length = reader.enterValue();
      if (length === NULL_LENGTH) this.#writeNull(out);
      else this.#writeValue(reader, length, out);
    }
    writeLineEnd(out);
  }

  *parts(reader: RowReader, out: Output): Parts {
    const columns = reader.enterRow();
    const most = 1 + Math.max(this.#null.length, FRAME_BYTES);
    for (let column = 0; column < columns; column += 1) {
      out.room(most);
      if (column > 0) this.#writeDelimiter(out);
      const length = reader.enterValue();
      if (length === NULL_LENGTH) this.#writeNull(out);
      else yield* this.#valueParts(reader, length, out);
    }
    out.room(FRAME_BYTES);
    writeLineEnd(out);
  }

  /** The header. */
  writeNames(names: readonly string[], out: Output): void {
    for (const [index, name] of names.entries()) {
      const bytes = Buffer.from(name);
      out.room(2 * bytes.length + 4);
      if (index > 0) this.#writeDelimiter(out);
      this.#writeValue(new RowReader(bytes), bytes.length, out);
    }
    out.room(2);
    writeLineEnd(out);
  }

  #writeDelimiter(out: Output): void {
    out.view.setUint8(out.at, this.#delimiter);
    out.at += 1;
  }

  #writeNull(out: Output): void {
    for (const byte of this.#null) {
      out.view.setUint8(out.at, byte);
      out.at += 1;
    }
  }

  #writeValue(reader: RowReader, length: number, out: Output): void {
    if (this.#isAsFormula(reader, length)) {
      writeFormulaQuote(out);
      writeDoubled(reader, length, out);
      writeQuote(out);
    } else if (this.#isAmbiguous(reader, length) || !this.#writePlain(reader, length, out)) {
      writeQuote(out);
      writeDoubled(reader, length, out);
      writeQuote(out);
    }
  }

  *#valueParts(reader: RowReader, length: number, out: Output): Parts {
    const formula = this.#isAsFormula(reader, length);
    if (formula) writeFormulaQuote(out);
    else if (!this.#isAmbiguous(reader, length) && !this.#hasSpecial(reader, length)) {
      yield* inStretches(reader, length, { out, most: 1, write: copyBytes });
      return;
    } else writeQuote(out);
    yield* inStretches(reader, length, { out, most: 2, write: writeDoubled });
    out.room(FRAME_BYTES);
    writeQuote(out);
  }

  #isAsFormula({ view, at }: RowReader, length: number): boolean {
    return this.#escapeFormulas && isFormula(view, at, at + length);
  }

  #hasSpecial({ bytes, at }: RowReader, length: number): boolean {
    const value = Buffer.from(bytes.buffer, bytes.byteOffset + at, length);
    return [QUOTE, this.#delimiter, 0x0a, 0x0d].some((byte) => value.includes(byte));
  }

  /** Whether a value without any special byte would be read as something else all the same. */
  #isAmbiguous({ view, at }: RowReader, length: number): boolean {
    if (length === 0) return true;
    const first = view.getUint8(at);
    const last = view.getUint8(at + length - 1);
    if (first === SPACE || first === TAB || last === SPACE || last === TAB) return true;
    if (first === MARK_BEGIN) return true;
    if (length === 2 && view.getUint16(at) === END_OF_DATA) return true;
    if (length !== this.#null.length) return false;
    return this.#null.every((byte, index) => view.getUint8(at + index) === byte);
  }

  /** Copies a value that needs no quotes; false, with nothing written, where it does. */
  #writePlain(reader: RowReader, length: number, out: Output): boolean {
    const source = reader.view;
    const target = out.view;
    const special = this.#special;
    const delimiters = this.#delimiter * 0x01010101;
    const end = reader.at + length;
    let from = reader.at;
    let at = out.at;
    while (from < end) {
      for (const stop = end - 3; from < stop; from += 4) {
        const word = source.getInt32(from, true);
        const marks = markControls(word) | markZeros(word ^ QUOTES) | markZeros(word ^ delimiters);
        if ((marks & TOP_BITS) !== 0) break;
        target.setInt32(at, word, true);
        at += 4;
      }
      for (const stop = Math.min(from + 4, end); from < stop; from += 1) {
        const byte = source.getUint8(from);
        if (special[byte] === 1) return false;
        target.setUint8(at, byte);
        at += 1;
      }
    }
    out.at = at;
    reader.at = end;
    return true;
  }
}

function writeQuote(out: Output): void {
  out.view.setUint8(out.at, QUOTE);
  out.at += 1;
}

/** What a spreadsheet takes for the sign of a text. */
function writeFormulaQuote(out: Output): void {
  out.view.setUint16(out.at, (QUOTE << 8) | APOSTROPHE);
  out.at += 2;
}

function copyBytes(reader: RowReader, length: number, out: Output): void {
  out.copy(reader.bytes, reader.at, reader.at + length);
  reader.at += length;
}

/** Copies a value with its quotes doubled. */
function writeDoubled(reader: RowReader, length: number, out: Output): void {
  const source = reader.view;
  const target = out.view;
  const end = reader.at + length;
  let from = reader.at;
  let at = out.at;
  while (from < end) {
    for (const stop = end - 3; from < stop; from += 4) {
      const word = source.getInt32(from, true);
      if ((markZeros(word ^ QUOTES) & TOP_BITS) !== 0) break;
      target.setInt32(at, word, true);
      at += 4;
    }
    // Each byte is written twice, and the next one takes the second place unless it is a quote's.
    for (const stop = Math.min(from + STRETCH, end); from < stop; from += 1) {
      const byte = source.getUint8(from);
      target.setUint16(at, byte * 0x0101);
      at += 1 + (IS_QUOTE[byte] ?? 0);
    }
  }
  out.at = at;
  reader.at = end;
}

function writeLineEnd(out: Output): void {
  out.view.setUint16(out.at, LINE_END);
  out.at += 2;
}
