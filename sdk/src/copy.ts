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
export type CopyBody = RawBody | AsyncIterable<string | Uint8Array>;

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
  if (!isPieces(body)) return { body, close: () => undefined };
  const iterator = body[Symbol.asyncIterator]();
  // Not every fetch cancels the stream of a request that was aborted or answered early. A source that
  // is stuck is not waited for, and how it closes is no matter of the copy.
  const close = (): void => void iterator.return?.().catch(() => undefined);
  return { body: toStream(iterator), close };
}

type Pieces = AsyncIterable<string | Uint8Array>;

function isPieces(body: CopyBody): body is Exclude<CopyBody, RawBody> {
  return (
    typeof body === 'object' &&
    Symbol.asyncIterator in body &&
    !(body instanceof ReadableStream) &&
    !(body instanceof Blob)
  );
}

function toStream(
  iterator: ReturnType<Pieces[typeof Symbol.asyncIterator]>,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const next = await iterator.next();
      if (next.done === true) controller.close();
      else {
        const { value } = next;
        controller.enqueue(typeof value === 'string' ? encoder.encode(value) : value);
      }
    },
  });
}
