import { type RunEvent, ProblemError } from '@pg-usher/sdk';
import { wordsFor } from '../problem/words.ts';
import type { RunOptions, RunService, StartedRun } from './run-service.ts';
import { nextRun, type RunRequest, type RunState, type RunStep, startRun } from './run-state.ts';
import { mustBeginBefore } from './manual-mode.ts';
import { ReadOnlyBelt, type Saying } from './read-only-belt.ts';
import {
  afterRun,
  isSessionGone,
  isUnknown,
  lost,
  lossWords,
  type OpenSession,
  opened,
  reasonOf,
  type TabSession,
} from './tab-session.ts';

export interface TabState {
  readonly session: TabSession;
  readonly run: RunState | undefined;
  /** Why no session could be opened, until one is. */
  readonly trouble: unknown;
}

export interface RunSettings {
  readonly mode: 'auto' | 'manual';
  /** PostgreSQL refuses changes in the transactions that begin from now on. */
  readonly isReadOnly: boolean;
  readonly timeoutMs: number | undefined;
}

const BEGIN: Saying = { label: 'Manual mode sent', sql: 'begin' };

/** The service closes what has rested too long within seconds. */
const LOOK_AFTER_MS = 10_000;
/** How often it is asked whether an open transaction still is: it ends with the service, too. */
const LOOK_IN_TRANSACTION_MS = 15_000;

/**
 * The database session of one editor tab and what runs on it. The session is opened by the first
 * run and stays. Nothing is ever run again by itself.
 */
export class TabRunner {
  readonly #service: RunService;
  readonly #listeners = new Set<() => void>();
  #state: TabState = { session: { kind: 'none' }, run: undefined, trouble: undefined };
  #current: StartedRun | undefined;
  #opening: AbortController | undefined;
  #tags: string[] = [];
  #limit: ReturnType<typeof setTimeout> | undefined;
  readonly #belt = new ReadOnlyBelt();

  constructor(service: RunService) {
    this.#service = service;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly getState = (): TabState => this.#state;

  get isBusy(): boolean {
    return this.#state.run !== undefined && this.#state.run.phase !== 'ended';
  }

  get hasTransaction(): boolean {
    const { session } = this.#state;
    return session.kind === 'open' && session.transaction !== 'idle';
  }

  /** Runs, unless something runs, or a lost transaction has not been taken note of. */
  async run(request: RunRequest, settings: RunSettings): Promise<void> {
    const before = this.#state.session;
    if (this.isBusy || (before.kind === 'lost' && before.hadTransaction)) return;
    this.#set({ run: startRun(request, Date.now()), trouble: undefined });
    this.#tags = [];
    const session = before.kind === 'open' ? before : await this.#openForRun(before);
    if (session === undefined) return;
    for (const { label, sql } of this.#toSayBefore(request, session, settings)) {
      const isSaid = await this.#sendBefore(session, { label, sql }, settings);
      if (!isSaid) return;
    }
    await this.#send(session, request.sql, { ...request, timeoutMs: settings.timeoutMs });
  }

  /** Asks PostgreSQL to stop; the run ends when it has answered. */
  async cancel(): Promise<void> {
    if (!this.isBusy) return;
    this.#step({ kind: 'cancel' });
    this.#opening?.abort();
    try {
      await this.#current?.cancel();
    } catch (error) {
      this.#set({ trouble: error });
    }
  }

  /** Opens a session anew, and runs nothing. */
  async open(): Promise<void> {
    if (this.isBusy || this.#state.session.kind === 'open') return;
    try {
      const description = await this.#service.open(new AbortController().signal);
      this.#set({ session: opened(description, Date.now()), trouble: undefined });
    } catch (error) {
      this.#set({ trouble: error });
    }
  }

  /** Ends the session; without one nothing. */
  async close(leaving = false): Promise<void> {
    this.#opening?.abort();
    clearTimeout(this.#limit);
    const { session } = this.#state;
    if (session.kind !== 'open') return;
    const left = lost(session, 'It was closed when you left the page.');
    this.#set({ session: leaving ? left : { kind: 'none' } });
    try {
      await this.#service.close(session.description, leaving);
    } catch {
      // It is gone, or it ends by its own limit: nothing that anybody could do here.
    }
  }

  /** Asks whether the session is still there, unless something runs on it, which says so itself. */
  look(): void {
    if (!this.isBusy) void this.#look();
  }

  /** The login that the session belonged to has ended, and the session with it. */
  noteSignedOut(): void {
    const { session } = this.#state;
    if (session.kind === 'open') {
      this.#set({ session: lost(session, 'It ended with your login.') });
    }
  }

  async #openForRun(before: TabSession): Promise<OpenSession | undefined> {
    this.#opening = new AbortController();
    try {
      const description = await this.#service.open(this.#opening.signal);
      const session = opened(description, Date.now());
      this.#set({ session });
      if (before.kind === 'lost') this.#say('New session', lossWords(before));
      if (!this.#opening.signal.aborted) return session;
    } catch (error) {
      if (!this.#opening.signal.aborted) {
        this.#fail(error);
        this.#set({ trouble: error });
        return undefined;
      }
    } finally {
      this.#opening = undefined;
    }
    this.#fail(new Error('Cancelled before anything was sent.'));
    return undefined;
  }

  /** Neither is said within a transaction, which has begun as what it is. */
  #toSayBefore(
    request: RunRequest,
    { description, transaction }: OpenSession,
    { isReadOnly, mode }: RunSettings,
  ): readonly Saying[] {
    if (transaction !== 'idle') return [];
    const set = this.#belt.toSay(description.id, isReadOnly);
    const begins = mode === 'manual' && mustBeginBefore(request);
    return [...(set === undefined ? [] : [set]), ...(begins ? [BEGIN] : [])];
  }

  /** @returns whether the statement may follow */
  async #sendBefore(
    session: OpenSession,
    { label, sql }: Saying,
    { isReadOnly, timeoutMs }: RunSettings,
  ): Promise<boolean> {
    this.#say(label, sql);
    this.#current = this.#service.run(session.description, sql, {
      kind: 'run',
      maxRows: 1,
      timeoutMs,
    });
    try {
      for await (const event of this.#current.events) this.#noteTag(event);
      if (sql === BEGIN.sql) this.#settle('in transaction');
      else this.#belt.noteSaid(session.description.id, isReadOnly);
      return this.#state.run?.phase !== 'cancelling' || this.#stopBeforeStatement();
    } catch (error) {
      this.#fail(error);
      return false;
    }
  }

  #stopBeforeStatement(): boolean {
    const isOpen = this.hasTransaction ? ' The transaction is open.' : '';
    this.#fail(new Error(`Cancelled before the statement was sent.${isOpen}`));
    return false;
  }

  async #send(session: OpenSession, sql: string, options: RunOptions): Promise<void> {
    const { kind, maxRows, timeoutMs } = options;
    this.#current = this.#service.run(session.description, sql, { kind, maxRows, timeoutMs });
    this.#step({ kind: 'opened' });
    try {
      for await (const event of this.#current.events) {
        this.#noteTag(event);
        this.#step(event);
        if (event.kind === 'done') this.#settle(event.transactionStatus);
      }
    } catch (error) {
      this.#fail(error);
    } finally {
      this.#current = undefined;
    }
    void this.#look();
  }

  #noteTag(event: RunEvent): void {
    if (event.kind !== 'complete' || event.command === null) return;
    this.#tags.push(event.command);
    this.#belt.noteTag(event.command);
  }

  #fail(problem: unknown): void {
    const transaction = problem instanceof ProblemError ? problem.transactionStatus : undefined;
    const { title, body } = wordsFor(problem);
    this.#step({
      kind: 'failed',
      problem,
      text: problem instanceof ProblemError && !body.startsWith(title) ? `${title}. ${body}` : body,
      transaction,
    });
    const { session } = this.#state;
    if (session.kind === 'open' && isSessionGone(problem)) {
      this.#set({ session: lost(session, reasonOf(problem)) });
    } else this.#settle(transaction);
  }

  #settle(transaction: RunState['transaction']): void {
    const { session } = this.#state;
    if (session.kind !== 'open') return;
    this.#set({ session: afterRun(session, transaction, this.#tags, Date.now()) });
    this.#tags = [];
  }

  /** How long a session may rest depends on whether it is in a transaction. */
  async #look(): Promise<void> {
    const { session } = this.#state;
    if (session.kind !== 'open') return;
    try {
      const description = await this.#service.look(session.description);
      const now = this.#state.session;
      if (now.kind === 'open' && now.description.id === description.id && !this.isBusy) {
        const status = description.transactionStatus ?? undefined;
        this.#set({ session: { ...afterRun(now, status, [], now.idleSince), description } });
        this.#lookAtLimit();
      }
    } catch (error) {
      const now = this.#state.session;
      if (now.kind === 'open' && isSessionGone(error)) {
        this.#set({ session: lost(now, reasonOf(error), isUnknown(this.#state.run?.problem)) });
      } else this.#lookAtLimit();
    }
  }

  /** Whether the session is still there once it has rested for as long as it may. */
  #lookAtLimit(): void {
    clearTimeout(this.#limit);
    const { session } = this.#state;
    if (session.kind !== 'open') return;
    const left = session.idleSince + session.description.idleTimeoutMs - Date.now();
    const atLimit = Math.max(left, 0) + LOOK_AFTER_MS;
    this.#limit = setTimeout(
      () => {
        this.look();
      },
      session.transaction === 'idle' ? atLimit : Math.min(atLimit, LOOK_IN_TRANSACTION_MS),
    );
  }

  #say(label: string, text: string): void {
    this.#step({ kind: 'said', label, text });
  }

  #step(step: RunStep): void {
    const { run } = this.#state;
    if (run !== undefined) this.#set({ run: nextRun(run, step, Date.now()) });
  }

  #set(change: Partial<TabState>): void {
    this.#state = { ...this.#state, ...change };
    for (const listener of this.#listeners) listener();
  }
}
