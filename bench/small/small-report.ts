import type { BenchReport, Goal } from '../bench.js';
import { figure, textTable } from '../text-table.js';
import type { Shares } from './shares.js';
import type { Answered, SmallResults } from './small.js';
import { AFTER, BEFORE, BETWEEN } from './timeline.js';

const LEAST_RATIO = 0.75;

/** What the gaps between the spans are. */
const GAPS: Readonly<Record<string, string>> = {
  [BEFORE]: 'routing: head to guards, with the body',
  [BETWEEN]: 'routing: guards to handler, validation',
  [AFTER]: 'sending the answer',
};

export function smallReport(results: SmallResults): BenchReport {
  const parts = [
    'select session_user, $1::int over keep-alive connections',
    answeredTable(results.answered),
    ...results.shares.flatMap((shares) => [
      `Where the time of one goes: ${shares.credential}, one at a time, ${shares.requests} requests`,
      sharesTable(shares),
      ...shares.missing.map(
        (name) => `Could not be watched, so its time is in another part: ${name}`,
      ),
    ]),
  ];
  return { text: parts.join('\n\n'), goals: goalsOf(results.answered), data: results };
}

function answeredTable(answered: readonly Answered[]): string {
  return textTable(
    ['who', 'at once', 'per second', 'ratio', 'min', 'max', 'p50 ms', 'p99 ms', 'failed'],
    answered.map(({ name, concurrency, perSecond, ratio, p50Ms, p99Ms, failures }) => [
      name,
      String(concurrency),
      figure(perSecond.median),
      ...[ratio.median, ratio.min, ratio.max].map((value) => figure(value, 2)),
      figure(p50Ms, 1),
      figure(p99Ms, 1),
      JSON.stringify(failures),
    ]),
  );
}

function sharesTable({ clientMs, parts }: Shares): string {
  const inside = Object.entries(parts);
  const service = inside.reduce((sum, [, ms]) => sum + ms, 0);
  const outside = Math.max(0, clientMs - service);
  const all = [...inside, ['client, sockets, node:http', outside] as const];
  const whole = service + outside;
  return textTable(
    ['part', 'ms', 'share'],
    [
      ...all
        .toSorted(([, a], [, b]) => b - a)
        .map(([name, ms]) => [GAPS[name] ?? name, figure(ms, 2), percent(ms / whole)]),
      ['together', figure(whole, 2), percent(1)],
    ],
  );
}

function percent(share: number): string {
  return `${figure(100 * share, 1)}%`;
}

function goalsOf(answered: readonly Answered[]): Goal[] {
  return answered
    .filter(({ name }) => name.startsWith('pg-usher'))
    .map(({ name, concurrency, ratio }) => ({
      goal: `${name}, ${concurrency} at once: ${LEAST_RATIO} of the bare route or more`,
      measured: figure(ratio.median, 2),
      met: ratio.median >= LEAST_RATIO,
      waits: 'waits until connections are leased',
    }));
}
