import type { CallOptions, RawBody } from './operation-types.js';

type CopyQuery = CallOptions<'copyRows'>['query'];

export interface CopyOptions extends CopyQuery {
  /** How the rows are written. */
  format: 'csv' | 'ndjson';
  signal?: AbortSignal | undefined;
}

/** Rows in UTF-8. Streams as bodies work in Node, and in browsers over HTTP/2 that can send them. */
export type CopyBody = RawBody | AsyncIterable<string | Uint8Array>;

const CONTENT_TYPE = { csv: 'text/csv', ndjson: 'application/x-ndjson' } as const;

/** The options of `copyRows` for a copy. */
export function copyCall(
  id: string,
  { format, signal, ...query }: CopyOptions,
  body: RawBody,
): CallOptions<'copyRows'> {
  const headers = { 'Content-Type': CONTENT_TYPE[format] };
  return { path: { id }, query, headers, body, signal };
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
