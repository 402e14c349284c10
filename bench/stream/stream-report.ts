import type { BenchReport, Goal } from '../bench.js';
import type { Spread } from '../statistics.js';
import { figure, textTable } from '../text-table.js';
import type { Compared } from './compare.js';
import type { PeakMemory } from './memory.js';
import type { Neighbour } from './neighbour.js';
import type { StreamResults } from './stream.js';

const MOST_RATIO = 1;
const MOST_RSS_MB = 150;
/** How far the sizes may lie apart, largest to smallest. */
const MOST_GROWTH = 1.1;

const WEAK_SPOTS: Readonly<Record<string, string>> = {
  long: 'Texts of 1 KB',
  escapes: 'Four of ten characters escaped',
};

export function streamReport(results: StreamResults): BenchReport {
  const parts = [
    `${results.rows} rows of 8 columns, time against psql \\copy of the same round (${results.psql ?? 'no psql'})`,
    comparedTable(results.compared),
    ...results.weakSpots.flatMap(({ what, compared }) => [
      WEAK_SPOTS[what] ?? what,
      comparedTable(compared),
    ]),
    'Memory: a fresh service for each',
    memoryTable(results.memory),
    "Another person's small query, one at a time (ms)",
    neighbourTable(results.neighbours),
    ...results.profiles.flatMap(({ form, what, selfTimes }) => [
      `Where the main thread is: ${form}, ${what}`,
      textTable(
        ['function', 'ms', 'share'],
        selfTimes.map(({ where, ms, share }) => [where, figure(ms), `${figure(100 * share, 1)}%`]),
      ),
    ]),
    ...results.missing.map((line) => `Not measured: ${line}`),
  ];
  return { text: parts.join('\n\n'), goals: goalsOf(results), data: results };
}

function comparedTable(compared: readonly Compared[]): string {
  return textTable(
    ['way', 'ratio', 'min', 'max', 'ms', 'MB', 'peak RSS MB', 'CPU ms'],
    compared.map(({ way, ratio, ms, bytes, peakRssMb, cpuMs }) => [
      way,
      ...spread(ratio),
      figure(ms.median),
      figure(bytes === undefined ? undefined : bytes / 1e6, 1),
      figure(peakRssMb?.max),
      figure(cpuMs?.median),
    ]),
  );
}

function spread({ median, min, max }: Spread): string[] {
  return [median, min, max].map((value) => (Number.isNaN(value) ? '-' : figure(value, 2)));
}

function memoryTable(memory: readonly PeakMemory[]): string {
  return textTable(
    ['form', 'rows', 'idle RSS MB', 'peak RSS MB', 'ms'],
    memory.map(({ form, rows, idleMb, peakMb, ms }) => [
      form,
      String(rows),
      figure(idleMb),
      figure(peakMb),
      figure(ms),
    ]),
  );
}

function neighbourTable(neighbours: readonly Neighbour[]): string {
  return textTable(
    ['beside', 'p50 alone', 'p50 beside', 'p99 alone', 'p99 beside', 'most', 'failed'],
    neighbours.map(({ form, alone, beside }) => [
      form,
      ...[alone.p50Ms, beside.p50Ms, alone.p99Ms, beside.p99Ms, beside.maxMs].map((ms) =>
        figure(ms, 1),
      ),
      JSON.stringify({ ...alone.failures, ...beside.failures }),
    ]),
  );
}

function goalsOf({ compared, memory, psql }: StreamResults): Goal[] {
  const ratio = (name: string): Goal => {
    const median = compared.find(({ way }) => way === `pg-usher ${name}`)?.ratio.median;
    const known = psql !== undefined && median !== undefined;
    return {
      goal: `${name} in no more than psql's \\copy time`,
      measured: known ? `${figure(median, 2)} times` : 'not measured',
      met: known && median <= MOST_RATIO,
    };
  };
  const peaks = (form: string): number[] =>
    memory
      .filter((peak) => peak.form === form)
      .map(({ peakMb }) => peakMb)
      .filter((peak) => peak !== undefined);
  const all = [...peaks('ndjson'), ...peaks('csv')];
  const growth = Math.max(...['ndjson', 'csv'].map((form) => growthOf(peaks(form))));
  return [
    ratio('NDJSON'),
    ratio('CSV'),
    {
      goal: `peak RSS under ${MOST_RSS_MB} MB`,
      measured: all.length === 0 ? 'not measured' : `${figure(Math.max(...all))} MB`,
      met: all.length > 0 && Math.max(...all) < MOST_RSS_MB,
    },
    {
      goal: 'peak RSS the same within 10% for the three sizes',
      measured: all.length === 0 ? 'not measured' : `${figure(growth, 2)} times the smallest`,
      met: all.length > 0 && growth <= MOST_GROWTH,
    },
  ];
}

function growthOf(peaks: readonly number[]): number {
  return peaks.length === 0 ? 1 : Math.max(...peaks) / Math.min(...peaks);
}
