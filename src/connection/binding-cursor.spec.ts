import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readBindingCursor, writeBindingCursor } from './binding-cursor.js';

it('comes back as it was', () => {
  const role = fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_.@+-]{0,62}$/);
  const group = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 });
  fc.assert(
    fc.property(fc.record({ role, group }), (cursor) => {
      fc.pre(!cursor.group.includes('\0'));
      expect(readBindingCursor(writeBindingCursor(cursor))).toEqual(cursor);
    }),
  );
});

it.each([
  '',
  'alice',
  'alice:',
  ':default',
  '1:default',
  'a b:default',
  'alice:\0',
  'alice:\ud800',
])('is not read from %j', (text) => {
  expect(readBindingCursor(text)).toBeUndefined();
});
