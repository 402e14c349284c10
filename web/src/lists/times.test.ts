import { describe, expect, it } from 'vitest';
import { clockText, distanceText, durationText } from './times.ts';

describe('clockText', () => {
  it('shows local time to the second', () => {
    expect(clockText(new Date(2026, 0, 5, 7, 8, 9).toISOString())).toBe('2026-01-05 07:08:09');
  });

  it('leaves what is no time as it is', () => {
    expect(clockText('soon')).toBe('soon');
  });
});

describe('durationText', () => {
  it.each([
    [0, '0 ms'],
    [999, '999 ms'],
    [1000, '1.0 s'],
    [2190, '2.1 s'],
    [59_999, '59 s'],
    [60_000, '1 min'],
    [184_000, '3 min 4 s'],
    [3_900_000, '1 h 5 min'],
    [90_000_000, '1 d 1 h'],
  ])('%d ms: %s', (ms, text) => {
    expect(durationText(ms)).toBe(text);
  });
});

describe('distanceText', () => {
  const now = Date.parse('2026-11-26T12:00:00Z');

  it.each([
    ['2026-11-26T11:59:55Z', 'just now'],
    ['2026-11-26T12:00:05Z', 'in a moment'],
    ['2026-11-26T11:55:00Z', '5 min ago'],
    ['2026-11-26T15:00:00Z', 'in 3 h'],
    ['2026-11-20T12:00:00Z', '6 d ago'],
  ])('%s: %s', (iso, text) => {
    expect(distanceText(iso, now)).toBe(text);
  });
});
