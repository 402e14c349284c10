import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readCursor, writeCursor } from './time-cursor.js';

it('comes back as it was', () => {
  const at = fc.date({
    min: new Date(0),
    max: new Date(9_999_999_999_999),
    noInvalidDate: true,
  });
  fc.assert(
    fc.property(fc.record({ at, id: fc.uuid() }), (cursor) => {
      expect(readCursor(writeCursor(cursor))).toEqual(cursor);
    }),
  );
});

it.each([
  '',
  '.',
  '1',
  '1.x',
  '-1.2e5c7d3e-1f4a-4b6c-8d9e-0a1b2c3d4e5f',
  '1.2E5C7D3E-1F4A-4B6C-8D9E-0A1B2C3D4E5F',
  '99999999999999.2e5c7d3e-1f4a-4b6c-8d9e-0a1b2c3d4e5f',
  ' 1.2e5c7d3e-1f4a-4b6c-8d9e-0a1b2c3d4e5f',
])('is not read from %j', (text) => {
  expect(readCursor(text)).toBeUndefined();
});
