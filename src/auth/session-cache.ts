import { type Candidate, type EndedIdentity, isEndOf } from './ended-identity.js';
import type { Principal } from './principal.js';

/** A session that is good now. */
export interface ResolvedSession {
  readonly principal: Principal;
  /** As stored; see `Session.key`. */
  readonly key: string;
  /** When it ends, however busy it is. */
  readonly expiresAt: Date;
}

interface Entry extends Candidate {
  readonly session: ResolvedSession;
  readonly goodUntil: number;
}

const CAPACITY = 10_000;

/**
 * Sessions that were read a moment ago. What was being read while an end came in is not kept: the
 * read may be older than the end.
 */
export class SessionCache {
  readonly #maxAgeMs: number;
  readonly #entries = new Map<string, Entry>();
  #ends = 0;

  constructor(maxAgeMs: number) {
    this.#maxAgeMs = maxAgeMs;
  }

  /** To be taken before the store is read. */
  get mark(): number {
    return this.#ends;
  }

  get(key: string, now: number): ResolvedSession | undefined {
    const entry = this.#entries.get(key);
    return entry !== undefined && now < entry.goodUntil ? entry.session : undefined;
  }

  /** @param mark as it was before the store was read */
  keep(session: ResolvedSession, times: { now: number; mark: number }): void {
    if (times.mark !== this.#ends || this.#maxAgeMs === 0) return;
    const { key, principal, expiresAt } = session;
    const goodUntil = Math.min(times.now + this.#maxAgeMs, expiresAt.getTime());
    this.#entries.delete(key);
    this.#entries.set(key, { session, sessionKey: key, principal, goodUntil });
    // The order is that of keeping, so the first is the oldest.
    const [oldest] = this.#entries.keys();
    if (this.#entries.size > CAPACITY && oldest !== undefined) this.#entries.delete(oldest);
  }

  forget(what: EndedIdentity): void {
    this.#ends += 1;
    if ('sessionKey' in what) {
      this.#entries.delete(what.sessionKey);
      return;
    }
    for (const [key, entry] of this.#entries) if (isEndOf(what, entry)) this.#entries.delete(key);
  }

  clear(): void {
    this.#ends += 1;
    this.#entries.clear();
  }
}
