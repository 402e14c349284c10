import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { headerWeights, prefersHtml } from './header-weights.js';

describe('prefersHtml', () => {
  it.each([
    [{ accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8' }, true],
    [{ accept: 'text/html, */*' }, true],
    [{ accept: 'TEXT/HTML;charset=utf-8' }, true],
    [{ accept: '*/*', 'sec-fetch-mode': 'navigate' }, true],
    [{ accept: '*/*', 'sec-fetch-mode': 'cors' }, false],
    [{}, false],
    [{ accept: '*/*' }, false],
    [{ accept: 'application/json' }, false],
    [{ accept: 'application/json, text/html' }, false],
    [{ accept: 'application/problem+json, text/html;q=0.9' }, false],
    [{ accept: 'text/html;q=0' }, false],
  ])('of %o is %s', (headers, expected) => {
    expect(prefersHtml(headers)).toBe(expected);
  });
});

describe('headerWeights', () => {
  it('are from 0 to 1 whatever is sent', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (text, q) => {
        for (const weight of headerWeights(`${text};q=${q},${text}`).values()) {
          expect(weight).toBeGreaterThanOrEqual(0);
          expect(weight).toBeLessThanOrEqual(1);
        }
      }),
    );
  });
});
