/** Runs that may wait for the store. */
const MAX_WAITING = 1000;
/** Characters of their texts together. */
const MAX_WAITING_TEXT = 8 * 1024 * 1024;
/** Written in one statement, at most. */
const BATCH = 100;
/** Characters of a batch's texts after which it takes no more, as preparing them keeps others waiting. */
const BATCH_TEXT = 128 * 1024;
/** What ends at about the same time is written together. */
const COLLECT_MS = 200;
const RETRY_MS = 1000;

export interface QueueEnds<T, R> {
  /** What is written of an item. */
  readonly prepare: (item: T) => R;
  /** Writes all of them, or none and rejects. */
  readonly write: (batch: readonly R[]) => Promise<void>;
  /** True for an error that the same items will meet each time. */
  readonly isHopeless: (error: unknown) => boolean;
  /** Told how many items were given up since it was told last, and the last reason, if there was one. */
  readonly onLost: (count: number, reason: unknown) => void;
}

/**
 * Hands on what it is given a moment later and in batches, so that nobody waits for it. While the
 * store is away a bounded number waits, and what is too much is dropped: it is good to have, and
 * nothing depends on it.
 */
export class HistoryQueue<T extends { readonly sql: string }, R> {
  readonly #ends: QueueEnds<T, R>;
  readonly #waiting: T[] = [];
  #text = 0;
  /** Being written, or to be tried again. */
  #batch: readonly R[] = [];
  #lost = 0;
  #reason: unknown;
  #timer: NodeJS.Timeout | undefined;
  #draining: Promise<void> | undefined;

  constructor(ends: QueueEnds<T, R>) {
    this.#ends = ends;
  }

  /** Never throws. */
  add(item: T): void {
    const text = this.#text + item.sql.length;
    if (this.#waiting.length >= MAX_WAITING || text > MAX_WAITING_TEXT) {
      this.#lost += 1;
      return;
    }
    this.#waiting.push(item);
    this.#text = text;
    this.#wakeIn(COLLECT_MS);
  }

  /** Writes what waits, as far as the store takes it. Never rejects. */
  flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#draining ??= this.#drain().finally(() => {
      this.#draining = undefined;
      if (this.#left > 0) this.#wakeIn(RETRY_MS);
      this.#tellLost();
    });
    return this.#draining;
  }

  /** A last try; what waits after it is lost. */
  async close(): Promise<void> {
    await this.flush();
    clearTimeout(this.#timer);
    this.#lost += this.#left;
    this.#tellLost();
  }

  get #left(): number {
    return this.#waiting.length + this.#batch.length;
  }

  #wakeIn(ms: number): void {
    this.#timer ??= setTimeout(() => void this.flush(), ms).unref();
  }

  async #drain(): Promise<void> {
    while (this.#left > 0) {
      if (this.#batch.length === 0) this.#batch = this.#nextBatch();
      if (!(await this.#tryWrite(this.#batch))) return;
      this.#batch = [];
    }
  }

  #nextBatch(): R[] {
    const batch: R[] = [];
    let text = 0;
    while (batch.length < BATCH && text < BATCH_TEXT) {
      const item = this.#waiting.shift();
      if (item === undefined) break;
      text += item.sql.length;
      try {
        batch.push(this.#ends.prepare(item));
      } catch (error) {
        this.#giveUp(error);
      }
    }
    this.#text -= text;
    return batch;
  }

  /** False when the batch should be tried again. Where one of it spoils the rest, each by itself. */
  async #tryWrite(batch: readonly R[]): Promise<boolean> {
    try {
      if (batch.length > 0) await this.#ends.write(batch);
    } catch (error) {
      if (!this.#ends.isHopeless(error)) return false;
      for (const item of batch) {
        await this.#ends.write([item]).catch((reason: unknown) => {
          this.#giveUp(reason);
        });
      }
    }
    return true;
  }

  #giveUp(reason: unknown): void {
    this.#lost += 1;
    this.#reason = reason;
  }

  #tellLost(): void {
    if (this.#lost === 0) return;
    this.#ends.onLost(this.#lost, this.#reason);
    this.#lost = 0;
    this.#reason = undefined;
  }
}
