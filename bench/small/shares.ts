import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Place, PROGRAMS, type Served } from '../place.js';
import type { LoadAnswer } from '../programs/load.js';
import type { WatchedSpans } from '../programs/watch-spans.js';
import { runProgram } from '../run-program.js';
import { readWhenWritten } from '../signalled-file.js';
import { queryOrder } from './query-order.js';
import { middleTimes } from './timeline.js';

/** Where the wall time of one small query goes, at one request at a time. */
export interface Shares {
  readonly credential: string;
  readonly requests: number;
  /** What the client waits for, median. */
  readonly clientMs: number;
  /** By part, milliseconds; the mean of all requests but the fastest and the slowest tenth. */
  readonly parts: Readonly<Record<string, number>>;
  /** Parts that could not be watched; their time is in another one's. */
  readonly missing: readonly string[];
}

const WATCHER = join(PROGRAMS, 'programs', 'watch-spans.js');

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
    parts: Object.fromEntries(middleTimes(requests)),
    missing,
  };
}

async function spansOf({ pid }: Served, file: string): Promise<WatchedSpans> {
  rmSync(file, { force: true });
  process.kill(pid, 'SIGWINCH');
  return (await readWhenWritten(file)) as WatchedSpans;
}
