import { join } from 'node:path';
import type { Bench, BenchOptions } from '../bench.js';
import { load as machineLoad } from '../machine-load.js';
import { type Place, PROGRAMS, publicOrigin, type Served } from '../place.js';
import type { LoadAnswer, LoadOrder } from '../programs/load.js';
import { runProgram } from '../run-program.js';
import { alternating, type Spread, spreadOf } from '../statistics.js';
import { queryOrder, SMALL_QUERY } from './query-order.js';
import { type Shares, sharesOf, startWatched } from './shares.js';
import { smallReport } from './small-report.js';

const CONCURRENCIES = [1, 16, 64] as const;

/** Somebody who answers small queries. */
interface Answerer {
  readonly name: string;
  readonly order: Pick<LoadOrder, 'url' | 'headers' | 'body'>;
}

/** One of them at one concurrency, over all rounds. */
export interface Answered {
  readonly name: string;
  readonly concurrency: number;
  readonly perSecond: Spread;
  /** Against the bare route in the same round. */
  readonly ratio: Spread;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Answers that were none, by status. */
  readonly failures: Readonly<Record<string, number>>;
}

export interface SmallResults {
  readonly answered: readonly Answered[];
  readonly shares: readonly Shares[];
}

/** A small query through the HTTP API beside a bare route on held connections. */
export const small: Bench = async (place, options) => {
  // The audit waits for the commit: what that costs is to be seen.
  await place.house.store.reload({
    settings: { fsync: true, synchronous_commit: true, full_page_writes: true },
  });
  const bare = await bareServer(place);
  const served = await place.startService();
  const order = { ...queryOrder(bare.origin, {}), body: JSON.stringify(SMALL_QUERY) };
  const answerers: Answerer[] = [
    { name: 'bare node:http + pg, connections held', order },
    { name: 'pg-usher, Bearer', order: queryOrder(served.origin, await bearer(place)) },
    { name: 'pg-usher, cookie', order: queryOrder(served.origin, await cookie(place, served)) },
  ];
  const answered: Answered[] = [];
  for (const concurrency of CONCURRENCIES) {
    answered.push(...(await compareAt(concurrency, answerers, options)));
  }
  await Promise.all([bare.stop(), served.stop()]);
  options.say('Where the time goes');
  const watched = await startWatched(place);
  const seconds = options.quick ? 3 : 15;
  const shares = [
    await sharesOf(watched, 'Bearer', { headers: await bearer(place), seconds }),
    await sharesOf(watched, 'cookie', { headers: await cookie(place, watched.served), seconds }),
  ];
  await watched.served.stop();
  return smallReport({ answered, shares });
};

function bareServer(place: Place): Promise<Served> {
  return place.serve({
    name: 'bare',
    args: [join(PROGRAMS, 'programs', 'bare-server.js')],
    env: (port) => ({
      PORT: String(port),
      BENCH_CONNECTION: JSON.stringify(place.direct('alice')),
    }),
    readyPath: '/ready',
  });
}

async function bearer(place: Place): Promise<Record<string, string>> {
  return { Authorization: `Bearer ${await place.token('alice')}` };
}

/** As a page of ours sends it. */
async function cookie(place: Place, served: Served): Promise<Record<string, string>> {
  return { Cookie: await place.cookie(served, 'alice'), Origin: publicOrigin(served.origin) };
}

/** In turns; the first is the yardstick. */
async function compareAt(
  concurrency: number,
  answerers: readonly Answerer[],
  { rounds, quick, say }: BenchOptions,
): Promise<Answered[]> {
  const loads = new Map<Answerer, LoadAnswer[]>(answerers.map((one) => [one, []]));
  for (const [index, round] of alternating(answerers, rounds).entries()) {
    say(`Concurrency ${concurrency}: round ${index + 1} of ${rounds}, load ${machineLoad()}`);
    for (const answerer of round) {
      const times = { warmUpSeconds: 1, seconds: quick ? 1 : 4 };
      const load = await runProgram('load', { ...answerer.order, concurrency, ...times });
      loads.get(answerer)?.push(load as LoadAnswer);
    }
  }
  const [first] = answerers;
  const yardstick = (first && loads.get(first)) ?? [];
  return answerers.map((one) =>
    summary(one, concurrency, { loads: loads.get(one) ?? [], yardstick }),
  );
}

function summary(
  { name }: Answerer,
  concurrency: number,
  { loads, yardstick }: { loads: readonly LoadAnswer[]; yardstick: readonly LoadAnswer[] },
): Answered {
  const failures: Record<string, number> = {};
  for (const load of loads) {
    for (const [status, count] of Object.entries(load.failures)) {
      failures[status] = (failures[status] ?? 0) + count;
    }
  }
  return {
    name,
    concurrency,
    perSecond: spreadOf(loads.map(({ perSecond }) => perSecond)),
    ratio: spreadOf(
      loads.map((load, round) => load.perSecond / (yardstick[round]?.perSecond ?? NaN)),
    ),
    p50Ms: spreadOf(loads.map(({ p50Ms }) => p50Ms)).median,
    p99Ms: spreadOf(loads.map(({ p99Ms }) => p99Ms)).median,
    failures,
  };
}
