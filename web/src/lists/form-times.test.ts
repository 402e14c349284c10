import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fieldOf, momentOf } from './form-times.ts';

const minutes = fc
  .date({ min: new Date('1990-01-01'), max: new Date('2090-01-01'), noInvalidDate: true })
  .map((date) => {
    date.setUTCSeconds(0, 0);
    return date;
  });
const ENDS = ['from', 'to'] as const;

describe.each(ENDS)('a time of a form, %s', (end) => {
  it('is the same after a way through an address', () => {
    fc.assert(
      fc.property(minutes, (date) => {
        const field = fieldOf(date.toISOString(), end);
        expect(fieldOf(momentOf(field, end), end)).toBe(field);
      }),
    );
  });

  it('is empty where there is none', () => {
    expect([momentOf('', end), momentOf('x', end), fieldOf('', end), fieldOf('x', end)]).toEqual([
      '',
      '',
      '',
      '',
    ]);
  });
});

it('counts the whole last minute', () => {
  const from = Date.parse(momentOf('2026-11-26T21:25', 'from'));
  const to = Date.parse(momentOf('2026-11-26T21:25', 'to'));
  expect(to - from).toBe(60_000);
});

it('shows the minute of a last moment within it', () => {
  const last = new Date(Date.parse(momentOf('2026-11-26T21:25', 'from')) + 30_000).toISOString();
  expect(fieldOf(last, 'to')).toBe('2026-11-26T21:25');
});
