import pg from 'pg';
import { detached } from '../common/detached.js';
import { endOfRows } from './data-rows.js';
import {
  ConnectionEnded,
  CopyRequested,
  type Notice,
  type StatementEvent,
  type TransactionStatus,
} from './statement-events.js';
import { GuardedConnection, ProtocolViolation } from './guarded-connection.js';
import type {
  CommandCompleteMessage,
  ReadyForQueryMessage,
  RowDescriptionMessage,
} from './pg-internals.js';

export interface StatementRequest {
  readonly sql: string;
  /** With parameters: the extended protocol, which takes exactly one statement. */
  readonly params?: readonly (string | null)[];
  /** Rows per result after which the rest is not handed out. No limit when absent. */
  readonly maxRows?: number;
  /**
   * How a statement ends that has more rows than `maxRows`. `portal` (the default) stops it between
   * two rows and lets it stand; but a statement with a row limit gets no parallel plan (PostgreSQL
   * 18, section 15.2). `cancel` runs it without one and cancels it at the limit, which undoes it:
   * for what only reads.
   */
  readonly stopBy?: 'portal' | 'cancel';
}

/**
 * About how many bytes are handed out, or wait for the reader, in one turn of the event loop. The
 * socket rests until the next one, so that a large result leaves room for everybody else's work:
 * libuv would read up to two megabytes of it first.
 */
const TURN_BYTES = 64 * 1024;
/** Why there is no data, for PostgreSQL's log. */
const COPY_REFUSED = 'COPY FROM STDIN is not offered by this call';
/** Longest command tag that is passed on, in characters; PostgreSQL's own are shorter. */
const MAX_TAG = 64;
/** About what a thing costs in memory besides its text; an empty row is not free. */
const ROWS_WEIGHT = 256;
const COLUMN_WEIGHT = 100;
const EVENT_WEIGHT = 1024;

const STATUS: Readonly<Record<string, TransactionStatus>> = {
  I: 'idle',
  T: 'in transaction',
  E: 'failed',
};

/**
 * One statement (or, in the simple protocol, one script) on a connection: takes over the messages
 * from `pg` and hands them out as events that the reader pulls. A slow reader pauses the socket,
 * so what waits here is bounded, and PostgreSQL waits.
 */
export class Statement implements pg.Submittable {
  readonly #request: StatementRequest;
  readonly #simple: boolean;
  #connection: GuardedConnection | undefined;
  #queue: StatementEvent[] = [];
  #waiting = 0;
  #taken = 0;
  #limited = false;
  /** PostgreSQL has asked for the data of a COPY, and not yet heard that there is none. */
  #copying = false;
  /** Held until the commit is done, which what is deferred to it may still fail. */
  #completed: StatementEvent | undefined;
  /** Statements that have ended well. */
  #completions = 0;
  /** The row limit was reached and the rest is to be cancelled. */
  #cut = false;
  /** PostgreSQL has come to the end of it all the same. */
  #carriedOut = false;
  #discarding = false;
  #draining = false;
  #over = false;
  #failure: Error | undefined;
  #status: TransactionStatus | undefined;
  #wake: (() => void) | undefined;
  /** The turn of the event loop at whose end what waits is handed out, and the socket goes on. */
  #turn: NodeJS.Immediate | undefined;
  readonly #ended: Promise<void>;
  #markEnded: () => void = () => undefined;

  /** @param simple the simple protocol: several statements in one text, but no parameters */
  constructor(request: StatementRequest, simple: boolean) {
    this.#request = request;
    this.#simple = simple;
    this.#ended = new Promise((resolve) => {
      this.#markEnded = resolve;
    });
  }

  /** Resolves when PostgreSQL is ready again or the connection is gone; never rejects. */
  get ended(): Promise<void> {
    return this.#ended;
  }

  /** True when PostgreSQL is ready again or the connection is gone. */
  get over(): boolean {
    return this.#over;
  }

  /** The end of a statement that was to be cancelled at its row limit; final once it is over. */
  get cutEnd(): StatementEvent | undefined {
    const end = this.#cut ? this.#completed : undefined;
    // What was deferred to the commit may have failed it.
    const undone = !this.#carriedOut || this.#failure !== undefined;
    return end?.kind === 'complete' ? { ...end, undone } : undefined;
  }

  /** Undefined until PostgreSQL was ready for the next statement, and when it never was. */
  get transactionStatus(): TransactionStatus | undefined {
    return this.#status;
  }

  /**
   * Drops what waits and all that will still come. The socket stays paused until {@link drain}: a
   * flood of rows would otherwise keep the cancel from getting out.
   */
  discard(): void {
    this.#discarding = true;
    this.#queue = [];
    if (!this.#over) this.#connection?.stream.pause();
  }

  /** Lets the rest come, so that the end can be reached. PostgreSQL heeds a cancel between writes. */
  drain(): void {
    this.#draining = true;
    this.#resume();
  }

  /**
   * Events in batches, as they are there. Throws PostgreSQL's error, or the connection's. Ends before
   * the statement is over, and without its end, where that has reached its row limit and is to be
   * cancelled ({@link cutEnd}).
   */
  async *events(): AsyncGenerator<readonly StatementEvent[], void, undefined> {
    for (;;) {
      const batch = this.#turn === undefined ? this.#take() : [];
      if (batch.length > 0) yield batch;
      else if (this.#turn === undefined && this.#cut) return;
      else if (this.#over || this.#failure instanceof CopyRequested) break;
      else
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
    }
    if (this.#failure !== undefined) throw this.#failure;
  }

  addNotice(notice: Notice): void {
    this.#push({ kind: 'notice', notice });
  }

  /** Called by pg when the connection is free. */
  submit(connection: pg.Connection): void {
    if (!(connection instanceof GuardedConnection)) throw new TypeError('no guarded connection');
    this.#connection = connection;
    connection.rowTaker = this;
    connection.on('readyForQuery', this.#onReady);
    connection.on('copyOutResponse', this.#onCopyOut);
    // pg forgets its query at the first ErrorResponse, so a connection that ends after a FATAL one
    // shows only here.
    connection.on('error', this.#onConnectionError);
    connection.on('end', this.#onConnectionEnd);
    if (this.#simple) {
      connection.query(this.#request.sql);
      return;
    }
    const { sql, params = [], maxRows, stopBy } = this.#request;
    connection.parse({ text: sql });
    connection.bind({ values: params });
    connection.describe({ type: 'P', name: '' });
    // One more than is handed out tells whether there was more. Sync right behind it ends the
    // implicit transaction with the rest of the rows unread: a SELECT stops, an INSERT … RETURNING
    // has been done in full.
    connection.execute({ rows: maxRows === undefined || stopBy === 'cancel' ? 0 : maxRows + 1 });
    connection.sync();
  }

  handleRowDescription(message: RowDescriptionMessage): void {
    this.#taken = 0;
    this.#limited = false;
    this.#push({
      kind: 'columns',
      columns: message.fields.map((field) => ({
        name: field.name,
        typeOid: field.dataTypeID,
        typeModifier: field.dataTypeModifier,
      })),
    });
  }

  takeRows(bytes: Buffer, count: number): void {
    if (this.#discarding || this.#cut) return;
    const { maxRows = Infinity } = this.#request;
    const taken = Math.min(count, maxRows - this.#taken);
    this.#taken += taken;
    if (taken > 0) {
      const part = taken === count ? bytes : bytes.subarray(0, endOfRows(bytes, taken));
      this.#queue.push({ kind: 'rows', bytes: part, count: taken });
      this.#wait(part.length + ROWS_WEIGHT);
    }
    if (taken < count) this.#reachLimit();
  }

  handleCommandComplete(message: CommandCompleteMessage): void {
    this.#complete(detached(message.text.slice(0, MAX_TAG)));
  }

  handlePortalSuspended(): void {
    this.#complete(null);
  }

  handleEmptyQuery(): void {
    this.#complete('');
  }

  handleCopyInResponse(connection: pg.Connection): void {
    this.#failure ??= new CopyRequested();
    this.#copying = true;
    connection.sendCopyFail(COPY_REFUSED);
    // During COPY the backend ignores Sync, so the one sent with the statement is spent.
    if (!this.#simple) connection.sync();
  }

  handleCopyData(): void {
    this.#failure ??= new CopyRequested();
  }

  /** PostgreSQL's ErrorResponse; ReadyForQuery, or the connection's end, is still to come. */
  handleError(error: Error): void {
    this.#failure ??= error;
    // The backend has read our CopyFail; the text of the reason is in every language's message.
    if (error.message.includes(COPY_REFUSED)) this.#copying = false;
    // Never submitted: the connection had broken before.
    if (this.#connection === undefined) this.#end();
  }

  /** The connection's own event does the work: it comes in every case, also after an error. */
  handleReadyForQuery(): void {
    this.#signal();
  }

  readonly #onReady = (message: ReadyForQueryMessage): void => {
    // Where the COPY failed before it read our CopyFail, the first Sync was not spent: another
    // ReadyForQuery comes, which the next statement would take for its own.
    if (this.#copying) {
      this.#failure ??= new ProtocolViolation();
      this.#connection?.stream.destroy();
      return;
    }
    this.#status = STATUS[message.status];
    // A result without its end, or a second one, would pass for a whole answer; and what is still on
    // its way for that of the next statement.
    const isWhole = this.#simple || this.#completions === 1;
    if (this.#failure === undefined && (this.#status === undefined || !isWhole)) {
      this.#failure = new ProtocolViolation();
      this.#connection?.stream.destroy();
    }
    if (this.#failure === undefined && !this.#cut) this.#pushCompleted();
    this.#end();
  };

  readonly #onConnectionError = (error: Error): void => {
    this.#failure ??= error;
  };

  readonly #onConnectionEnd = (): void => {
    // A FATAL error is why the connection ended; an error of the driver's stands by itself.
    if (this.#failure === undefined || this.#failure instanceof pg.DatabaseError) {
      this.#failure = new ConnectionEnded(this.#failure);
    }
    this.#end();
  };

  readonly #onCopyOut = (): void => {
    // The reader learns at once and leaves, so that the statement is cancelled before it is done.
    this.#failure ??= new CopyRequested();
    this.#endTurn();
  };

  #reachLimit(): void {
    this.#limited = true;
    if (this.#request.stopBy !== 'cancel' || this.#simple) return;
    this.#complete(null);
    this.#cut = true;
    this.#endTurn();
  }

  #complete(command: string | null): void {
    if (this.#cut) {
      this.#carriedOut = true;
      return;
    }
    this.#completions += 1;
    this.#completed = { kind: 'complete', command, rowCount: this.#taken, limited: this.#limited };
    if (this.#simple) this.#pushCompleted();
    this.#taken = 0;
    this.#limited = false;
  }

  #pushCompleted(): void {
    if (this.#completed !== undefined) this.#push(this.#completed);
    this.#completed = undefined;
  }

  #push(event: StatementEvent): void {
    if (!this.#discarding && !this.#cut) {
      this.#queue.push(event);
      this.#wait(event.kind === 'columns' ? event.columns.length * COLUMN_WEIGHT : EVENT_WEIGHT);
    }
  }

  #wait(weight: number): void {
    this.#waiting += weight;
    if (this.#waiting >= TURN_BYTES) this.#connection?.stream.pause();
    this.#turn ??= setImmediate(() => {
      this.#endTurn();
    });
  }

  /** What waits can be taken. */
  #endTurn(): void {
    clearImmediate(this.#turn);
    this.#turn = undefined;
    this.#signal();
  }

  #take(): readonly StatementEvent[] {
    const batch = this.#queue;
    this.#queue = [];
    this.#resume();
    return batch;
  }

  #resume(): void {
    this.#waiting = 0;
    if (this.#discarding && !this.#draining && !this.#over) return;
    // A socket left paused would hang whatever runs on it next.
    if (this.#connection?.stream.isPaused() === true) this.#connection.stream.resume();
  }

  #end(): void {
    this.#over = true;
    if (this.#connection?.rowTaker === this) this.#connection.rowTaker = undefined;
    this.#connection?.off('readyForQuery', this.#onReady);
    this.#connection?.off('copyOutResponse', this.#onCopyOut);
    this.#connection?.off('error', this.#onConnectionError);
    this.#connection?.off('end', this.#onConnectionEnd);
    this.#resume();
    this.#markEnded();
    this.#endTurn();
  }

  #signal(): void {
    const wake = this.#wake;
    this.#wake = undefined;
    wake?.();
  }
}
