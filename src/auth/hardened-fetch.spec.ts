import { describe, expect, it } from '@jest/globals';
import { isAllowedUrl } from './hardened-fetch.js';

describe('isAllowedUrl', () => {
  it.each(['https://idp.example/token', 'https://127.0.0.1/', 'https://[::1]:8443/a?b=c'])(
    'allows %s',
    (url) => {
      expect([isAllowedUrl(url, false), isAllowedUrl(url, true)]).toEqual([true, true]);
    },
  );

  it.each(['http://localhost:1/', 'http://127.0.0.1:1/', 'http://127.9.9.9/', 'http://[::1]/'])(
    'allows %s only where the issuer is on this machine, too',
    (url) => {
      expect([isAllowedUrl(url, false), isAllowedUrl(url, true)]).toEqual([false, true]);
    },
  );

  it.each([
    'http://idp.example/',
    'http://localhost.evil.example/',
    'http://127.0.0.1.evil.example/',
    'http://10.0.0.1/',
    'http://169.254.169.254/latest/meta-data',
    'http://0.0.0.0/',
    'https://user:password@idp.example/',
    'https://user@idp.example/',
    'ftp://localhost/',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'data:text/plain,x',
    '//idp.example/',
    '/token',
    '',
    'https://',
  ])('does not allow %s', (url) => {
    expect([isAllowedUrl(url, false), isAllowedUrl(url, true)]).toEqual([false, false]);
  });
});
