import type { Limits } from '../app/limits.ts';
import { durationText } from '../lists/times.ts';

/** After how long a run is to be cancelled. */
export interface TimeoutChoice {
  /** Milliseconds; undefined leaves it to the service. */
  readonly ms: number | undefined;
  readonly label: string;
}

type RunTimes = Pick<Limits['runs'], 'defaultTimeoutMs' | 'maxTimeoutMs'>;

const MINUTE = 60_000;
const BETWEEN = [5 * MINUTE, 10 * MINUTE, 30 * MINUTE, 120 * MINUTE];

/** What a person may choose, from the service's default to the longest that it allows. */
export function timeoutChoices(runs: RunTimes | undefined): readonly TimeoutChoice[] {
  if (runs === undefined) return [{ ms: undefined, label: UNKNOWN }];
  const { defaultTimeoutMs: usual, maxTimeoutMs: most } = runs;
  const between = BETWEEN.filter((ms) => ms > usual && ms < most);
  return [
    { ms: undefined, label: durationText(usual) },
    ...between.map((ms) => ({ ms, label: durationText(ms) })),
    ...(most > usual ? [{ ms: most, label: `${durationText(most)}, the longest` }] : []),
  ];
}

/** What stands in the bar for a choice. */
export function timeoutText(runs: RunTimes | undefined, chosenMs: number | undefined): string {
  const ms = chosenMs ?? runs?.defaultTimeoutMs;
  return ms === undefined ? UNKNOWN : durationText(ms);
}

const UNKNOWN = 'as the service has it';
