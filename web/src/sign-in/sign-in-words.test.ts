import { describe, expect, it } from 'vitest';
import { requestId, returnPath, signInWords } from './sign-in-words.ts';

describe('signInWords', () => {
  it('has words for a code that it does not know, and none of the address in them', () => {
    const words = signInWords('Your account is blocked, call 555');
    expect(words?.title).toBe('The sign-in did not succeed');
    expect(JSON.stringify(words)).not.toContain('555');
  });

  it('takes no name of an object for a code', () => {
    expect(signInWords('toString')?.title).toBe('The sign-in did not succeed');
    expect(signInWords('__proto__')?.title).toBe('The sign-in did not succeed');
  });

  it('says nothing when nothing went wrong', () => {
    expect(signInWords(undefined)).toBeUndefined();
  });
});

describe('requestId', () => {
  it('shows a UUID and nothing else', () => {
    const id = '80dc33c5-1111-4222-8333-444455556666';
    expect(requestId(id)).toBe(id);
    expect(requestId('call 555')).toBeUndefined();
    expect(requestId(`${id} call 555`)).toBeUndefined();
  });
});

describe('returnPath', () => {
  it.each(['/s/1/shop', '/s/1/shop?x=1#sql=select%201', '/'])('goes to %s', (path) => {
    expect(returnPath(path)).toBe(path);
  });

  it.each([
    undefined,
    '',
    'https://evil.example',
    '//evil.example',
    '/\\evil.example',
    'javascript:alert(1)',
    '/\t/evil.example',
    's/1',
  ])('does not leave the page for %j', (path) => {
    expect(new URL(returnPath(path), 'https://usher.example').origin).toBe('https://usher.example');
    expect(returnPath(path)).toBe('/');
  });
});
