import {
  type BeforeApplicationShutdown,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { setTimeout as pause } from 'node:timers/promises';
import type { AuditCaller } from '../audit/audit.service.js';
import { type Candidate, type EndedIdentity, isEndOf } from '../auth/ended-identity.js';
import { SessionEnds } from '../auth/session-ends.js';
import { SessionService } from '../auth/session.service.js';
import { Problem } from '../common/problem.js';

/** How often the sessions that have something running are looked up in the store. */
const SWEEP_MS = 5000;
/** How long a stop waits for what runs to end and be recorded. */
const DRAIN_MS = 5000;
/** The longest time of a timer in Node; an access token that lasts longer ends earlier here. */
const MAX_TIMER_MS = 2_147_483_647;

/** Something that runs for somebody. Whoever began it says when it is over. */
export interface Work {
  /**
   * Aborts with Problem `session-ended` when the person has no session, or no token, any more, and
   * with `query-cancelled` when the process stops: their session outlives that.
   */
  readonly signal: AbortSignal;
  over(): void;
}

interface Entry extends Candidate {
  readonly kept: boolean;
  readonly end: (why: Problem) => void;
}

/**
 * What runs for whom on this instance, so that it ends together with the session that it was begun
 * in, wherever that ended. Instances tell each other ({@link SessionEnds}); besides, the store is
 * asked every few seconds, so that an end which nobody could tell us about counts, too.
 */
@Injectable()
export class LiveWork implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #logger = new Logger('LiveWork');
  readonly #entries = new Set<Entry>();
  #timer: NodeJS.Timeout | undefined;
  #stopping = false;

  constructor(
    ends: SessionEnds,
    private readonly sessions: SessionService,
  ) {
    ends.subscribe((what) => {
      this.#end(what);
    });
    ends.onGap(() => void this.#sweep());
  }

  onApplicationBootstrap(): void {
    this.#timer = setInterval(() => void this.#sweep(), SWEEP_MS);
    this.#timer.unref();
  }

  /** What still runs is ended, so that the process can. */
  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.#timer);
    this.#stopping = true;
    for (const { end } of this.#entries) end(shuttingDown());
    const deadline = Date.now() + DRAIN_MS;
    while (this.#entries.size > 0 && Date.now() < deadline) await pause(50);
  }

  /**
   * To be called before anything is opened for the caller.
   *
   * @param kept for what is only held for them, and does not keep their session from being idle
   */
  begin({ principal, sessionKey }: AuditCaller, { kept = false } = {}): Work {
    const controller = new AbortController();
    const end = (why: Problem): void => {
      controller.abort(why);
    };
    if (principal === undefined) return { signal: controller.signal, over: () => undefined };
    const entry: Entry = { sessionKey, principal, end, kept };
    this.#entries.add(entry);
    // What comes during the stop would be neither ended nor recorded.
    if (this.#stopping) end(shuttingDown());
    const expiry = principal.authSource === 'oauth2' ? principal.expiresAt : undefined;
    const timer = expiry === undefined ? undefined : endAt(expiry, end);
    return {
      signal: controller.signal,
      over: () => {
        clearTimeout(timer);
        this.#entries.delete(entry);
      },
    };
  }

  #end(what: EndedIdentity): void {
    for (const entry of this.#entries)
      if (isEndOf(what, entry)) entry.end(sessionEnded(SESSION_OVER));
  }

  async #sweep(): Promise<void> {
    const began = [...this.#entries].filter(({ sessionKey }) => sessionKey !== undefined);
    if (began.length === 0) return;
    const keysOf = (entries: readonly Entry[]): ReadonlySet<string> =>
      new Set(entries.flatMap(({ sessionKey }) => sessionKey ?? []));
    try {
      const working = keysOf(began.filter(({ kept }) => !kept));
      const open = await this.sessions.openAmong([...keysOf(began)], working);
      for (const { sessionKey = '', end } of began) {
        if (!open.has(sessionKey)) end(sessionEnded(SESSION_OVER));
      }
    } catch (error) {
      // The store is away. What runs goes on, as it would between two looks.
      if (!(error instanceof Problem)) throw error;
      this.#logger.warn('Whether sessions have ended cannot be looked up at the moment.');
    }
  }
}

const SHUTTING_DOWN =
  'pg-usher is being stopped, so the statement was cancelled. Send it again in a moment.';

function shuttingDown(): Problem {
  return new Problem('query-cancelled', { detail: SHUTTING_DOWN, owner: 'user' });
}

function sessionEnded(detail: string): Problem {
  return new Problem('session-ended', { detail, owner: 'user' });
}

const SESSION_OVER =
  'The session in which this was begun has ended, so the statement was cancelled. Please sign in again.';
const TOKEN_OVER =
  'The access token with which this was begun has expired, so the statement was cancelled. Please sign in again, or get a new token.';

function endAt(seconds: number, end: (why: Problem) => void): NodeJS.Timeout {
  const ms = Math.min(Math.max(0, seconds * 1000 - Date.now()), MAX_TIMER_MS);
  return setTimeout(() => {
    end(sessionEnded(TOKEN_OVER));
  }, ms);
}
