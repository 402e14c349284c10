import { randomUUID } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import {
  type BeforeApplicationShutdown,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, type EntityManager } from 'typeorm';
import { errorCode } from '../common/error-code.js';
import { withStore } from '../common/store-failure.js';
import { type EndedIdentity, readAnnouncement, writeAnnouncement } from './ended-identity.js';

const CHANNEL = 'usher_session_ends';
/** How often we make sure that we still hear, by sending something to ourselves. */
const BEAT_MS = 2000;
/** Having heard nothing for this long means being deaf. */
const DEAF_AFTER_MS = 5000;
const FIRST_BACKOFF_MS = 250;
const LAST_BACKOFF_MS = 5000;

type Listener = (what: EndedIdentity) => void;

/**
 * Tells every instance which sessions have ended, by LISTEN and NOTIFY on our own store, so that
 * caches forget them and running work stops. What is told while an instance cannot listen is lost
 * to it; whoever keeps something must look into the store again after {@link onGap}.
 */
@Injectable()
export class SessionEnds implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #logger = new Logger('SessionEnds');
  readonly #instance = randomUUID();
  readonly #listeners = new Set<Listener>();
  readonly #gapListeners = new Set<() => void>();
  readonly #stopping = new AbortController();
  #running: Promise<void> = Promise.resolve();
  /** When what we heard last was sent, on the clock of `performance.now()`. */
  #heard = -Infinity;

  constructor(@InjectDataSource() private readonly store: DataSource) {}

  onApplicationBootstrap(): void {
    this.#running = this.#keepListening();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.#stopping.abort();
    await this.#running;
  }

  /**
   * True while an end that another instance makes known is certain to arrive here: a message of our
   * own has come back a moment ago. A pooler that swallows notifications makes this false, too.
   */
  get current(): boolean {
    return performance.now() - this.#heard < DEAF_AFTER_MS;
  }

  /** Calls back for every end, of this instance's making or another's. Gives what undoes it. */
  subscribe(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Calls back when ends may have been missed. */
  onGap(listener: () => void): void {
    this.#gapListeners.add(listener);
  }

  /**
   * Makes an end known everywhere. Listeners of this instance have been called when it resolves,
   * also while this instance hears nothing.
   *
   * @throws Problem `store-unavailable`: then nobody was told
   */
  async publish(what: EndedIdentity): Promise<void> {
    await this.publishWith(() => Promise.resolve({ ends: [what], result: undefined }));
  }

  /**
   * Runs a change of the store in a transaction that also carries the announcement: both happen or
   * neither does, and nobody hears of it before it can be seen in the store.
   *
   * @throws Problem `store-unavailable`, and what the change throws
   */
  async publishWith<T>(
    change: (manager: EntityManager) => Promise<{ ends: readonly EndedIdentity[]; result: T }>,
  ): Promise<T> {
    const { ends, result } = await withStore(() =>
      this.store.transaction(async (manager) => {
        const done = await change(manager);
        for (const what of done.ends) await this.#notify(manager, what);
        return done;
      }),
    );
    for (const what of ends) this.#tell(what);
    return result;
  }

  async #notify(manager: EntityManager, what: EndedIdentity | undefined): Promise<void> {
    const text = writeAnnouncement({ from: this.#instance, at: performance.now(), what });
    await manager.query('select pg_notify($1, $2)', [CHANNEL, text]);
  }

  #tell(what: EndedIdentity): void {
    for (const listener of this.#listeners) listener(what);
  }

  async #keepListening(): Promise<void> {
    let backoff = FIRST_BACKOFF_MS;
    while (!this.#stopping.signal.aborted) {
      try {
        await this.#listen();
        backoff = FIRST_BACKOFF_MS;
      } catch (error) {
        this.#logger.warn(
          `Ends of sessions on other instances are not heard (${errorCode(error) ?? 'no code'}); sessions are read from the store until they are.`,
        );
      }
      this.#heard = -Infinity;
      await this.#pause(backoff);
      backoff = Math.min(backoff * 2, LAST_BACKOFF_MS);
    }
  }

  /** Listens until we are stopped; throws when the connection is lost or carries nothing. */
  async #listen(): Promise<void> {
    const runner = this.store.createQueryRunner();
    const client: unknown = await runner.connect();
    if (!(client instanceof EventEmitter)) throw new TypeError('The store has no connection');
    const lost = new AbortController();
    const onLost = (): void => {
      lost.abort();
    };
    const onNotification = (message: unknown): void => {
      this.#receive(message);
    };
    client.on('error', onLost).on('end', onLost).on('notification', onNotification);
    try {
      await runner.query(`listen ${CHANNEL}`);
      await this.#beat(lost.signal);
      await runner.query('unlisten *');
    } catch (error) {
      // TypeORM and its pool then throw the connection away instead of using it again.
      client.emit('error', new Error('The listener is given up'));
      throw error;
    } finally {
      client.off('error', onLost).off('end', onLost).off('notification', onNotification);
      await runner.release();
    }
  }

  async #beat(lost: AbortSignal): Promise<void> {
    const startedAt = performance.now();
    while (!this.#stopping.signal.aborted) {
      if (lost.aborted) throw new Error('The connection is lost');
      if (performance.now() - Math.max(startedAt, this.#heard) > DEAF_AFTER_MS) {
        throw new Error('Nothing comes through');
      }
      await this.#notify(this.store.manager, undefined);
      await this.#pause(BEAT_MS, lost);
    }
  }

  #receive(message: unknown): void {
    const { channel, payload } = fieldsOf(message);
    const announcement = channel === CHANNEL ? readAnnouncement(payload) : undefined;
    if (announcement === undefined) return;
    if (announcement.from !== this.#instance) {
      // Our own ends have been told when they were made.
      if (announcement.what !== undefined) this.#tell(announcement.what);
      return;
    }
    const wasCurrent = this.current;
    this.#heard = Math.max(this.#heard, announcement.at);
    if (!wasCurrent) for (const listener of this.#gapListeners) listener();
  }

  /** Ends early, and without an error, when we are stopped or the other signal aborts. */
  async #pause(ms: number, other: AbortSignal = this.#stopping.signal): Promise<void> {
    const signal = AbortSignal.any([this.#stopping.signal, other]);
    await pause(ms, undefined, { signal }).catch(() => undefined);
  }
}

/** Of pg's notification message. */
function fieldsOf(message: unknown): { channel: unknown; payload: unknown } {
  if (typeof message !== 'object' || message === null)
    return { channel: undefined, payload: undefined };
  const channel: unknown = Reflect.get(message, 'channel');
  const payload: unknown = Reflect.get(message, 'payload');
  return { channel, payload };
}
