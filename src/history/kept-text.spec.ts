import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { cutMessage, cutToBytes, MAX_ERROR_KEPT, storable } from './kept-text.js';

const anyText = fc.string({ unit: 'grapheme', maxLength: 60 });

describe('cutToBytes()', () => {
  it('keeps a text that fits, and of a longer one as many whole characters as fit', () => {
    fc.assert(
      fc.property(anyText, fc.integer({ min: 0, max: 80 }), (whole, bytes) => {
        const { text, cut } = cutToBytes(whole, bytes);
        expect(cut).toBe(Buffer.byteLength(whole) > bytes);
        expect(Buffer.byteLength(text)).toBeLessThanOrEqual(bytes);
        expect(text.isWellFormed()).toBe(true);
        expect(whole.startsWith(text)).toBe(true);
        const [next = ''] = whole.slice(text.length);
        if (cut) expect(Buffer.byteLength(text + next)).toBeGreaterThan(bytes);
      }),
    );
  });
});

describe('cutMessage()', () => {
  it.each([
    ['a short one as it is', 'x'.repeat(MAX_ERROR_KEPT), MAX_ERROR_KEPT],
    ['the beginning of a long one', 'x'.repeat(MAX_ERROR_KEPT + 1), MAX_ERROR_KEPT],
    ['no half of a character', `${'x'.repeat(MAX_ERROR_KEPT - 1)}🐘`, MAX_ERROR_KEPT - 1],
  ])('keeps %s', (_what, message, length) => {
    expect(cutMessage(message)).toBe(message.slice(0, length));
  });
});

describe('storable()', () => {
  it('leaves nothing in a text that PostgreSQL does not take', () => {
    expect(storable('a\0b\ud800c\udc00d🐘')).toBe('a\ufffdb\ufffdc\ufffdd🐘');
  });
});
