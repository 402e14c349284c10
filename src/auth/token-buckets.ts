const MINUTE_MS = 60_000;
/** Clients that are remembered; a hundred bytes or so each. */
const MAX_ENTRIES = 50_000;

interface Bucket {
  readonly tokens: number;
  readonly at: number;
}

/** How a request stands to a limit. */
export interface Allowance {
  /** 0 when the request may go on; otherwise the milliseconds until the next one may. */
  readonly waitMs: number;
  /** Further requests that may come at once. */
  readonly remaining: number;
}

/**
 * A limit for each client: a bucket of as many tokens as are allowed in a minute, that fills at an
 * even pace. In memory, per instance, for a bounded number of clients: the one that has been quiet
 * for longest is forgotten first.
 */
export class TokenBuckets {
  readonly #buckets = new Map<string, Bucket>();
  readonly #capacity: number;

  constructor(perMinute: number) {
    this.#capacity = perMinute;
  }

  /**
   * Takes a token. A request that gets none takes nothing, so that knocking prolongs no wait.
   *
   * @param now milliseconds on any clock that does not jump back
   */
  take(key: string, now: number): Allowance {
    const tokens = this.#tokensOf(key, now);
    const left = tokens < 1 ? tokens : tokens - 1;
    // Set anew, so that the map's order is the order of the last requests.
    this.#buckets.delete(key);
    this.#buckets.set(key, { tokens: left, at: now });
    this.#forgetOldest();
    const waitMs = tokens < 1 ? Math.ceil(((1 - tokens) * MINUTE_MS) / this.#capacity) : 0;
    return { waitMs, remaining: Math.floor(left) };
  }

  #tokensOf(key: string, now: number): number {
    const bucket = this.#buckets.get(key);
    if (bucket === undefined) return this.#capacity;
    const refilled = (Math.max(0, now - bucket.at) * this.#capacity) / MINUTE_MS;
    return Math.min(this.#capacity, bucket.tokens + refilled);
  }

  #forgetOldest(): void {
    for (const key of this.#buckets.keys()) {
      if (this.#buckets.size <= MAX_ENTRIES) return;
      this.#buckets.delete(key);
    }
  }
}
