import type { BenchOptions } from '../bench.js';
import { load } from '../machine-load.js';
import { forgetPeak, usageOf } from '../process-usage.js';
import { alternating, type Spread, spreadOf } from '../statistics.js';
import type { BenchTable } from './tables.js';
import type { Way } from './ways.js';

/** What one way took over all rounds. */
export interface Compared {
  readonly way: string;
  readonly ms: Spread;
  /** Against the baseline of the same round, which is the next thing to it in time. */
  readonly ratio: Spread;
  /** Of the serving process; undefined where nothing serves, or there is no /proc. */
  readonly cpuMs?: Spread;
  readonly peakRssMb?: Spread;
  readonly bytes?: number;
}

interface Sample {
  readonly ms: number;
  readonly cpuMs: number | undefined;
  readonly peakRssMb: number | undefined;
  readonly bytes: number | undefined;
}

/**
 * All ways on one table, in turns. The first of them is the baseline.
 *
 * @throws Error when a way that worked before fails
 */
export async function compare(
  ways: readonly Way[],
  table: BenchTable,
  { rounds, say }: BenchOptions,
): Promise<Compared[]> {
  const samples = new Map<Way, Sample[]>(ways.map((way) => [way, []]));
  for (const [index, round] of alternating(ways, rounds).entries()) {
    say(`${table.what}, ${table.rows} rows: round ${index + 1} of ${rounds}, load ${load()}`);
    for (const way of round) samples.get(way)?.push(await sampleOf(way, table));
  }
  const [baseline] = ways;
  const yardstick = (baseline && samples.get(baseline)) ?? [];
  return ways.map((way) => summary(way, samples.get(way) ?? [], yardstick));
}

async function sampleOf(way: Way, table: BenchTable): Promise<Sample> {
  const pid = way.served?.pid;
  if (pid !== undefined) forgetPeak(pid);
  const before = pid === undefined ? undefined : usageOf(pid);
  const { ms, bytes } = await way.read(table, false);
  const after = pid === undefined ? undefined : usageOf(pid);
  return {
    ms,
    bytes,
    cpuMs: before && after && after.cpuMs - before.cpuMs,
    peakRssMb: after?.peakRssMb,
  };
}

function summary(way: Way, samples: readonly Sample[], yardstick: readonly Sample[]): Compared {
  const known = (values: readonly (number | undefined)[]): number[] =>
    values.filter((value) => value !== undefined);
  const cpuMs = known(samples.map((sample) => sample.cpuMs));
  const peaks = known(samples.map((sample) => sample.peakRssMb));
  const bytes = samples.at(-1)?.bytes;
  return {
    way: way.name,
    ms: spreadOf(samples.map(({ ms }) => ms)),
    ratio: spreadOf(samples.map(({ ms }, round) => ms / (yardstick[round]?.ms ?? NaN))),
    ...(cpuMs.length === 0 ? {} : { cpuMs: spreadOf(cpuMs) }),
    ...(peaks.length === 0 ? {} : { peakRssMb: spreadOf(peaks) }),
    ...(bytes === undefined ? {} : { bytes }),
  };
}
