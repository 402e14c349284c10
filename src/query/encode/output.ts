import { isUtf8 } from 'node:buffer';

/** Large enough that a chunk is worth a write to the socket, small enough to stay in a CPU's cache. */
const BUFFER_BYTES = 128 * 1024;
/** The first buffer is this small, because most answers are; the next ones grow by a factor. */
const FIRST_BUFFER_BYTES = 4096;
const GROWTH = 4;

/**
 * The bytes of an answer that wait for their reader. Encoders write at {@link at} into the current
 * buffer; a full one is put aside and not copied again. What has been handed over is never written
 * to again.
 *
 * All of it is UTF-8, whatever the database holds: a database in SQL_ASCII gives any bytes. What is
 * not UTF-8 is replaced by U+FFFD, and {@link repaired} says so.
 */
export class Output {
  /** Where the next byte goes, in {@link view}. */
  at = 0;
  /** The current buffer; another one after each {@link room}. */
  view: DataView;
  /** True once bytes were replaced that are not UTF-8. */
  repaired = false;
  readonly #bufferBytes: number;
  #bytes: Buffer;
  #nextBytes: number;
  /** What of the current buffer has been handed over, or put aside. */
  #from = 0;
  /** What of the current buffer is known to be UTF-8. */
  #checked = 0;
  #full: Buffer[] = [];
  /** Bytes that have ever been put aside, and that have been taken. */
  #sealed = 0;
  #taken = 0;

  /** @param bufferBytes at least 1 */
  constructor(bufferBytes = BUFFER_BYTES) {
    this.#bufferBytes = bufferBytes;
    this.#nextBytes = Math.min(bufferBytes, FIRST_BUFFER_BYTES);
    this.#bytes = Buffer.alloc(0);
    this.view = viewOf(this.#bytes);
  }

  /** Bytes that fit in behind {@link at}. */
  get free(): number {
    return this.view.byteLength - this.at;
  }

  /** Bytes that have ever been written. */
  get total(): number {
    return this.#sealed + this.at - this.#from;
  }

  /** Bytes that wait. */
  get length(): number {
    return this.total - this.#taken;
  }

  /** Makes room for `bytes` in one piece behind {@link at}. */
  room(bytes: number): void {
    if (this.free >= bytes) return;
    this.#seal();
    this.#bytes = Buffer.allocUnsafeSlow(Math.max(bytes, this.#nextBytes));
    this.#nextBytes = Math.min(this.#nextBytes * GROWTH, this.#bufferBytes);
    this.view = viewOf(this.#bytes);
    this.at = this.#from = this.#checked = 0;
  }

  /** Copies a long run of bytes as they are; room has been made. */
  copy(source: Uint8Array, from: number, end: number): void {
    const run = new Uint8Array(source.buffer, source.byteOffset + from, end - from);
    this.#bytes.set(run, this.at);
    this.at += run.length;
  }

  /** Writes a text; a lone surrogate becomes U+FFFD. */
  text(text: string): void {
    this.room(Buffer.byteLength(text));
    this.at += this.#bytes.write(text, this.at);
  }

  /**
   * Sees to it that what has been written is UTF-8. Call it between characters only: behind a row, or
   * behind some.
   */
  settle(): void {
    const fresh = this.#bytes.subarray(this.#checked, this.at);
    if (!isUtf8(fresh)) {
      this.repaired = true;
      this.#putAside(this.#bytes.subarray(this.#from, this.#checked));
      this.#putAside(Buffer.from(fresh.toString()));
      this.#from = this.at;
    }
    this.#checked = this.at;
  }

  /** Hands over what waits, in order. */
  take(): readonly Buffer[] {
    this.#seal();
    const chunks = this.#full;
    this.#full = [];
    this.#taken = this.#sealed;
    return chunks;
  }

  #seal(): void {
    this.settle();
    this.#putAside(this.#bytes.subarray(this.#from, this.at));
    this.#from = this.at;
  }

  #putAside(bytes: Buffer): void {
    if (bytes.length === 0) return;
    this.#full.push(bytes);
    this.#sealed += bytes.length;
  }
}

function viewOf(bytes: Buffer): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
