import { describe, expect, it } from '@jest/globals';
import { explainText } from './explain.js';

describe('explainText', () => {
  it.each(['plan', 'analyze'] as const)('finds positions of the statement (%s)', (mode) => {
    const { text, toOriginal } = explainText("select '😀', oops", mode);
    const found = Array.from(text.slice(0, text.indexOf('oops'))).length + 1;
    expect(toOriginal(found)).toBe(13);
    expect(toOriginal(1)).toBe(1);
  });

  it('leaves the statement as it is, comments in front of it included', () => {
    expect(explainText('-- why\nselect 1', 'plan').text).toBe(
      'EXPLAIN (FORMAT JSON, SETTINGS) -- why\nselect 1',
    );
  });
});
