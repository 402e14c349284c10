import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { startOf, undisguised, visibleParts, visibleText } from './visible-text.ts';

const DANGEROUS = /[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069\p{Surrogate}]/u;
const texts = fc.string({
  unit: fc.oneof(
    fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
    fc.constantFrom('\u202e', '\u2066', '\u0000', '\u009b', '\ud800', '\n', '\r\n', '\t', 'é'),
  ),
});

describe('a visible text', () => {
  it('has nothing that moves or hides other text', () => {
    fc.assert(
      fc.property(texts, (text) => {
        expect(visibleText(text)).not.toMatch(DANGEROUS);
      }),
    );
  });

  it('has all of the rest, as it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('a', '<', '&', 'é', '😀', ' ') }), (text) => {
        expect(visibleParts(text)).toEqual([{ text, isSign: false }]);
      }),
    );
  });

  it('shows line ends and tabs by signs', () => {
    expect(visibleText('a\r\nb\nc\td')).toBe('a␍↵b↵c⇥d');
  });

  it('keeps its lines where it has several, and nothing else that is invisible', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const shown = undisguised(text);
        expect(shown.replaceAll(/[\t\r\n]/g, '')).not.toMatch(DANGEROUS);
        expect(shown.match(/[\t\r\n]/g)).toEqual(text.match(/[\t\r\n]/g));
      }),
    );
  });

  it('is cut between characters', () => {
    expect(startOf('a😀', 2)).toBe('a');
  });
});
