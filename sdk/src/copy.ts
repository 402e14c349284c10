import type { CallOptions } from './operation-types.js';

type CopyQuery = CallOptions<'copyRows'>['query'];

export interface CopyOptions extends CopyQuery {
  /** How the rows are written. */
  format: 'csv' | 'ndjson';
  signal?: AbortSignal | undefined;
}

/** Rows in UTF-8. Streams as bodies work in Node, and in browsers over HTTP/2 that can send them. */
export type CopyBody =
  | string
  | Uint8Array<ArrayBuffer>
  | Blob
  | ReadableStream<Uint8Array>
  | AsyncIterable<string | Uint8Array>;

const CONTENT_TYPE = { csv: 'text/csv', ndjson: 'application/x-ndjson' } as const;

/** The options of `copyRows` for a copy. */
export function copyCall(
  id: string,
  { format, signal, ...query }: CopyOptions,
  body: CopyBody,
): CallOptions<'copyRows'> {
  return {
    path: { id },
    query,
    headers: { 'Content-Type': CONTENT_TYPE[format] },
    body: isPieces(body) ? toStream(body) : body,
    signal,
  };
}

function isPieces(body: CopyBody): body is AsyncIterable<string | Uint8Array> {
  return (
    typeof body === 'object' &&
    Symbol.asyncIterator in body &&
    !(body instanceof ReadableStream) &&
    !(body instanceof Blob)
  );
}

function toStream(pieces: AsyncIterable<string | Uint8Array>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  const iterator = pieces[Symbol.asyncIterator]();
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const next = await iterator.next();
      if (next.done === true) controller.close();
      else
        controller.enqueue(
          typeof next.value === 'string' ? encoder.encode(next.value) : next.value,
        );
    },
    async cancel() {
      await iterator.return?.();
    },
  });
}
