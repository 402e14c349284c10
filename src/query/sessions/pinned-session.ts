import { Problem } from '../../common/problem.js';
import type { DatabaseSessionLimits } from '../../config/config.js';
import type { Lease } from '../../connection/lease.js';
import type { TransactionStatus } from '../../connection/statement-events.js';
import type { ServerDefinition } from '../../servers/server-definition.js';
import type { Clock } from './clock.js';
import { type Closing, closingFor, lostClosing } from './closing.js';
import type { SessionAdmission } from './session-admission.js';
import { sessionNotFound } from './session-id.js';
import { isSameOwner, ownerOf, type SessionOwner } from './session-owner.js';
import { idleLimit, whenToClose } from './when-to-close.js';

/** How long a close waits for the statement that it ends, in milliseconds. */
const CLOSE_GRACE_MS = 3000;

export interface PinnedParts {
  readonly id: string;
  readonly owner: SessionOwner;
  /** As it was when the connection was opened. */
  readonly server: ServerDefinition;
  readonly database: string;
  readonly lease: Lease;
  /** When the access token ends with which it was opened; seconds since 1970. */
  readonly tokenExpiresAt: number | undefined;
  readonly limits: DatabaseSessionLimits;
  readonly clock: Clock;
  /** Called once, when the connection has been closed. Never rejects. */
  readonly onClosed: (closing: Closing) => Promise<void>;
}

/** For which run the connection is borrowed. */
export interface Borrower {
  readonly executionId: string;
  /** Ends the run, when the session closes under it. */
  readonly end: AbortController;
}

/** What its owner may know of it. */
export interface SessionState {
  /** Undefined while a statement runs. */
  readonly transactionStatus: TransactionStatus | undefined;
  readonly executionId: string | undefined;
  readonly openedAt: Date;
  readonly lastUsedAt: Date;
  readonly idleSince: Date | undefined;
  /** When it is closed at the latest. */
  readonly expiresAt: Date;
  /** Milliseconds for which it may be idle in its present state. */
  readonly idleTimeoutMs: number;
}

interface Borrowed extends Borrower {
  readonly returned: Promise<void>;
  readonly markReturned: () => void;
}

/**
 * One connection that is kept for one person, from `POST /sessions` to its close: lent for one run at
 * a time, to whoever the session's gate has admitted for that run. Watches its own limits, and the
 * connection's end.
 */
export class PinnedSession {
  readonly id: string;
  readonly owner: SessionOwner;
  readonly server: ServerDefinition;
  readonly database: string;
  readonly #parts: PinnedParts;
  readonly #openedAt = new Date();
  readonly #opened: number;
  #lastUsedAt = this.#openedAt;
  #idleSince: number;
  #borrowed: Borrowed | undefined;
  /** It lends no more, and closes once it is idle. */
  #retired: Closing | undefined;
  #closing: Closing | undefined;
  #closed: Promise<void> | undefined;
  #cancelTimer: () => void = () => undefined;

  constructor(parts: PinnedParts) {
    this.id = parts.id;
    this.owner = parts.owner;
    this.server = parts.server;
    this.database = parts.database;
    this.#parts = parts;
    this.#opened = parts.clock.now();
    this.#idleSince = this.#opened;
    // A run that is on it says by itself what became of it.
    void parts.lease.closed.then(() => {
      this.retire(lostClosing(parts.lease.failure));
    });
    this.#watchTime();
  }

  get databaseUser(): string {
    return this.#parts.lease.databaseUser;
  }

  /** As PostgreSQL reported it when it let us in. */
  get serverVersion(): string {
    return this.#parts.lease.report.serverVersion;
  }

  get backendPid(): number {
    return this.#parts.lease.report.backendPid;
  }

  /** Why it lends no more; undefined while it does. */
  get closing(): Closing | undefined {
    return this.#closing ?? this.#retired;
  }

  get state(): SessionState {
    const { limits, lease } = this.#parts;
    const transactionStatus = this.#borrowed === undefined ? lease.transactionStatus : undefined;
    return {
      transactionStatus,
      executionId: this.#borrowed?.executionId,
      openedAt: this.#openedAt,
      lastUsedAt: this.#lastUsedAt,
      idleSince: this.#borrowed === undefined ? this.#lastUsedAt : undefined,
      expiresAt: this.#expiresAt(),
      idleTimeoutMs: idleLimit(transactionStatus ?? 'idle', limits),
    };
  }

  /**
   * Gives out the connection until {@link giveBack}.
   *
   * @throws Problem `session-closed`; `session-busy` while another run has it; `session-not-found`
   *   for an admission to another session, or of another person
   */
  lend(admission: SessionAdmission, borrower: Borrower): Lease {
    const { lease } = this.#parts;
    const { sessionId, caller } = admission;
    if (sessionId !== this.id || !isSameOwner(ownerOf(caller.person), this.owner)) {
      throw sessionNotFound();
    }
    this.#closeIfDue();
    if (this.closing !== undefined) throw this.closing.problem;
    if (this.#borrowed !== undefined) throw busy(this.#borrowed.executionId);
    if (!lease.usable) {
      const lost = lostClosing(lease.failure);
      void this.close(lost);
      throw lost.problem;
    }
    this.#borrowed = borrowed(borrower);
    this.#watchTime();
    return lease;
  }

  /**
   * The run is over, and no cancel of it can come any more.
   *
   * @param wrong what has been found out that ends the session
   */
  giveBack(wrong?: Closing): void {
    const { lease, clock } = this.#parts;
    const last = this.#borrowed;
    if (last === undefined) return;
    this.#borrowed = undefined;
    this.#idleSince = clock.now();
    this.#lastUsedAt = new Date();
    last.markReturned();
    const end = wrong ?? (lease.usable ? this.#retired : lostClosing(lease.failure));
    if (end === undefined) this.#watchTime();
    else void this.close(end);
  }

  /** Lends no more, and closes as soon as no statement runs. */
  retire(closing: Closing): void {
    this.#retired ??= closing;
    if (this.#borrowed === undefined) void this.close(this.#retired);
  }

  /**
   * Ends what runs, and the connection, and with it the transaction. The first reason stands.
   *
   * @returns resolves once the connection is closed and on record; never rejects
   */
  close(closing: Closing): Promise<void> {
    this.#closed ??= this.#close(closing);
    return this.#closed;
  }

  async #close(closing: Closing): Promise<void> {
    const { lease, onClosed } = this.#parts;
    this.#closing = closing;
    this.#cancelTimer();
    if (this.#borrowed !== undefined) {
      this.#borrowed.end.abort(closing.statementProblem ?? closing.problem);
      // A reader that takes nothing keeps its run from ending, but not the connection.
      await this.#within(this.#borrowed.returned, CLOSE_GRACE_MS);
    }
    await lease.release();
    await onClosed(closing);
  }

  #watchTime(): void {
    this.#cancelTimer();
    if (this.#closing !== undefined || this.#closeIfDue()) return;
    this.#cancelTimer = this.#parts.clock.after(this.#due().inMs, () => {
      this.#watchTime();
    });
  }

  #closeIfDue(): boolean {
    const { inMs, reason } = this.#due();
    if (inMs > 0) return false;
    void this.close(closingFor(reason));
    return true;
  }

  #due(): ReturnType<typeof whenToClose> {
    const { lease, limits, clock } = this.#parts;
    const times = {
      openedAt: this.#opened,
      idleSince: this.#borrowed === undefined ? this.#idleSince : undefined,
      transactionStatus: lease.transactionStatus ?? 'idle',
    };
    return whenToClose(times, clock.now(), limits);
  }

  #expiresAt(): Date {
    const { tokenExpiresAt = Infinity, limits } = this.#parts;
    return new Date(Math.min(this.#openedAt.getTime() + limits.absoluteMs, tokenExpiresAt * 1000));
  }

  async #within(done: Promise<void>, ms: number): Promise<void> {
    let cancel = (): void => undefined;
    const late = new Promise<void>((resolve) => {
      cancel = this.#parts.clock.after(ms, resolve);
    });
    await Promise.race([done, late]);
    cancel();
  }
}

function borrowed(borrower: Borrower): Borrowed {
  let markReturned = (): void => undefined;
  const returned = new Promise<void>((resolve) => {
    markReturned = resolve;
  });
  return { ...borrower, returned, markReturned };
}

function busy(executionId: string): Problem {
  return new Problem('session-busy', {
    detail: `Another statement runs on this session: the execution ${executionId}. A session runs one at a time. Wait for it, cancel it with DELETE /api/v1/executions/${executionId}, or open another session.`,
    owner: 'user',
    executionId,
  });
}
