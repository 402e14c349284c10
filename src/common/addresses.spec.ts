import { describe, expect, it } from '@jest/globals';
import { addressMatcher, clientKey, isEverybody, isNetwork, plainAddress } from './addresses.js';

describe('addressMatcher', () => {
  const matches = addressMatcher([
    '10.1.0.0/16',
    '192.0.2.7',
    '2001:db8::/32',
    '::ffff:198.51.100.0/120',
  ]);

  it.each([
    '10.1.0.0',
    '10.1.255.255',
    '::ffff:10.1.2.3',
    '::FFFF:10.1.2.3',
    '192.0.2.7',
    '::ffff:192.0.2.7',
    '2001:db8::1',
    '2001:DB8:ffff::1',
    '198.51.100.9',
  ])('finds %s', (address) => {
    expect(matches(address)).toBe(true);
  });

  it.each([
    undefined,
    '',
    'localhost',
    '10.2.0.1',
    '192.0.2.70',
    '192.0.2.8',
    '::ffff:192.0.2.8',
    '2001:db9::1',
    '127.0.0.1',
    '::1',
    '10.1.0.1, 192.0.2.7',
    '10.1',
    '010.1.0.1',
  ])('does not find %s', (address) => {
    expect(matches(address)).toBe(false);
  });

  it('finds nobody in an empty list', () => {
    expect(addressMatcher([])('127.0.0.1')).toBe(false);
  });
});

describe('isNetwork', () => {
  it.each(['127.0.0.1', '::1', '10.0.0.0/8', '0.0.0.0/0', 'fd00::/8', '::ffff:10.0.0.0/104'])(
    'takes %s',
    (text) => {
      expect(isNetwork(text)).toBe(true);
    },
  );
  it.each([
    '',
    '*',
    'localhost',
    '10.0.0.0/33',
    '::/129',
    '10.0.0.0/',
    '10/8',
    '::1/64/2',
    'fe80::1%lo',
    '10.0.0.0/-1',
    '::ffff:10.0.0.0/8',
  ])('does not take %s', (text) => {
    expect(isNetwork(text)).toBe(false);
  });
  it('knows who names everybody', () => {
    expect(['0.0.0.0/0', '::/0', '::ffff:0.0.0.0/96', '10.0.0.0/8'].map(isEverybody)).toEqual([
      true,
      true,
      true,
      false,
    ]);
  });
});

describe('clientKey', () => {
  it('counts an IPv4 address as one, however it is written', () => {
    expect(clientKey('192.0.2.1')).toBe('192.0.2.1');
    expect(clientKey('::ffff:192.0.2.1')).toBe('192.0.2.1');
    expect(plainAddress('fe80::1%eth0')).toBe('fe80::1');
  });
  it('counts an IPv6 network of 64 bits as one client', () => {
    expect(clientKey('2001:db8:0:1::1')).toBe(clientKey('2001:db8:0:1:ffff:ffff:ffff:ffff'));
    expect(clientKey('2001:db8:0:1::1')).not.toBe(clientKey('2001:db8:0:2::1'));
    expect(clientKey('::1')).toBe('0:0:0:0');
    expect(clientKey('fe80::1%eth0')).toBe('fe80:0:0:0');
  });
  it('counts all that is no address as one client', () => {
    expect(clientKey('x'.repeat(10_000))).toBe('unknown');
    expect(clientKey('')).toBe('unknown');
  });
});
