import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { safeReturnTo } from './return-to.js';

const ORIGIN = 'https://usher.example';
const EVIL = 'evil.example';

/** Hosts that a payload wants to get to, each in every disguise below. */
const DISGUISES: ((host: string) => string)[] = [
  (host) => `//${host}`,
  (host) => `///${host}`,
  (host) => `////${host}`,
  (host) => `/\\${host}`,
  (host) => `\\/${host}`,
  (host) => `\\\\${host}`,
  (host) => `/\\/${host}`,
  (host) => `//\\${host}`,
  (host) => `\\${host}`,
  (host) => `/\t/${host}`,
  (host) => `/\n/${host}`,
  (host) => `/\r/${host}`,
  (host) => `\t//${host}`,
  (host) => `\n//${host}`,
  (host) => ` //${host}`,
  (host) => `/\0/${host}`,
  (host) => `/\u0085/${host}`,
  (host) => `/.//${host}`,
  (host) => `/..//${host}`,
  (host) => `/./..//${host}`,
  (host) => `/a/..//${host}`,
  (host) => `/a/../..//${host}`,
  (host) => `/%2e%2e//${host}`,
  (host) => `/.%2e//${host}`,
  (host) => `http://${host}`,
  (host) => `https://${host}`,
  (host) => `https:${host}`,
  (host) => `https:/${host}`,
  (host) => `https:\\${host}`,
  (host) => `HTTPS://${host}`,
  (host) => `ht\ttps://${host}`,
  (host) => `http:///${host}`,
  (host) => `ftp://${host}`,
  (host) => `//user@${host}`,
  (host) => `//usher.example@${host}`,
  (host) => `//usher.example:x@${host}`,
  (host) => `https://usher.example@${host}`,
  (host) => `https://usher.example.${host}`,
  (host) => `//${host}/usher.example`,
  (host) => `//${host}#usher.example`,
  (host) => `//${host}?usher.example`,
  (host) => host,
  (host) => `.${host}`,
  (host) => `@${host}`,
  (host) => `:443@${host}`,
  (host) => `?//${host}`,
  (host) => `#//${host}`,
];

const OTHERS = [
  'javascript:alert(1)',
  'JavaScript:alert(1)',
  'java\nscript:alert(1)',
  ' javascript:alert(1)',
  'data:text/html,<script>alert(1)</script>',
  'vbscript:x',
  'file:///etc/passwd',
  'blob:https://usher.example/x',
  'about:blank',
  'mailto:a@b.example',
  '',
  ' ',
  '.',
  '..',
  'path',
  'path/more',
  '\\',
  '\0',
  '/\0',
  '/a\nb',
  '/a\rSet-Cookie: x=y',
  '/a\\b',
  '//',
  '///',
  '/\\',
  `/${'a'.repeat(3000)}`,
  null,
  undefined,
  0,
  true,
  {},
  [],
  ['/a'],
  ['/a', '//evil.example'],
  { toString: () => '/a' },
];

describe('safeReturnTo', () => {
  const hosts = [EVIL, '127.0.0.1', '[::1]', 'evil%00.example', '０x7f.1'];
  const payloads: unknown[] = [...DISGUISES.flatMap((disguise) => hosts.map(disguise)), ...OTHERS];

  it('sends nobody to another origin', () => {
    expect(payloads.length).toBeGreaterThan(250);
    const left = payloads.filter((payload) => {
      const path = safeReturnTo(payload, ORIGIN);
      // What a browser makes of it, on any page of ours.
      const pages = [`${ORIGIN}/`, `${ORIGIN}/api/v1/auth/callback/oidc?code=1`];
      return pages.some((page) => new URL(path, page).origin !== ORIGIN);
    });
    expect(left).toEqual([]);
  });

  it('sends home whoever asks for anything but a path', () => {
    for (const payload of OTHERS) expect(safeReturnTo(payload, ORIGIN)).toBe('/');
  });

  it.each([
    ['/', '/'],
    ['/servers', '/servers'],
    ['/servers/1?tab=query#row-2', '/servers/1?tab=query#row-2'],
    ['/a b', '/a%20b'],
    ['/ä', '/%C3%A4'],
    ['/a/../b', '/b'],
    ['/a?next=//evil.example', '/a?next=//evil.example'],
    ['/@evil.example', '/@evil.example'],
    ['/a//b', '/a//b'],
  ])('keeps a path of ours: %s', (value, path) => {
    expect(safeReturnTo(value, ORIGIN)).toBe(path);
  });

  it('gives an ASCII path of our origin whatever it is given', () => {
    const part = fc.constantFrom(
      '/',
      '\\',
      '.',
      '..',
      '%2f',
      '%5c',
      ':',
      '@',
      'a',
      '\t',
      'é',
      '?',
      '#',
    );
    const any = fc.oneof(
      fc.array(part, { maxLength: 12 }).map((parts) => parts.join('')),
      fc.string(),
    );
    fc.assert(
      fc.property(any, (value) => {
        const path = safeReturnTo(value, ORIGIN);
        expect(path).toMatch(/^\/(?![/\\])[\x20-\x7e]*$/);
        expect(new URL(path, `${ORIGIN}/x/y`).origin).toBe(ORIGIN);
        expect(safeReturnTo(path, ORIGIN)).toBe(path);
      }),
      { numRuns: 2000 },
    );
  });
});
