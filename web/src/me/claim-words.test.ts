import { describe, expect, it } from 'vitest';
import { claimText, transformWords } from './claim-words.ts';

describe('claimText', () => {
  it.each([
    ['alice', '"alice"'],
    [7, '7'],
    [['alice'], '["alice"]'],
    [null, 'not sent'],
  ])('%j: %s', (value, text) => {
    expect(claimText(value)).toBe(text);
  });
});

describe('transformWords', () => {
  it('says what became of the claim', () => {
    expect(transformWords('strip-domain')).toContain('@');
    expect(transformWords('none')).toBe('taken as it is');
  });
});
