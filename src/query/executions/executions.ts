import { Injectable } from '@nestjs/common';
import { type Principal, principalIdentity } from '../../auth/principal.js';
import type { Execution } from './execution.js';

/** How many runs that have ended are remembered, of one person and of all. */
const KEPT_PER_PERSON = 100;
const KEPT = 5000;
/** For how long, in milliseconds. */
const KEPT_MS = 10 * 60_000;

interface Ended {
  readonly execution: Execution;
  /** On the clock of `performance.now()`. */
  readonly at: number;
}

/** What runs on this instance, and what has ended a while ago, each for its owner only. */
@Injectable()
export class Executions {
  readonly #running = new Map<string, Execution>();
  /** In the order in which they ended. */
  readonly #ended = new Map<string, Ended>();
  /** The ids of what has ended, by owner, in the same order. */
  readonly #ofOwner = new Map<string, Set<string>>();

  /** To be called before the first byte of the run; whoever adds it finishes it. */
  add(execution: Execution): void {
    this.#running.set(execution.id, execution);
    void execution.ended.then(() => {
      this.#settle(execution);
    });
  }

  /** Those of one person: what runs, the newest first, and then what has ended. */
  mine(principal: Principal): readonly Execution[] {
    this.#dropOld();
    const owner = ownerOf(principalIdentity(principal));
    const running = [...this.#running.values()].filter((execution) => ownerOf(execution) === owner);
    const ended = [...(this.#ofOwner.get(owner) ?? [])].flatMap(
      (id) => this.#ended.get(id)?.execution ?? [],
    );
    return [...running.reverse(), ...ended.reverse()];
  }

  /** Undefined for another person's as for none at all. */
  find(principal: Principal, id: string): Execution | undefined {
    this.#dropOld();
    const execution = this.#running.get(id) ?? this.#ended.get(id)?.execution;
    return execution !== undefined && ownerOf(execution) === ownerOf(principalIdentity(principal))
      ? execution
      : undefined;
  }

  #settle(execution: Execution): void {
    this.#running.delete(execution.id);
    this.#ended.set(execution.id, { execution, at: performance.now() });
    const owner = ownerOf(execution);
    const own = this.#ofOwner.get(owner) ?? new Set();
    this.#ofOwner.set(owner, own.add(execution.id));
    if (own.size > KEPT_PER_PERSON) this.#dropFirst(own.values());
    if (this.#ended.size > KEPT) this.#dropFirst(this.#ended.keys());
    this.#dropOld();
  }

  #dropOld(): void {
    for (const [id, { at }] of this.#ended) {
      if (performance.now() - at < KEPT_MS) break;
      this.#drop(id);
    }
  }

  #dropFirst(ids: Iterator<string>): void {
    const first = ids.next();
    if (first.done !== true) this.#drop(first.value);
  }

  #drop(id: string): void {
    const ended = this.#ended.get(id);
    if (ended === undefined) return;
    this.#ended.delete(id);
    const owner = ownerOf(ended.execution);
    const own = this.#ofOwner.get(owner);
    own?.delete(id);
    if (own?.size === 0) this.#ofOwner.delete(owner);
  }
}

/** An issuer is a URL or a URN and has no blank. */
function ownerOf({
  issuer,
  subject,
}: {
  readonly issuer: string;
  readonly subject: string;
}): string {
  return `${issuer} ${subject}`;
}
