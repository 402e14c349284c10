import { type CopyAnswer, copyCall, copySource, type CopyBody, type CopyOptions } from './copy.js';
import { DatabaseSession, type SessionDescription } from './database-session.js';
import { ProblemError, UnexpectedAnswerError } from './errors.js';
import type { CallAnswer, CallArguments, OperationId } from './operation-types.js';
import { queryRequest, type QueryOptions } from './query-options.js';
import { type AnyCallOptions, toRequest } from './request.js';
import { Run } from './run.js';
import { type ClientOptions, hasType, Transport } from './transport.js';

/** What a call answers, with its status and headers; the body of the response has been read. */
export interface CallResult<Data> {
  readonly data: Data;
  readonly response: Response;
}

export interface SessionOptions {
  /** The database to open; the definition's maintenance database when left out. */
  database?: string | undefined;
  signal?: AbortSignal | undefined;
}

/** A client of one service, as one caller. Nothing is sent before something is asked. */
export function createClient(options: ClientOptions = {}): UsherClient {
  return new UsherClient(new Transport(options));
}

/**
 * Every method rejects with a ProblemError for what the service refuses, a ConnectionLostError when
 * it is not reached, an UnexpectedAnswerError when something else answers, and `signal.reason` when
 * aborted.
 */
export class UsherClient {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /** Calls an operation of the contract by its name; resolves to the body of its answer. */
  call<Id extends OperationId>(id: Id, ...args: CallArguments<Id>): Promise<CallAnswer<Id>>;
  async call(id: OperationId, options?: AnyCallOptions): Promise<unknown> {
    return (await this.#exchange(id, options)).data;
  }

  /** As {@link call}, with the response beside the body, for its status and headers. */
  callWithResponse<Id extends OperationId>(
    id: Id,
    ...args: CallArguments<Id>
  ): Promise<CallResult<CallAnswer<Id>>>;
  async callWithResponse(id: OperationId, options?: AnyCallOptions): Promise<CallResult<unknown>> {
    return this.#exchange(id, options);
  }

  /**
   * As {@link call}, but the body is for the caller to read: one that is not JSON, or an export that
   * is written to a file while it comes.
   */
  callForResponse<Id extends OperationId>(id: Id, ...args: CallArguments<Id>): Promise<Response>;
  async callForResponse(id: OperationId, options?: AnyCallOptions): Promise<Response> {
    return this.#transport.send(toRequest(id, options));
  }

  /**
   * Runs SQL as the caller, on a connection of its own; nothing is sent before the run is awaited or
   * iterated.
   */
  query(serverId: string, sql: string, options: QueryOptions = {}): Run {
    return new Run({
      transport: this.#transport,
      request: queryRequest(`/api/v1/servers/${encodeURIComponent(serverId)}/query`, sql, options),
      cancelExecution: (id) => this.#cancelExecution(id),
    });
  }

  /** Opens a connection that stays. Close it, or have `await using` do it. */
  async openSession(
    serverId: string,
    { signal, ...options }: SessionOptions = {},
  ): Promise<DatabaseSession> {
    const description = await this.call('openDatabaseSession', {
      body: { serverId, ...options },
      signal,
    });
    return this.attachSession(description);
  }

  /** A session that is open already, as `listDatabaseSessions` describes it. */
  attachSession(description: SessionDescription): DatabaseSession {
    return new DatabaseSession(this, this.#transport, description);
  }

  /** Copies rows into a table: all of them, or none. */
  async copy(serverId: string, options: CopyOptions, body: CopyBody): Promise<CopyAnswer> {
    const source = copySource(body);
    try {
      return await this.call('copyRows', copyCall(serverId, options, source.body));
    } finally {
      source.close();
    }
  }

  /** With several instances it may be another one that has the run, and by its name a proxy finds it. */
  async #cancelExecution(id: string): Promise<CallAnswer<'cancelExecution'>> {
    try {
      return await this.call('cancelExecution', { path: { id } });
    } catch (error) {
      if (!(error instanceof ProblemError) || error.owningInstance === undefined) throw error;
      return this.call('cancelExecution', { path: { id: `${error.owningInstance}.${id}` } });
    }
  }

  async #exchange(id: OperationId, options?: AnyCallOptions): Promise<CallResult<unknown>> {
    const response = await this.#transport.send(toRequest(id, options));
    const text = await this.#transport.read(options?.signal, response.text());
    return { data: toData(response, text), response };
  }
}

/** @throws UnexpectedAnswerError for what is not JSON: a proxy's page, or what one has left of an answer */
function toData(response: Response, text: string): unknown {
  if (text === '' && !response.headers.has('Content-Type')) return undefined;
  if (!hasType(response, 'application/json')) throw new UnexpectedAnswerError(response);
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new UnexpectedAnswerError(response, { cause });
  }
}
