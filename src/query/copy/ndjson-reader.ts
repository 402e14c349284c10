import { isUtf8 } from 'node:buffer';
import type { Problem } from '../../common/problem.js';
import { AnswerEvents, beginsAnswer } from './answer-events.js';
import { nameFault } from './copy-statement.js';
import { CopyText } from './copy-text.js';
import { dataFault, quoted } from './data-fault.js';
import { duplicateKey, JsonRow, keysOf, keyText } from './json-row.js';
import { JsonFault } from './json-scanner.js';
import { LineMap } from './line-map.js';
import { WholeLines } from './whole-lines.js';

export interface NdjsonOptions {
  /** In order; those of the first line when left out. */
  readonly columns?: readonly string[] | undefined;
  readonly maxLineBytes: number;
}

/** Longest event of an answer that is read, in bytes: a description of 1,664 columns takes a fifth of it. */
const MAX_EVENT_BYTES = 1024 * 1024;
const NEWLINE = 0x0a;
const OPEN_BRACKET = 0x5b;
const OPEN_BRACE = 0x7b;

/** Where a line stands in its block, without the white space before it. */
type Place = readonly [start: number, end: number];

/**
 * Turns NDJSON into COPY's text format as it comes, in pieces of any size. A line is a row: an array
 * with a value for each column, or an object whose keys are columns; empty lines are skipped. What a
 * value is, is its own text: numbers and nested values go out digit by digit as they stand, strings
 * decoded. A key that a row does not have is NULL.
 */
export class NdjsonReader {
  readonly #options: NdjsonOptions;
  readonly #lines: WholeLines;
  readonly #map = new LineMap();
  readonly #row = new JsonRow();
  readonly #text = new CopyText();
  /** The first line that is not empty decides what the body is. */
  #begun = false;
  /** Where the body is an answer of ours. */
  #answer: AnswerEvents | undefined;
  #columns: readonly string[] | undefined;
  /** The columns' names in UTF-8, and for each the last row that had it. */
  #keys: readonly Buffer[] = [];
  #seen = new Float64Array();
  readonly #slots = new Map<string, number>();
  /** Values that an array must have, once that is known. */
  #width: number | undefined;
  #lineNumber = 0;
  #rows = 0;

  constructor(options: NdjsonOptions) {
    this.#options = options;
    this.#lines = new WholeLines(options.maxLineBytes);
    if (options.columns !== undefined) this.#setColumns(options.columns);
  }

  /** Undefined for the table's own, in its order; for good once {@link ready} is true. */
  get columns(): readonly string[] | undefined {
    return this.#columns;
  }

  /** True once a row has come, or the columns of an answer. */
  get ready(): boolean {
    return this.#rows > 0 || this.#answer?.hasColumns === true;
  }

  /** True where the body was an answer of ours that had been stopped at a limit. */
  get stopped(): boolean {
    return this.#answer?.stopped === true;
  }

  /** The line of the body that a row came from, both 1-based. */
  lineOf(row: number): number | undefined {
    return this.#map.lineOf(row);
  }

  /**
   * @returns what can be sent
   * @throws Problem `copy-data-invalid`
   */
  push(chunk: Buffer): Buffer[] {
    const blocks = this.#lines.push(chunk);
    if (blocks === undefined) {
      this.#lineNumber += 1;
      throw this.#tooLong();
    }
    for (const block of blocks) this.#readBlock(block);
    return this.#text.take();
  }

  /**
   * To be called when the body is over.
   *
   * @throws Problem `copy-data-invalid`
   */
  end(): Buffer[] {
    this.#readBlock(this.#lines.rest());
    if (this.#answer?.over === false) {
      throw dataFault(
        'The body is an answer of pg-usher without its last event ("done"), so it is not whole.',
      );
    }
    return this.#text.take();
  }

  #readBlock(block: Buffer): void {
    const valid = isUtf8(block);
    for (let start = 0; start < block.length;) {
      const found = block.indexOf(NEWLINE, start);
      const end = found === -1 ? block.length : found;
      this.#lineNumber += 1;
      if (!valid && !isUtf8(block.subarray(start, end))) {
        throw this.#fault('The line is not valid UTF-8.');
      }
      if (end - start > this.#options.maxLineBytes) throw this.#tooLong();
      try {
        this.#readLine(block, start, end);
      } catch (error) {
        if (!(error instanceof JsonFault)) throw error;
        throw this.#fault(error.what, error.slot);
      }
      start = end + 1;
    }
  }

  #readLine(block: Buffer, from: number, end: number): void {
    let start = from;
    while (start < end && isBlank(block[start])) start += 1;
    if (start === end) return;
    const place: Place = [start, end];
    if (!this.#begun) this.#begin(block, place);
    if (this.#answer?.over === true) {
      throw this.#fault('Something stands behind the last event of the answer, "done".');
    }
    const byte = block[start];
    if (byte === OPEN_BRACKET) this.#readArray(block, place);
    else if (byte !== OPEN_BRACE) {
      throw this.#fault('A row is an array or an object, and the line is neither.');
    } else if (this.#answer !== undefined) this.#readEvent(this.#answer, block, place);
    else this.#readObject(block, place);
  }

  #begin(block: Buffer, [start, end]: Place): void {
    this.#begun = true;
    if (block[start] !== OPEN_BRACE) return;
    const keys = keysOf(block, start, end);
    // A column `kind` that was asked for by name is a column.
    const named = this.#options.columns?.includes('kind') === true;
    const mayBeEvent = !named && keys.includes('kind') && end - start <= MAX_EVENT_BYTES;
    if (mayBeEvent && beginsAnswer(parse(block, start, end))) this.#answer = new AnswerEvents();
    else if (this.#columns === undefined) {
      if (keys.length === 0) throw this.#fault('The object has no keys, so there are no columns.');
      this.#setColumns(this.#checked(keys));
    }
  }

  #checked(names: readonly string[]): readonly string[] {
    for (const name of names) {
      const fault = nameFault(name);
      if (fault !== undefined) throw this.#fault(`The name ${quoted(name)} of a column ${fault}.`);
    }
    return names;
  }

  #setColumns(names: readonly string[]): void {
    this.#columns = names;
    this.#width = names.length;
    this.#keys = names.map((name) => Buffer.from(name));
    this.#seen = new Float64Array(names.length);
    names.forEach((name, slot) => this.#slots.set(name, slot));
  }

  #readArray(block: Buffer, [start, end]: Place): void {
    if (this.#answer?.hasColumns === false) {
      throw this.#fault('A row of the answer stands before its event "columns".');
    }
    const count = this.#row.readArray(block, start, end);
    this.#width ??= count;
    if (count !== this.#width || count === 0) {
      throw this.#fault(
        `The row has ${count} values, and there are ${Math.max(1, this.#width)} columns.`,
      );
    }
    this.#write(block, count);
  }

  #readObject(block: Buffer, place: Place): void {
    const columns = this.#columns;
    if (columns === undefined) {
      throw this.#fault(
        'The first row is an array, so the rows behind it are, too; or name the columns with "columns".',
      );
    }
    this.#row.clear(columns.length);
    let next = 0;
    this.#row.readObject(block, place, (from, to, escaped) => {
      const known = !escaped && this.#isKey(next, block, from, to);
      const slot = known ? next : this.#find(block, from, to);
      if (this.#seen[slot] === this.#rows + 1) throw duplicateKey(columns[slot] ?? '');
      this.#seen[slot] = this.#rows + 1;
      next = slot + 1;
      return slot;
    });
    this.#write(block, columns.length);
  }

  /** Whether the key is the one of this slot, as it mostly is. */
  #isKey(slot: number, block: Buffer, from: number, to: number): boolean {
    const key = this.#keys[slot];
    if (key?.length !== to - from) return false;
    for (let index = 0; index < key.length; index += 1) {
      if (key[index] !== block[from + index]) return false;
    }
    return true;
  }

  #find(block: Buffer, from: number, to: number): number {
    const key = keyText(block, from, to);
    const slot = this.#slots.get(key);
    if (slot !== undefined) return slot;
    throw new JsonFault(
      `The key ${quoted(key)} is none of the columns, which are those of the first line, or of "columns".`,
    );
  }

  #write(block: Buffer, count: number): void {
    this.#text.add(block, this.#row, count);
    this.#rows += 1;
    this.#map.add(this.#rows, this.#lineNumber);
  }

  #readEvent(answer: AnswerEvents, block: Buffer, [start, end]: Place): void {
    // Refuses what JSON.parse would let pass or stumble over: keys twice, a value too deep.
    keysOf(block, start, end);
    if (end - start > MAX_EVENT_BYTES) {
      throw this.#fault(`An event is longer than ${MAX_EVENT_BYTES} bytes.`);
    }
    const names = answer.read(parse(block, start, end));
    if (names !== undefined && this.#columns === undefined) this.#setColumns(this.#checked(names));
  }

  #fault(what: string, slot?: number): Problem {
    const column = slot === undefined ? undefined : (this.#columns?.[slot] ?? String(slot + 1));
    return dataFault(what, {
      line: this.#lineNumber,
      ...(column === undefined ? {} : { column }),
    });
  }

  #tooLong(): Problem {
    return this.#fault(
      `The line is longer than ${this.#options.maxLineBytes} bytes, which is the most that is read of one.`,
    );
  }
}

function isBlank(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x09 || byte === 0x0d;
}

function parse(block: Buffer, start: number, end: number): unknown {
  return JSON.parse(block.toString('utf8', start, end));
}
