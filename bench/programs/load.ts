import { once } from 'node:events';
import { Agent, type IncomingMessage, request } from 'node:http';
import { quantile } from '../statistics.js';
import { answer, readOrder } from './order.js';

export interface LoadOrder {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Requests in flight, each on a connection that is kept. */
  readonly concurrency: number;
  /** Not counted. */
  readonly warmUpSeconds: number;
  readonly seconds: number;
}

export interface LoadAnswer {
  readonly requests: number;
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
  /** Answers with another status than 200, by status. */
  readonly failures: Readonly<Record<string, number>>;
}

/** Asks the same over and over for some seconds, as many at a time as ordered. */
async function main(): Promise<void> {
  const order = await readOrder<LoadOrder>();
  const agent = new Agent({ keepAlive: true, maxSockets: order.concurrency });
  await ask(order, agent, order.warmUpSeconds);
  const { latencies, failures, ms } = await ask(order, agent, order.seconds);
  agent.destroy();
  const sorted = latencies.toSorted((a, b) => a - b);
  const result: LoadAnswer = {
    requests: sorted.length,
    perSecond: (1000 * sorted.length) / ms,
    p50Ms: quantile(sorted, 0.5),
    p99Ms: quantile(sorted, 0.99),
    maxMs: quantile(sorted, 1),
    failures,
  };
  answer(result);
}

interface Asked {
  readonly latencies: number[];
  readonly failures: Record<string, number>;
  readonly ms: number;
}

async function ask(order: LoadOrder, agent: Agent, seconds: number): Promise<Asked> {
  const latencies: number[] = [];
  const failures: Record<string, number> = {};
  const begin = performance.now();
  const deadline = begin + 1000 * seconds;
  const asker = async (): Promise<void> => {
    while (performance.now() < deadline) {
      const asked = performance.now();
      const status = await askOnce(order, agent);
      latencies.push(performance.now() - asked);
      if (status !== 200) failures[status] = (failures[status] ?? 0) + 1;
    }
  };
  await Promise.all(Array.from({ length: order.concurrency }, asker));
  return { latencies, failures, ms: performance.now() - begin };
}

/** One request, its answer read to the end; its status. */
async function askOnce({ url, headers, body }: LoadOrder, agent: Agent): Promise<number> {
  const asked = request(url, { method: 'POST', headers, agent });
  asked.end(body);
  const [response] = (await once(asked, 'response')) as [IncomingMessage];
  response.resume();
  await once(response, 'end');
  return response.statusCode ?? 0;
}

await main();
