import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { timeoutChoices, timeoutText } from './timeout-choices.ts';

function labels(defaultTimeoutMs: number, maxTimeoutMs: number): string[] {
  return timeoutChoices({ defaultTimeoutMs, maxTimeoutMs }).map(({ label }) => label);
}

describe('timeoutChoices', () => {
  it.each([
    [60_000, 600_000, ['1 min', '5 min', '10 min, the longest']],
    [60_000, 7_200_000, ['1 min', '5 min', '10 min', '30 min', '2 h, the longest']],
    [60_000, 90_000, ['1 min', '1 min 30 s, the longest']],
    [30_000, 30_000, ['30 s']],
  ])('of a default of %i ms and at most %i ms are %j', (usual, most, expected) => {
    expect(labels(usual, most)).toEqual(expected);
  });

  it('begin with what the service does anyway, and end with the most, each longer than the last', () => {
    const times = fc.integer({ min: 1000, max: 86_400_000 });
    fc.assert(
      fc.property(times, times, (one, other) => {
        const runs = { defaultTimeoutMs: Math.min(one, other), maxTimeoutMs: Math.max(one, other) };
        const [first, ...rest] = timeoutChoices(runs).map(({ ms }) => ms);
        expect(first).toBeUndefined();
        const all = [runs.defaultTimeoutMs, ...rest.map((ms) => ms ?? 0)];
        expect(all).toEqual([...new Set(all)].sort((a, b) => a - b));
        expect(all.at(-1)).toBe(runs.maxTimeoutMs);
      }),
    );
  });

  it('leave it to the service while nothing is known of it', () => {
    expect(timeoutChoices(undefined)).toEqual([{ ms: undefined, label: 'as the service has it' }]);
    expect(timeoutText(undefined, undefined)).toBe('as the service has it');
  });
});

it('names what holds: the choice, or else the default', () => {
  const runs = { defaultTimeoutMs: 60_000, maxTimeoutMs: 600_000 };
  expect(timeoutText(runs, undefined)).toBe('1 min');
  expect(timeoutText(runs, 300_000)).toBe('5 min');
});
