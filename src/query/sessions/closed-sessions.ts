import type { Problem } from '../../common/problem.js';
import { isSameOwner, ownerKey, type SessionOwner } from './session-owner.js';

/** For how long it is remembered why a session was closed, in milliseconds. */
const KEPT_MS = 10 * 60_000;
/** How many are remembered, of one person and of all. */
const KEPT_PER_PERSON = 50;
const KEPT = 5000;

interface Closed {
  readonly owner: SessionOwner;
  readonly problem: Problem;
  readonly at: number;
}

/** Why sessions were closed a while ago, for their owners only. */
export class ClosedSessions {
  /** In the order in which they were closed. */
  readonly #closed = new Map<string, Closed>();
  readonly #ofOwner = new Map<string, Set<string>>();

  /** @param now milliseconds on a clock of the caller's, here as in {@link find} */
  remember(id: string, { owner, problem, at }: Closed): void {
    this.#closed.set(id, { owner, problem, at });
    const own = this.#ofOwner.get(ownerKey(owner)) ?? new Set();
    this.#ofOwner.set(ownerKey(owner), own.add(id));
    if (own.size > KEPT_PER_PERSON) this.#dropFirst(own);
    if (this.#closed.size > KEPT) this.#dropFirst(this.#closed.keys());
    this.#dropOld(at);
  }

  /** Undefined for another person's as for none at all. */
  find(id: string, owner: SessionOwner, now: number): Problem | undefined {
    this.#dropOld(now);
    const closed = this.#closed.get(id);
    return closed !== undefined && isSameOwner(closed.owner, owner) ? closed.problem : undefined;
  }

  #dropOld(now: number): void {
    for (const [id, { at }] of this.#closed) {
      if (now - at < KEPT_MS) break;
      this.#drop(id);
    }
  }

  #dropFirst(ids: Iterable<string>): void {
    for (const id of ids) {
      this.#drop(id);
      break;
    }
  }

  #drop(id: string): void {
    const closed = this.#closed.get(id);
    if (closed === undefined) return;
    this.#closed.delete(id);
    const key = ownerKey(closed.owner);
    const own = this.#ofOwner.get(key);
    own?.delete(id);
    if (own?.size === 0) this.#ofOwner.delete(key);
  }
}
