import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { csvRows, ndjsonRows } from './line-counter.js';
import { answer, readOrder } from './order.js';

export interface ReadOrder {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Counting looks at each byte, which is for runs that are not timed. */
  readonly count: 'ndjson' | 'csv' | 'nothing';
}

export interface ReadAnswer {
  readonly status: number;
  /** From the request to the last byte, with connecting. */
  readonly ms: number;
  readonly firstByteMs: number;
  /** Of the body. */
  readonly bytes: number;
  /** Undefined where they were not counted. */
  readonly rows?: number;
  /** How the body ends. */
  readonly tail: string;
}

const TAIL_BYTES = 2048;

/** A client that asks once and throws the answer away. */
async function main(): Promise<void> {
  const order = await readOrder<ReadOrder>();
  const begin = performance.now();
  const asked = request(order.url, { method: 'POST', headers: order.headers, agent: false });
  asked.end(order.body);
  const [response] = (await once(asked, 'response')) as [IncomingMessage];
  const counter = counterFor(order.count);
  let bytes = 0;
  let firstByteMs = 0;
  let last: Buffer[] = [];
  response.on('data', (chunk: Buffer) => {
    if (bytes === 0) firstByteMs = performance.now() - begin;
    bytes += chunk.length;
    counter?.add(chunk);
    last = chunk.length < TAIL_BYTES ? [...last.slice(-8), chunk] : [chunk];
  });
  // A body that breaks off is an 'error', which rejects.
  await once(response, 'end');
  answer({
    status: response.statusCode,
    ms: performance.now() - begin,
    firstByteMs,
    bytes,
    ...(counter === undefined ? {} : { rows: counter.rows }),
    tail: Buffer.concat(last).subarray(-TAIL_BYTES).toString(),
  });
}

function counterFor(form: ReadOrder['count']): ReturnType<typeof csvRows> | undefined {
  if (form === 'nothing') return undefined;
  return form === 'csv' ? csvRows() : ndjsonRows();
}

await main();
