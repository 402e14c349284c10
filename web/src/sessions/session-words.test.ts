import { describe, expect, it } from 'vitest';
import { aboutConnections, browserName, connectionState, outcomeWords } from './session-words.ts';

describe('browserName', () => {
  it.each([
    ['Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', 'Firefox on Linux'],
    [
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/143.0 Safari/537.36 Edg/143.0',
      'Edge on Windows',
    ],
    [
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1 Version/18.0 Safari/604.1',
      'Safari on iPhone',
    ],
    ['curl/8.5.0', 'curl'],
    ['my-tool 1.0', 'my-tool 1.0'],
    [null, 'a program that did not say'],
  ])('%s', (userAgent, name) => {
    expect(browserName(userAgent)).toBe(name);
  });

  it('shortens a long name that it does not know', () => {
    expect(browserName('x'.repeat(100))).toHaveLength(41);
  });
});

describe('connectionState', () => {
  it('warns before whatever would be rolled back', () => {
    expect(connectionState('in transaction').loss).toContain('rolled back');
    expect(connectionState(null).loss).toContain('cancelled');
    expect(connectionState('idle').loss).toBeUndefined();
  });
});

describe('outcomeWords', () => {
  it('shows an outcome that it does not know as it is', () => {
    expect(outcomeWords('new-kind').text).toBe('new-kind');
  });

  it('says of what has none that it runs', () => {
    expect(outcomeWords(undefined).text).toBe('running');
  });
});

it('says how many connections one may have, once that is known', () => {
  expect(aboutConnections(5)).toMatch(/You may have 5 at once on each instance of pg-usher\.$/);
  expect(aboutConnections(undefined)).not.toContain('You may have');
});
