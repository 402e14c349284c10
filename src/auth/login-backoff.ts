const FREE_ATTEMPTS = 3;
const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 30_000;
const FORGET_AFTER_MS = 15 * 60_000;
const MAX_ENTRIES = 10_000;

interface Attempts {
  readonly count: number;
  readonly lastAt: number;
}

/**
 * Slows down guessing: after three attempts that did not end well, each further one has to wait
 * twice as long as the one before, up to half a minute. An attempt counts from its beginning, so
 * that many at once are no way around. Held in memory, per instance.
 */
export class LoginBackoff {
  readonly #attempts = new Map<string, Attempts>();

  /**
   * Counts an attempt.
   *
   * @param key whom it concerns
   * @param now milliseconds since 1970
   * @returns 0 when the attempt may go on; otherwise the milliseconds to wait, and it is not counted
   */
  begin(key: string, now: number): number {
    const known = this.#attempts.get(key);
    const before = known === undefined || now - known.lastAt > FORGET_AFTER_MS ? undefined : known;
    const wait = before === undefined ? 0 : before.lastAt + waitAfter(before.count) - now;
    if (wait > 0) return wait;
    // Set anew, so that the map's order is the order of the last attempts.
    this.#attempts.delete(key);
    this.#attempts.set(key, { count: (before?.count ?? 0) + 1, lastAt: now });
    this.forgetOldest();
    return 0;
  }

  /** The attempt ended well: the slate is clean. */
  succeeded(key: string): void {
    this.#attempts.delete(key);
  }

  private forgetOldest(): void {
    for (const key of this.#attempts.keys()) {
      if (this.#attempts.size <= MAX_ENTRIES) return;
      this.#attempts.delete(key);
    }
  }
}

function waitAfter(count: number): number {
  if (count < FREE_ATTEMPTS) return 0;
  return Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (count - FREE_ATTEMPTS));
}
