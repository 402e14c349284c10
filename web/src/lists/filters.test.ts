import { describe, expect, it } from 'vitest';
import { readFilters, writeFilters } from './filters.ts';

describe('readFilters', () => {
  it('takes numbers and truth for the texts that they were', () => {
    expect(readFilters(['q', 'server'], { q: 42, server: true })).toEqual({
      q: '42',
      server: 'true',
    });
  });

  it('has an empty text for what is not there or is no text', () => {
    expect(readFilters(['q', 'server'], { q: { a: 1 }, other: 'x' })).toEqual({
      q: '',
      server: '',
    });
  });
});

describe('writeFilters', () => {
  it('leaves out what is empty', () => {
    expect(writeFilters({ q: '', server: 's' })).toEqual({ server: 's' });
  });
});
