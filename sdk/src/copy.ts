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

function toStream(pieces: Pieces): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const next = await pieces.next();
      if (next.done === true) controller.close();
      else {
        const { value } = next;
        controller.enqueue(typeof value === 'string' ? encoder.encode(value) : value);
      }
    },
  });
}
