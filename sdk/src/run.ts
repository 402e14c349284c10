import type { components } from './generated/contract.js';
import { isProblem, ProblemError, UnexpectedAnswerError } from './errors.js';
import { type NdjsonPart, NdjsonReader } from './ndjson.js';
import { isLineEvent, isRow, kindOf, type Row, type RunEvent } from './run-events.js';
import { collectResults, rowsOfOneResult, type RunResult } from './run-results.js';
import { connectionLost, hasType, type HttpRequest, type Transport } from './transport.js';

type Execution = components['schemas']['ExecutionDto'];

export interface RunParts {
  readonly transport: Transport;
  readonly request: HttpRequest;
  /** Finds the id of a run that has not answered yet. */
  readonly findExecution?: (() => Promise<string | undefined>) | undefined;
  /** Cancels an execution, and waits for how it ended. */
  readonly cancelExecution: (id: string) => Promise<Execution>;
  /** Hears how the transaction stands, when an answer says so. */
  readonly onTransactionStatus?: ((status: TransactionStatus) => void) | undefined;
}

type TransactionStatus = NonNullable<ProblemError['transactionStatus']>;

/**
 * SQL that runs as the caller. It is sent when it is first awaited or iterated, and read once: as
 * rows (`for await (const row of run)`), as results, as events, or whole (`await run`). Leaving a loop
 * early, or aborting the signal, ends the statement in PostgreSQL.
 *
 * Each way of reading throws ProblemError for what the service or PostgreSQL refuses,
 * ConnectionLostError for an answer without its last event, and `signal.reason` when aborted.
 */
export class Run implements AsyncIterable<Row>, PromiseLike<readonly RunResult[]> {
  readonly #parts: RunParts;
  readonly #leave = new AbortController();
  #response: Promise<Response> | undefined;
  #whole: Promise<readonly RunResult[]> | undefined;
  #executionId: string | undefined;
  #read = false;
  #unfollow: () => void = () => undefined;
  /** Its last event has come. */
  #isOver = false;

  constructor(parts: RunParts) {
    this.#parts = parts;
  }

  /** Names the run for `cancelExecution` and `getExecution`. Known when the answer begins. */
  get executionId(): Promise<string> {
    return this.#send().then((response) => this.#executionId ?? unexpected(response));
  }

  /** The rows, while they come. @throws TypeError for a script of which several statements give rows */
  [Symbol.asyncIterator](): AsyncGenerator<Row, void, undefined> {
    return rowsOfOneResult(this.events(), this.#parts.request.signal);
  }

  /** The results of a script, each when its statement is done. */
  results(): AsyncGenerator<RunResult, void, undefined> {
    return collectResults(this.events());
  }

  /** All that happens, in order; `done` comes last. The failure of a run is thrown behind the rest. */
  async *events(): AsyncGenerator<RunEvent, void, undefined> {
    if (this.#read) throw new TypeError('A run is read once; ask for another one with query().');
    this.#read = true;
    const response = await this.#send();
    try {
      yield* this.#parse(response);
    } finally {
      this.#unfollow();
      if (!this.#isOver) this.#leave.abort();
    }
  }

  /** Reads the whole run into memory: `const [result] = await client.query(…)`. */
  then<Fulfilled = readonly RunResult[], Rejected = never>(
    onFulfilled?: ((results: readonly RunResult[]) => Fulfilled | PromiseLike<Fulfilled>) | null,
    onRejected?: ((reason: unknown) => Rejected | PromiseLike<Rejected>) | null,
  ): Promise<Fulfilled | Rejected> {
    this.#whole ??= readAll(this.results());
    return this.#whole.then(onFulfilled, onRejected);
  }

  /**
   * Stops the run, and answers when PostgreSQL has: how the execution ended. Undefined where the run
   * had not been sent, or had no id yet; then it is left, which ends it as well. Whoever reads it gets
   * the ProblemError `query-cancelled`, or in these cases an AbortError.
   */
  async cancel(): Promise<Execution | undefined> {
    const { findExecution, cancelExecution } = this.#parts;
    const sent = this.#response !== undefined;
    const id = this.#executionId ?? (sent ? await findExecution?.() : undefined);
    if (id !== undefined) return cancelExecution(id);
    this.#leave.abort();
    return undefined;
  }

  #send(): Promise<Response> {
    if (this.#response !== undefined) return this.#response;
    const { transport, request } = this.#parts;
    if (request.signal !== undefined) this.#follow(request.signal);
    this.#response = this.#noting(transport.send({ ...request, signal: this.#leave.signal }));
    return this.#response;
  }

  /**
   * Has the run end with the caller's signal, until it is over. A signal that lives as long as the
   * program keeps nothing of it then; with `AbortSignal.any` each run left something (Node.js 20).
   */
  #follow(signal: AbortSignal): void {
    const leave = (): void => {
      this.#leave.abort(signal.reason);
    };
    if (signal.aborted) {
      leave();
      return;
    }
    signal.addEventListener('abort', leave);
    this.#unfollow = () => {
      signal.removeEventListener('abort', leave);
    };
  }

  /** A refusal says how the transaction stands, too. */
  async #noting(coming: Promise<Response>): Promise<Response> {
    try {
      const response = await coming;
      this.#executionId = response.headers.get('X-Execution-Id') ?? undefined;
      return response;
    } catch (error) {
      this.#unfollow();
      if (error instanceof ProblemError) this.#note(error.transactionStatus);
      throw error;
    }
  }

  async *#parse(response: Response): AsyncGenerator<RunEvent, void, undefined> {
    if (!hasType(response, 'application/x-ndjson')) unexpected(response);
    const lines = new NdjsonReader();
    for await (const bytes of this.#chunks(response)) {
      for (const part of partsOf(lines, bytes, response)) {
        const event = this.#toEvent(part, response);
        if (event === undefined) continue;
        yield event;
        if (event.kind === 'done') return;
        this.#parts.request.signal?.throwIfAborted();
      }
    }
    throw connectionLost('The answer ended without its last event: it is not whole.');
  }

  async *#chunks({ body }: Response): AsyncGenerator<Uint8Array, void, undefined> {
    const { transport, request } = this.#parts;
    const reader = body?.getReader();
    try {
      while (reader !== undefined) {
        const { done, value } = await transport.read(request.signal, reader.read());
        if (done) return;
        yield value;
      }
    } finally {
      if (this.#isOver) this.#readEnd(reader);
    }
  }

  /** Behind the last event. Its connection is used again only where an answer was read to its end. */
  #readEnd(reader: ReadableStreamDefaultReader<Uint8Array> | undefined): void {
    reader?.read().then(
      ({ done }) => {
        if (!done) this.#leave.abort();
      },
      () => undefined,
    );
  }

  /** @throws ProblemError of the event `error` */
  #toEvent(part: NdjsonPart, response: Response): RunEvent | undefined {
    if ('rows' in part)
      return part.rows.every(isRow) ? { kind: 'rows', rows: part.rows } : unexpected(response);
    const { value } = part;
    if (kindOf(value) === 'error' && isProblem(value)) {
      this.#isOver = true;
      this.#note(value.transactionStatus);
      throw this.#parts.transport.problem(value);
    }
    if (!isLineEvent(value)) return undefined;
    if (value.kind === 'done') {
      this.#isOver = true;
      this.#note(value.transactionStatus);
    }
    return value;
  }

  #note(status: TransactionStatus | undefined): void {
    if (status !== undefined) this.#parts.onTransactionStatus?.(status);
  }
}

function unexpected(response: Response): never {
  throw new UnexpectedAnswerError(response);
}

/** @throws UnexpectedAnswerError for a line that is not JSON: a proxy put it there */
function partsOf(
  lines: NdjsonReader,
  bytes: Uint8Array,
  response: Response,
): readonly NdjsonPart[] {
  try {
    return lines.push(bytes);
  } catch (cause) {
    throw new UnexpectedAnswerError(response, { cause });
  }
}

async function readAll(results: AsyncIterable<RunResult>): Promise<readonly RunResult[]> {
  const all: RunResult[] = [];
  for await (const result of results) all.push(result);
  return all;
}
