const NEWLINE = 0x0a;
const FIRST_CAPACITY = 4096;

/**
 * Cuts a stream of bytes behind line feeds. Within JSON a line feed never stands for itself, and in
 * UTF-8 it is never a part of another character.
 */
export class WholeLines {
  readonly #maxBytes: number;
  /** The beginning of a line whose end has not come. */
  #carry = Buffer.alloc(0);
  #carried = 0;

  /** @param maxBytes of a line that is kept; a longer one may come out, or be refused, in its turn */
  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /**
   * @returns blocks of whole lines; undefined where the line that has begun is too long
   */
  push(chunk: Buffer): readonly Buffer[] | undefined {
    const last = chunk.lastIndexOf(NEWLINE) + 1;
    const blocks: Buffer[] = [];
    let from = 0;
    if (last > 0 && this.#carried > 0) {
      from = chunk.indexOf(NEWLINE) + 1;
      this.#append(chunk.subarray(0, from));
      blocks.push(this.rest());
    }
    if (last > from) blocks.push(chunk.subarray(from, last));
    this.#append(chunk.subarray(last));
    return this.#carried > this.#maxBytes ? undefined : blocks;
  }

  /** What came behind the last line feed. */
  rest(): Buffer {
    const rest = this.#carry.subarray(0, this.#carried);
    this.#carry = Buffer.alloc(0);
    this.#carried = 0;
    return rest;
  }

  /** Doubles what it needs: a chunk may be one byte. */
  #append(bytes: Buffer): void {
    const needed = this.#carried + bytes.length;
    if (needed > this.#carry.length) {
      const larger = Buffer.allocUnsafe(Math.max(FIRST_CAPACITY, 2 * this.#carry.length, needed));
      this.#carry.copy(larger, 0, 0, this.#carried);
      this.#carry = larger;
    }
    bytes.copy(this.#carry, this.#carried);
    this.#carried = needed;
  }
}
