import type { Notice } from '../../connection/statement-events.js';
import { type CopyBody, type CopySource, withoutBom } from './copy-body.js';
import { type NdjsonOptions, NdjsonReader } from './ndjson-reader.js';

/**
 * NDJSON as COPY's text format; read up to the first row here, which names the columns.
 *
 * @throws Problem `copy-data-invalid`, and what the source throws
 */
export async function readNdjson(source: CopySource, options: NdjsonOptions): Promise<CopyBody> {
  const chunks = withoutBom(source);
  const reader = new NdjsonReader(options);
  const head: Buffer[] = [];
  let over = false;
  while (!reader.ready && !over) {
    const next = await chunks.next();
    over = next.done === true;
    head.push(...(next.done === true ? reader.end() : reader.push(next.value)));
  }
  return {
    columns: reader.columns,
    options: { format: 'text' },
    data: rest(chunks, reader, head),
    lineOf: (line) => reader.lineOf(line),
    notices: () => (reader.stopped ? [STOPPED] : []),
  };
}

const STOPPED: Notice = {
  severity: 'WARNING',
  sqlstate: '01000',
  message:
    'The answer that was copied had been stopped at a limit, so it was not the whole result.',
};

async function* rest(
  chunks: CopySource,
  reader: NdjsonReader,
  head: readonly Buffer[],
): CopySource {
  yield* head;
  for await (const chunk of chunks) yield* reader.push(chunk);
  yield* reader.end();
}
