import type { components } from './generated/contract.js';
import type { CallOptions, RawBody } from './operation-types.js';

/** What was copied. */
export type CopyAnswer = components['schemas']['CopyAnswerDto'];

interface Written {
  /** How the rows are written. */
  format: 'csv' | 'ndjson';
  signal?: AbortSignal | undefined;
}

type CopyQuery = CallOptions<'copyRows'>['query'];
type SessionCopyQuery = CallOptions<'copySessionRows'>['query'];

export interface CopyOptions extends CopyQuery, Written {}

/** On a database session, which has its database. */
export interface SessionCopyOptions extends SessionCopyQuery, Written {}

/** Rows in UTF-8. Streams as bodies work in Node, and in browsers over HTTP/2 that can send them. */
export type CopyBody = RawBody | ReadableStream<string> | AsyncIterable<string | Uint8Array>;

const CONTENT_TYPE = { csv: 'text/csv', ndjson: 'application/x-ndjson' } as const;

/** The options of `copyRows`, or `copySessionRows`, for a copy. */
export function copyCall<Options extends Written>(
  id: string,
  { format, signal, ...query }: Options,
  body: RawBody,
): CopyCall<Options> {
  const headers = { 'Content-Type': CONTENT_TYPE[format] };
  return { path: { id }, query, headers, body, signal };
}

interface CopyCall<Options> {
  path: { id: string };
  query: Omit<Options, keyof Written>;
  headers: { 'Content-Type': string };
  body: RawBody;
  signal: AbortSignal | undefined;
}

/** A body that can be sent, and what to do when it is not wanted any more. */
export interface CopySource {
  readonly body: RawBody;
  readonly close: () => void;
}

export function copySource(body: CopyBody): CopySource {
  if (typeof body === 'string' || body instanceof Uint8Array || body instanceof Blob) {
    return { body, close: () => undefined };
  }
  const pieces = body instanceof ReadableStream ? piecesOf(body) : body[Symbol.asyncIterator]();
  // Not every fetch cancels the stream of a request that was aborted or answered early. A source that
  // is stuck is not waited for, and how it closes is no matter of the copy.
  const close = (): void => void pieces.return?.().catch(() => undefined);
  return { body: toStream(pieces), close };
}

type Piece = string | Uint8Array;

/** What is needed of an iterator. */
interface Pieces {
  next(): Promise<IteratorResult<Piece, unknown>>;
  return?(): Promise<unknown>;
}

/** By its reader: not every browser can iterate a stream. */
function piecesOf(stream: ReadableStream<Piece>): Pieces {
  const reader = stream.getReader();
  return { next: () => reader.read(), return: () => reader.cancel() };
}

/**
 * What is sent at once at most, if as much is there within a moment. A chunk for each row would take
 * many times as long.
 */
const ENOUGH_BYTES = 256 * 1024;
/** A piece of a file, say, goes as it is. */
const LARGE_BYTES = 16 * 1024;
/** A source may keep everything else waiting for so long. */
const MOMENT_MS = 5;

/**
 * Sends what a source has, as soon as it has it. After each chunk everything else in the program has
 * its turn: a source that never waits would let nothing else happen, not even the answer be read.
 */
function toStream(pieces: Pieces): ReadableStream<Uint8Array> {
  const source = new PieceSource(pieces);
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const chunk = await source.chunk();
      if (chunk === undefined) controller.close();
      else controller.enqueue(chunk);
    },
  });
}

class PieceSource {
  readonly #pieces: Pieces;
  readonly #encoder = new TextEncoder();
  #coming: Promise<Uint8Array | undefined> | undefined;

  constructor(pieces: Pieces) {
    this.#pieces = pieces;
  }

  /** Undefined at the end. */
  async chunk(): Promise<Uint8Array | undefined> {
    const gathered: Uint8Array[] = [];
    let size = 0;
    let piece: Uint8Array | typeof LATE | undefined = await this.#next();
    const until = performance.now() + MOMENT_MS;
    const turn = nextTurn();
    while (piece !== undefined && piece !== LATE) {
      this.#coming = undefined;
      gathered.push(piece);
      size += piece.length;
      if (piece.length >= LARGE_BYTES) return joined(gathered, size);
      if (size >= ENOUGH_BYTES || performance.now() > until) break;
      piece = await Promise.race([this.#next(), turn]);
    }
    await turn;
    return gathered.length === 0 ? undefined : joined(gathered, size);
  }

  /** The same one until it has been taken; the end never is. */
  #next(): Promise<Uint8Array | undefined> {
    if (this.#coming === undefined) {
      this.#coming = this.#read();
      // Whoever waits for it hears of its failure. Where nobody does any more, the copy is over.
      this.#coming.catch(() => undefined);
    }
    return this.#coming;
  }

  async #read(): Promise<Uint8Array | undefined> {
    const { done, value } = await this.#pieces.next();
    if (done === true) return undefined;
    return typeof value === 'string' ? this.#encoder.encode(value) : value;
  }
}

const LATE = Symbol('late');

/** After whatever else the program has to do now. */
function nextTurn(): Promise<typeof LATE> {
  return new Promise((resolve) => {
    setTimeout(resolve, 0, LATE);
  });
}

function joined(pieces: readonly Uint8Array[], size: number): Uint8Array {
  const [only] = pieces;
  if (only !== undefined && pieces.length === 1) return only;
  const whole = new Uint8Array(size);
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}
