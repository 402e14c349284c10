/**
 * Watches the byte stream from PostgreSQL for message headers (one type byte, then an Int32 length
 * that counts itself) and reports the first message that is announced as larger than allowed, or
 * as smaller than its own length field. It stands before the parser, because the parser would
 * first collect the message in memory: one `select repeat('x', 600*1024*1024)` ends a process
 * that waits for it.
 *
 * Protocol: PostgreSQL 18, "Message Data Types" and "Message Formats".
 */
export class FrameGuard {
  readonly #maxBytes: number;
  /** Bytes of the current message's body that are still to come. */
  #bodyLeft = 0;
  /** Header bytes seen so far: 0 to 4; the fifth completes it. */
  #headerSeen = 0;
  #length = 0;

  /** @param maxBytes the largest length field that passes, in bytes */
  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** Reads one chunk; gives the offending length field, or undefined when all is well so far. */
  inspect(chunk: Uint8Array): number | undefined {
    let offset = 0;
    while (offset < chunk.length) {
      if (this.#bodyLeft > 0) {
        const skipped = Math.min(this.#bodyLeft, chunk.length - offset);
        this.#bodyLeft -= skipped;
        offset += skipped;
        continue;
      }
      const byte = chunk[offset] ?? 0;
      offset += 1;
      this.#length = this.#headerSeen === 0 ? 0 : this.#length * 256 + byte;
      this.#headerSeen += 1;
      if (this.#headerSeen < 5) continue;
      this.#headerSeen = 0;
      if (this.#length < 4 || this.#length > this.#maxBytes) return this.#length;
      this.#bodyLeft = this.#length - 4;
    }
    return undefined;
  }
}
