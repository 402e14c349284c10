import { Inject, Injectable } from '@nestjs/common';
import type { Principal } from '../../auth/principal.js';
import { Problem } from '../../common/problem.js';
import { APP_CONFIG, type AppConfig } from '../../config/config.js';
import { type Clock, SESSION_CLOCK } from './clock.js';
import { ClosedSessions } from './closed-sessions.js';
import type { PinnedSession } from './pinned-session.js';
import { requireOwnInstance, sessionNotFound } from './session-id.js';
import { isSameOwner, ownerKey, ownerOf, type SessionOwner } from './session-owner.js';

/** A place among those that one person may have; freed once, however often that is asked for. */
export interface Slot {
  readonly free: () => void;
}

/** The pinned connections of this instance, each for its owner only, administrators included. */
@Injectable()
export class DatabaseSessions {
  readonly #sessions = new Map<string, PinnedSession>();
  readonly #closed = new ClosedSessions();
  /** Of those that are opening, open and closing: each has a connection. */
  readonly #slots = new Map<string, Set<Slot>>();

  constructor(
    @Inject(APP_CONFIG) private readonly config: AppConfig,
    @Inject(SESSION_CLOCK) readonly clock: Clock,
  ) {}

  /**
   * To be called before anything is opened; counting and taking cannot be torn apart.
   *
   * @throws Problem `too-many-sessions`
   */
  reserve(owner: SessionOwner): Slot {
    const key = ownerKey(owner);
    const taken = this.#slots.get(key) ?? new Set();
    const { perPerson } = this.config.databaseSession;
    if (taken.size >= perPerson) throw tooMany(perPerson);
    const slot: Slot = {
      free: () => {
        if (taken.delete(slot) && taken.size === 0) this.#slots.delete(key);
      },
    };
    this.#slots.set(key, taken.add(slot));
    return slot;
  }

  add(session: PinnedSession): void {
    if (session.closing === undefined) this.#sessions.set(session.id, session);
  }

  /** @param problem what the owner is told for a while */
  remove({ id, owner }: PinnedSession, problem: Problem): void {
    this.#sessions.delete(id);
    this.#closed.remember(id, { owner, problem, at: this.clock.now() });
  }

  all(): readonly PinnedSession[] {
    return [...this.#sessions.values()];
  }

  /** Those of one person, the newest first. */
  mine(principal: Principal): readonly PinnedSession[] {
    const owner = ownerOf(principal);
    const own = this.all().filter((session) => isSameOwner(session.owner, owner));
    return own.filter(({ closing }) => closing === undefined).reverse();
  }

  /**
   * @throws Problem `wrong-instance`, whatever there is; `session-closed` for one's own that is closed
   *   or closing; `session-not-found` for another person's as for none at all
   */
  get(principal: Principal, id: string): PinnedSession {
    requireOwnInstance(id, this.config.instance);
    const owner = ownerOf(principal);
    const session = this.#sessions.get(id);
    if (session === undefined || !isSameOwner(session.owner, owner)) {
      throw this.#closed.find(id, owner, this.clock.now()) ?? sessionNotFound();
    }
    if (session.closing !== undefined) throw session.closing.problem;
    return session;
  }
}

function tooMany(perPerson: number): Problem {
  return new Problem('too-many-sessions', {
    detail: `You have ${String(perPerson)} database sessions here, which is as many as one person may have. Close one of them; GET /api/v1/sessions lists them.`,
    owner: 'user',
  });
}
