import type { Output } from './output.js';
import type { RowReader } from './row-reader.js';

/** A part of a large row has been written; others may have their turn. */
export type Parts = Generator<undefined, void, undefined>;

/** How the bytes of a value are written. */
export interface StretchWriter {
  /** Bytes that one becomes at most. */
  readonly most: number;
  /** Writes `length` bytes from `reader.at` and goes behind them; room has been made. */
  readonly write: (reader: RowReader, length: number, out: Output) => void;
}

/** Bytes of a value for which there is always room. */
const LEAST = 1024;
/** Bytes that may be written beyond the end for a moment. */
const BEYOND = 4;

/**
 * Writes a value of any size, each time as much of it as there is room for. Between two stretches
 * there is nothing but whole characters in what was written.
 */
export function* inStretches(
  reader: RowReader,
  length: number,
  { out, most, write }: StretchWriter & { readonly out: Output },
): Parts {
  const end = reader.at + length;
  while (reader.at < end) {
    out.room(LEAST * most + BEYOND);
    const fits = Math.floor((out.free - BEYOND) / most);
    const stop = reader.at + fits;
    write(reader, (stop < end ? betweenCharacters(reader.bytes, stop) : end) - reader.at, out);
    yield undefined;
  }
}

/**
 * The last offset up to `at` that no character of UTF-8 spans. In bytes that are not UTF-8 it is one
 * at which a decoder has nothing half read, so that what it makes of both sides is what it makes of
 * the whole.
 *
 * @param at at least 3
 */
export function betweenCharacters(bytes: Uint8Array, at: number): number {
  for (let back = 1; back <= 3; back += 1) {
    const byte = bytes[at - back] ?? 0;
    // 10xxxxxx goes on with a character that has begun before.
    if ((byte & 0xc0) !== 0x80) return sizeOf(byte) > back ? at - back : at;
  }
  return at;
}

/** Bytes of a character by its first one. */
function sizeOf(byte: number): number {
  if (byte < 0xc0) return 1;
  if (byte < 0xe0) return 2;
  return byte < 0xf0 ? 3 : 4;
}
