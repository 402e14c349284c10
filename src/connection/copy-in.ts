import type pg from 'pg';
import { type CopyStreamQuery, from } from 'pg-copy-streams';
import { errorCode } from '../common/error-code.js';
import type { CommandCompleteMessage } from './pg-internals.js';
import { Statement } from './statement.js';
import type { Notice, StatementEvent, TransactionStatus } from './statement-events.js';

export interface CopyInRequest {
  /** One `COPY … FROM STDIN`; made by this service, never a person's text. */
  readonly sql: string;
  /**
   * What is sent as CopyData, pulled as fast as PostgreSQL takes it. A failure of it fails the COPY
   * and is the failure of the run. Whoever made it ends a wait of its own when the run is over.
   */
  readonly data: AsyncIterable<Buffer>;
}

/** What PostgreSQL's log shows of a COPY that was given up; nothing of the data. */
const GIVEN_UP = 'the data did not arrive in full, or could not be read';

/**
 * One COPY FROM STDIN on a connection: a {@link Statement} whose data goes in by `pg-copy-streams`.
 * PostgreSQL is told that the data is whole (CopyDone) only once the source has ended well;
 * everything else ends in CopyFail, or without the connection, and leaves nothing in the table.
 *
 * Protocol: PostgreSQL 18, section 54.2.6.
 */
export class CopyIn implements pg.Submittable {
  readonly #statement: Statement;
  readonly #stream: CopyStreamQuery;
  readonly #data: AsyncIterable<Buffer>;
  /** Aborts once no more data is wanted. */
  readonly #enough = new AbortController();
  #sourceFailure: Error | undefined;
  #rows: number | undefined;

  constructor({ sql, data }: CopyInRequest) {
    this.#statement = new Statement({ sql }, true);
    this.#data = data;
    this.#stream = from(sql);
    // What went wrong is known already: every failure comes through this class.
    this.#stream.on('error', () => undefined);
  }

  get ended(): Promise<void> {
    return this.#statement.ended;
  }

  get over(): boolean {
    return this.#statement.over;
  }

  get transactionStatus(): TransactionStatus | undefined {
    return this.#statement.transactionStatus;
  }

  addNotice(notice: Notice): void {
    this.#statement.addNotice(notice);
  }

  /** Gives the COPY up. A backend that waits for data heeds no cancel, so it is told, too. */
  discard(): void {
    this.#stop();
    this.#statement.discard();
  }

  drain(): void {
    this.#statement.drain();
  }

  /**
   * Notices, and one `complete` event with the number of rows. That comes last and means that
   * PostgreSQL has carried the COPY out, whoever gave it up in the meantime.
   *
   * @throws the source's error; PostgreSQL's, or the connection's
   */
  async *events(): AsyncGenerator<readonly StatementEvent[], void, undefined> {
    try {
      for await (const batch of this.#statement.events()) {
        const notices = batch.filter(({ kind }) => kind === 'notice');
        if (notices.length > 0) yield notices;
      }
    } catch (error) {
      // Asked to by CopyFail, PostgreSQL cancels; it is the source that says why.
      if (this.#sourceFailure !== undefined && errorCode(error) === '57014') {
        throw this.#sourceFailure;
      }
      throw error;
    }
    if (this.#rows === undefined) return;
    const rowCount = this.#rows;
    yield [{ kind: 'complete', command: `COPY ${String(rowCount)}`, rowCount, limited: false }];
  }

  /** Called by pg when the connection is free. */
  submit(connection: pg.Connection): void {
    this.#stream.connection = connection;
    this.#statement.submit(connection);
  }

  handleCopyInResponse(connection: pg.Connection): void {
    this.#stream.handleCopyInResponse(connection);
    void this.#send();
  }

  handleCommandComplete(message: CommandCompleteMessage): void {
    const [, rows] = /^COPY (\d{1,15})$/.exec(message.text) ?? [];
    if (rows !== undefined) this.#rows = Number(rows);
  }

  handleError(error: Error): void {
    // While it still has its connection: an idle `drain` listener of a stream that is not destroyed
    // would go on without one, in a handler of the socket's.
    this.#stop();
    this.#stream.handleError(error);
    this.#statement.handleError(error);
  }

  handleReadyForQuery(): void {
    this.#stream.handleReadyForQuery();
    this.#statement.handleReadyForQuery();
  }

  async #send(): Promise<void> {
    const { signal } = this.#enough;
    try {
      for await (const chunk of this.#data) {
        if (signal.aborted) return;
        if (!this.#stream.write(chunk)) await this.#taken(signal);
      }
      if (!signal.aborted) this.#stream.end();
    } catch (error) {
      if (signal.aborted) return;
      this.#sourceFailure = error instanceof Error ? error : new Error(GIVEN_UP, { cause: error });
      this.#stop();
    }
  }

  /** Resolves when PostgreSQL has taken enough of what waits, or wants no more. */
  async #taken(signal: AbortSignal): Promise<void> {
    await new Promise<void>((resolve) => {
      const go = (): void => {
        this.#stream.off('drain', go);
        signal.removeEventListener('abort', go);
        resolve();
      };
      this.#stream.on('drain', go);
      signal.addEventListener('abort', go);
    });
  }

  /** CopyFail where PostgreSQL waits for data; outside of a COPY it ignores that. */
  #stop(): void {
    this.#enough.abort();
    this.#stream.destroy(new Error(GIVEN_UP));
  }
}
