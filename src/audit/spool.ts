/** Rows that may wait in memory for a store that is away. */
const CAPACITY = 10_000;
const RETRY_MS = 1000;

/**
 * Writes at once where it can, and otherwise keeps what could not be written and tries again each
 * second, in order, until the writer succeeds.
 */
export class Spool<T> {
  readonly #write: (item: T) => Promise<void>;
  readonly #isHopeless: (error: unknown) => boolean;
  readonly #onLost: (item: T, error: unknown) => void;
  #waiting: T[] = [];
  #timer: NodeJS.Timeout | undefined;
  #draining: Promise<void> | undefined;
  #overflowed = 0;

  /**
   * @param isHopeless true for an error that this very item will meet each time
   * @param onLost told of an item that is given up for that, so that it does not hold up the rest
   */
  constructor(
    write: (item: T) => Promise<void>,
    isHopeless: (error: unknown) => boolean,
    onLost: (item: T, error: unknown) => void,
  ) {
    this.#write = write;
    this.#isHopeless = isHopeless;
    this.#onLost = onLost;
  }

  /** Never rejects. */
  async add(item: T): Promise<void> {
    if (this.#waiting.length > 0) {
      this.#keep(item);
      return;
    }
    if (!(await this.#tryWrite(item))) this.#keep(item);
  }

  /** A last try; gives the number of items that are lost. */
  async close(): Promise<number> {
    clearTimeout(this.#timer);
    await this.#drain();
    clearTimeout(this.#timer);
    return this.#waiting.length + this.#overflowed;
  }

  #keep(item: T): void {
    if (this.#waiting.length >= CAPACITY) {
      this.#overflowed += 1;
      return;
    }
    this.#waiting.push(item);
    this.#timer ??= setTimeout(() => void this.#drain(), RETRY_MS).unref();
  }

  #drain(): Promise<void> {
    this.#draining ??= this.#writeAll().finally(() => {
      this.#draining = undefined;
      this.#timer = undefined;
      if (this.#waiting.length > 0) {
        this.#timer = setTimeout(() => void this.#drain(), RETRY_MS).unref();
      }
    });
    return this.#draining;
  }

  async #writeAll(): Promise<void> {
    for (let item = this.#waiting[0]; item !== undefined; item = this.#waiting[0]) {
      if (!(await this.#tryWrite(item))) return;
      this.#waiting.shift();
    }
  }

  /** False when the item should be tried again. */
  async #tryWrite(item: T): Promise<boolean> {
    try {
      await this.#write(item);
    } catch (error) {
      if (!this.#isHopeless(error)) return false;
      this.#onLost(item, error);
    }
    return true;
  }
}
