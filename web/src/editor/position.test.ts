import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { errorSpan, lineAndColumn, offsetOfPosition } from './position.ts';

// One, two, three and four bytes, and two UTF-16 units: what differs between ways of counting.
const TEXT = fc.string({ unit: fc.constantFrom('a', ' ', '\n', 'é', '字', '😀', '𝒳') });

describe('offsetOfPosition', () => {
  it('finds the very character, whatever planes the ones before it are of', () => {
    fc.assert(
      fc.property(TEXT, TEXT, (before, after) => {
        const position = [...before].length + 1;
        expect(offsetOfPosition(before + after, position)).toBe(before.length);
      }),
    );
  });

  it('stays in the text', () => {
    expect(offsetOfPosition('ab', 9)).toBe(2);
    expect(offsetOfPosition('ab', 0)).toBe(0);
  });
});

describe('errorSpan', () => {
  function underlined(document: string, sent: string, position: number): string {
    const { from, to } = errorSpan(sent, document.indexOf(sent), position);
    return document.slice(from, to);
  }

  it.each([
    ['select 1; select nothing from x', 'select nothing from x', 8, 'nothing'],
    ["-- 😀\nselect '😀', oops", "select '😀', oops", 13, 'oops'],
    ['select "no ""such" ', 'select "no ""such" ', 8, '"no ""such"'],
    ['select 1 +', 'select 1 +', 11, '+'],
    ['selekt 1', 'selekt 1', 1, 'selekt'],
    ['select (1', 'select (1', 8, '('],
  ])('%s, sent %s, at %i: %s', (document, sent, position, word) => {
    expect(underlined(document, sent, position)).toBe(word);
  });
});

describe('lineAndColumn', () => {
  it('counts from 1', () => {
    expect(lineAndColumn('a\n😀b', 4)).toEqual({ line: 2, column: 2 });
    expect(lineAndColumn('', 0)).toEqual({ line: 1, column: 1 });
  });
});
