import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Place, PROGRAMS, type Served } from '../place.js';
import type { LoadAnswer } from '../programs/load.js';
import type { WatchedSpans } from '../programs/watch-spans.js';
import { runProgram } from '../run-program.js';
import { queryOrder } from './query-order.js';
import { medianTimes } from './timeline.js';

/** Where the wall time of one small query goes, at one request at a time. */
export interface Shares {
  readonly credential: string;
  readonly requests: number;
  /** What the client waits for, median. */
  readonly clientMs: number;
  /** By part, median milliseconds; they need not add up to the median of the whole. */
  readonly parts: Readonly<Record<string, number>>;
  /** Parts that could not be watched; their time is in another one's. */
  readonly missing: readonly string[];
}

const WATCHER = join(PROGRAMS, 'programs', 'watch-spans.js');
const WRITE_PATIENCE_MS = 10_000;

/** A service with our watcher in it, and nothing else changed. */
export async function startWatched(place: Place): Promise<{ served: Served; file: string }> {
  const file = join(place.house.folder, 'spans.json');
  const served = await place.startService(['--import', pathToFileURL(WATCHER).href], {
    BENCH_SPANS_FILE: file,
  });
  return { served, file };
}

export async function sharesOf(
  { served, file }: { served: Served; file: string },
  credential: string,
  { headers, seconds }: { headers: Record<string, string>; seconds: number },
): Promise<Shares> {
  const order = queryOrder(served.origin, headers);
  const load = { ...order, concurrency: 1, warmUpSeconds: 1, seconds };
  const { p50Ms } = (await runProgram('load', load)) as LoadAnswer;
  const { requests, missing } = await spansOf(served, file);
  return {
    credential,
    requests: requests.length,
    clientMs: p50Ms,
    parts: Object.fromEntries(medianTimes(requests)),
    missing,
  };
}

async function spansOf({ pid }: Served, file: string): Promise<WatchedSpans> {
  rmSync(file, { force: true });
  process.kill(pid, 'SIGUSR2');
  const deadline = Date.now() + WRITE_PATIENCE_MS;
  while (!existsSync(file) && Date.now() < deadline) {
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  // It is written in one step, and read once it is no longer growing.
  await new Promise((resolve) => setTimeout(resolve, 500));
  return JSON.parse(readFileSync(file, 'utf8')) as WatchedSpans;
}
