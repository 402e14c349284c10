import type { IncomingMessage } from 'node:http';
import { Problem } from '../../common/problem.js';
import type { ReceiveClock } from '../../common/receive-clock.js';

/** How an upload's body is written, by its Content-Type. */
export type UploadFormat = 'csv' | 'ndjson';

export interface UploadParts {
  readonly request: IncomingMessage;
  readonly format: UploadFormat;
  /** What the Content-Type says about a header (RFC 4180, section 3). */
  readonly header: boolean | undefined;
  readonly clock: ReceiveClock | undefined;
}

/** Bytes that wait for whoever reads. */
const HIGH_WATER = 256 * 1024;
/** Bytes that are read ahead of a reader that waits itself. */
const AHEAD = 16 * 1024 * 1024;
/** After how long a reader counts as one that waits. */
const WAITING_MS = 500;

/**
 * The body of a request that nobody has read yet. It is pulled; what is not pulled stays with the
 * client. But while the reader waits for PostgreSQL, for a lock for example, somewhat more is read:
 * that a client has left shows only behind the last byte that it sent.
 */
export class Upload {
  readonly format: UploadFormat;
  readonly header: boolean | undefined;
  readonly #request: IncomingMessage;
  readonly #clock: ReceiveClock | undefined;
  #chunks: Buffer[] = [];
  #waiting = 0;
  #limit = HIGH_WATER;
  #wake: (() => void) | undefined;

  constructor({ request, format, header, clock }: UploadParts) {
    this.#request = request;
    this.format = format;
    this.header = header;
    this.#clock = clock;
  }

  /**
   * The body, once. It ends well only where all of it has come.
   *
   * @param stallMs for which a client may send nothing while it is waited for
   * @throws Problem `query-timeout` for a client that stalls, `query-cancelled` for one that leaves;
   * `signal.reason`
   */
  async *read(signal: AbortSignal, stallMs: number): AsyncGenerator<Buffer, void, undefined> {
    const request = this.#request;
    const fill = (): void => {
      this.#fill();
    };
    for (const event of EVENTS) request.on(event, fill);
    signal.addEventListener('abort', fill);
    this.#clock?.stop();
    try {
      for (;;) {
        signal.throwIfAborted();
        this.#fill();
        const chunks = this.#take();
        if (chunks.length > 0) yield* this.#handOut(chunks);
        else if (request.readableEnded) break;
        else if (request.destroyed) throw left();
        else await this.#change(stallMs);
      }
      if (!request.complete) throw left();
    } finally {
      for (const event of EVENTS) request.off(event, fill);
      signal.removeEventListener('abort', fill);
      // What is left of the body is thrown away with the answer, and must not take for ever, either.
      this.#clock?.start();
    }
  }

  *#handOut(chunks: readonly Buffer[]): Generator<Buffer, void, undefined> {
    const timer = setTimeout(() => {
      this.#limit = AHEAD;
      this.#fill();
    }, WAITING_MS);
    try {
      for (const chunk of chunks) {
        timer.refresh();
        yield chunk;
        this.#limit = HIGH_WATER;
      }
    } finally {
      clearTimeout(timer);
    }
  }

  #fill(): void {
    while (this.#waiting < this.#limit && !this.#request.destroyed) {
      const chunk: unknown = this.#request.read();
      if (!Buffer.isBuffer(chunk)) break;
      this.#chunks.push(chunk);
      this.#waiting += chunk.length;
    }
    this.#wake?.();
  }

  #take(): readonly Buffer[] {
    const chunks = this.#chunks;
    this.#chunks = [];
    this.#waiting = 0;
    return chunks;
  }

  /** Resolves when something has happened. */
  async #change(stallMs: number): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => {
        reject(stalled(stallMs));
      }, stallMs);
      this.#wake = () => {
        clearTimeout(timer);
        this.#wake = undefined;
        resolve();
      };
    });
  }
}

const EVENTS = ['readable', 'end', 'error', 'close'] as const;

function stalled(ms: number): Problem {
  return new Problem('query-timeout', {
    detail: `Nothing of the body has come for ${ms} ms, so the copy was given up. Nothing was copied.`,
    owner: 'user',
  });
}

function left(): Problem {
  return new Problem('query-cancelled', {
    detail: 'The connection ended before the body did. Nothing was copied.',
    owner: 'user',
  });
}
