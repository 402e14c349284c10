// With it, who compiles against this needs no library of a later TypeScript for `Symbol.asyncDispose`.
/// <reference lib="esnext.disposable" preserve="true" />
import type { UsherClient } from './client.js';
import {
  type CopyAnswer,
  type CopyBody,
  copyCall,
  copySource,
  type SessionCopyOptions,
} from './copy.js';
import { ProblemError } from './errors.js';
import type { components } from './generated/contract.js';
import { queryRequest, type SessionQueryOptions } from './query-options.js';
import type { TransactionStatus } from './run-events.js';
import { Run } from './run.js';
import type { Transport } from './transport.js';

/** A database session as the service describes it. */
export type SessionDescription = components['schemas']['DatabaseSessionDto'];

/**
 * A connection to PostgreSQL that stays: transactions, temporary tables and settings last from one
 * statement to the next. One statement at a time.
 */
export class DatabaseSession {
  /** As it was when this object was made. */
  readonly description: SessionDescription;
  readonly #client: UsherClient;
  readonly #transport: Transport;
  #transactionStatus: TransactionStatus | undefined;

  constructor(client: UsherClient, transport: Transport, description: SessionDescription) {
    this.#client = client;
    this.#transport = transport;
    this.description = description;
    this.#transactionStatus = description.transactionStatus ?? undefined;
  }

  get id(): string {
    return this.description.id;
  }

  /** By the last answer that said so; undefined until one has. */
  get transactionStatus(): TransactionStatus | undefined {
    return this.#transactionStatus;
  }

  /** Runs SQL on this connection; nothing is sent before the run is awaited or iterated. */
  query(sql: string, options: SessionQueryOptions = {}): Run {
    const path = `/api/v1/sessions/${encodeURIComponent(this.id)}/query`;
    return new Run({
      transport: this.#transport,
      request: queryRequest(path, sql, options),
      findExecution: async () => {
        const { executionId } = await this.#client.call('getDatabaseSession', {
          path: { id: this.id },
        });
        return executionId ?? undefined;
      },
      // With the instance's name, by which a proxy finds it.
      cancelExecution: (id) =>
        this.#client.call('cancelExecution', {
          path: { id: `${this.description.instance}.${id}` },
        }),
      onTransactionStatus: (status) => {
        this.#transactionStatus = status;
      },
    });
  }

  /**
   * Copies rows into a table on this connection: all of them, or none. In an open transaction they are a
   * part of it, and a failure leaves it failed, unless it was a dry run.
   */
  async copy(options: SessionCopyOptions, body: CopyBody): Promise<CopyAnswer> {
    const source = copySource(body);
    try {
      const call = copyCall(this.id, options, source.body);
      const answer = await this.#client.call('copySessionRows', call);
      this.#transactionStatus = answer.transactionStatus;
      return answer;
    } catch (error) {
      if (error instanceof ProblemError)
        this.#transactionStatus = error.transactionStatus ?? this.#transactionStatus;
      throw error;
    } finally {
      source.close();
    }
  }

  /** Cancels what runs, rolls back, and closes the connection. */
  async close(): Promise<void> {
    await this.#client.call('closeDatabaseSession', { path: { id: this.id } });
  }

  /** {@link close}, but a session that has ended already is closed: `await using`. */
  async [Symbol.asyncDispose](): Promise<void> {
    try {
      await this.close();
    } catch (error) {
      if (!isGone(error)) throw error;
    }
  }
}

function isGone(error: unknown): boolean {
  return (
    error instanceof ProblemError &&
    (error.code === 'session-closed' || error.code === 'session-not-found')
  );
}
