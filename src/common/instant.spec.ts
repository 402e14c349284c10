import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readInstant } from './instant.js';

const TIMES = { min: new Date('0001-01-02T00:00:00Z'), max: new Date('9999-12-30T00:00:00Z') };
const two = (value: number): string => String(value).padStart(2, '0');

it('reads a moment at whatever offset it is written', () => {
  const offset = fc.integer({ min: -(24 * 60 - 1), max: 24 * 60 - 1 });
  fc.assert(
    fc.property(fc.date({ ...TIMES, noInvalidDate: true }), offset, (moment, minutes) => {
      const local = new Date(moment.getTime() + minutes * 60_000).toISOString().slice(0, 23);
      const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60];
      const text = `${local}${minutes < 0 ? '-' : '+'}${two(hours)}:${two(rest)}`;
      expect(readInstant(text)).toBe(moment.toISOString().replace('Z', '000Z'));
    }),
  );
});

it('keeps microseconds', () => {
  expect(readInstant('2026-11-26T08:30:00.123456Z')).toBe('2026-11-26T08:30:00.123456Z');
});

it('takes a leap second for the first of the next minute', () => {
  expect(readInstant('2016-12-31T23:59:60Z')).toBe('2017-01-01T00:00:00.000000Z');
});

it('takes small letters, as RFC 3339 does', () => {
  expect(readInstant('2026-11-26t08:30:00z')).toBe('2026-11-26T08:30:00.000000Z');
});

it.each([
  '',
  '2026-11-26',
  '2026-11-26T08:30Z',
  '2026-11-26T08:30:00',
  '2026-11-26 08:30:00Z',
  '2026-11-26T08:30:00.Z',
  '2026-11-26T08:30:00.1234567Z',
  '2026-11-26T08:30:00 01:00',
  '2026-11-26T24:00:00Z',
  '2026-11-26T08:60:00Z',
  '2026-11-26T08:30:61Z',
  '2026-11-26T08:30:00+24:00',
  '2026-11-26T08:30:00+00:60',
  '2026-02-29T08:30:00Z',
  '2026-00-26T08:30:00Z',
  '2026-13-26T08:30:00Z',
  '2026-11-00T08:30:00Z',
  '0000-11-26T08:30:00Z',
  '0001-01-01T00:30:00+01:00',
  '9999-12-31T23:30:00-01:00',
  'now',
  '2026-11-26T08:30:00Z\n',
])('reads nothing from %j', (text) => {
  expect(readInstant(text)).toBeUndefined();
});
