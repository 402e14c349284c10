import { Problem } from '../../common/problem.js';
import type { Work } from '../../connection/live-work.js';
import type { Clock } from '../sessions/clock.js';
import { isSameOwner, ownerKey, type SessionOwner } from '../sessions/session-owner.js';
import type { DownloadOrder } from './download-order.js';

/** How long a download waits to be fetched, in milliseconds. */
export const PENDING_MS = 60_000;
const PENDING_PER_PERSON = 20;
/** Characters of all that wait on this instance, as JSON. */
const MAX_CHARACTERS = 32 * 1024 * 1024;

/** Whose it is: the person, and the login session in which they asked; a token has none. */
export interface Holder {
  readonly owner: SessionOwner;
  readonly sessionKey: string | undefined;
}

export interface PendingDownload extends Holder {
  readonly id: string;
  readonly executionId: string;
  readonly order: DownloadOrder;
}

interface Entry {
  readonly download: PendingDownload;
  readonly characters: number;
  /** On the clock. */
  readonly until: number;
  /** Takes back what was begun for it. */
  readonly forget: () => void;
}

/** The downloads that wait on this instance: each for its holder, once, and for a minute at most. */
export class PendingDownloads {
  readonly #clock: Clock;
  readonly #entries = new Map<string, Entry>();
  #characters = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /**
   * @param work aborts when the holder's sign-in ends, and the download with it; is over with it
   * @throws Problem `too-many-requests`
   */
  add(download: PendingDownload, work: Work): void {
    const characters = JSON.stringify(download.order).length;
    try {
      this.#refuseTooMany(download, characters);
    } catch (error) {
      work.over();
      throw error;
    }
    const drop = (): void => {
      this.#drop(download.id);
    };
    const untime = this.#clock.after(PENDING_MS, drop);
    const forget = (): void => {
      untime();
      work.over();
    };
    this.#characters += characters;
    const until = this.#clock.now() + PENDING_MS;
    this.#entries.set(download.id, { download, characters, until, forget });
    if (work.signal.aborted) drop();
    else work.signal.addEventListener('abort', drop, { once: true });
  }

  /** The download, which is gone then; undefined for another person's as for none at all. */
  take(id: string, holder: Holder): PendingDownload | undefined {
    const entry = this.#entries.get(id);
    if (entry === undefined || !isHeldBy(entry.download, holder)) return undefined;
    this.#drop(id);
    return this.#clock.now() < entry.until ? entry.download : undefined;
  }

  #refuseTooMany({ owner }: PendingDownload, characters: number): void {
    const key = ownerKey(owner);
    const own = [...this.#entries.values()].filter(
      ({ download }) => ownerKey(download.owner) === key,
    );
    if (own.length >= PENDING_PER_PERSON) throw tooMany(`You have ${String(own.length)} downloads`);
    if (this.#characters + characters > MAX_CHARACTERS) throw tooMany('There are many downloads');
  }

  #drop(id: string): void {
    const entry = this.#entries.get(id);
    if (entry === undefined) return;
    this.#entries.delete(id);
    this.#characters -= entry.characters;
    entry.forget();
  }
}

function isHeldBy(download: PendingDownload, { owner, sessionKey }: Holder): boolean {
  return isSameOwner(download.owner, owner) && download.sessionKey === sessionKey;
}

function tooMany(what: string): Problem {
  return new Problem('too-many-requests', {
    detail: `${what} that were asked for and not fetched yet. Each is forgotten after a minute.`,
    owner: 'user',
    retryAfter: PENDING_MS / 1000,
  });
}
