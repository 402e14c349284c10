import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Problem } from '../common/problem.js';
import { fingerprintOf, readIdempotencyKey } from './idempotency-key.js';

function refusalOf(header: string): unknown {
  try {
    return readIdempotencyKey(header);
  } catch (error) {
    return error instanceof Problem ? error.code : error;
  }
}

describe('the key', () => {
  it('is none where there is no header', () => {
    expect(readIdempotencyKey(undefined)).toBeUndefined();
  });

  it.each([
    ['"8e03978e-40d5-43dd-bc93-6894a57f9324"', '8e03978e-40d5-43dd-bc93-6894a57f9324'],
    ['8e03978e-40d5-43dd-bc93-6894a57f9324', '8e03978e-40d5-43dd-bc93-6894a57f9324'],
    ['"a, b"', 'a, b'],
    [String.raw`"a\"b\\c"`, String.raw`a"b\c`],
    [' order 66 ', 'order 66'],
    ['" "', ' '],
    [`"${'x'.repeat(255)}"`, 'x'.repeat(255)],
    [`"${String.raw`\"`.repeat(255)}"`, '"'.repeat(255)],
    ['a"b"', 'a"b"'],
    ['~', '~'],
  ])('of %s is %j', (header, key) => {
    expect(readIdempotencyKey(header)).toBe(key);
  });

  it.each([
    '',
    '  ',
    '""',
    '"',
    '"a',
    '"a" "b"',
    '"a", "b"',
    'a, b',
    '"a";b=1',
    String.raw`"a\b"`,
    'ä',
    '"ä"',
    'a\tb',
    'a\u007f',
    'x'.repeat(256),
    `"${'x'.repeat(256)}"`,
  ])('cannot be read from %j', (header) => {
    expect(refusalOf(header)).toBe('validation-failed');
  });

  it('comes back from its quotes, whatever printable characters it has', () => {
    const character = fc.integer({ min: 0x20, max: 0x7e }).map((code) => String.fromCharCode(code));
    fc.assert(
      fc.property(fc.string({ unit: character, minLength: 1, maxLength: 255 }), (key) => {
        const header = `"${key.replaceAll(/["\\]/g, String.raw`\$&`)}"`;
        expect(readIdempotencyKey(header)).toBe(key);
      }),
    );
  });

  it('or a refusal is what any header gives', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (header) => {
        const key = refusalOf(header);
        expect(key === 'validation-failed' || /^[\x20-\x7e]{1,255}$/.test(String(key))).toBe(true);
      }),
    );
  });
});

describe('the fingerprint', () => {
  it('does not depend on the order of fields, nor on fields that are not there', () => {
    const one = { sql: 'select $1', params: [1, 'a', null], server: { b: 1, a: 2 } };
    const same = {
      server: { a: 2, b: 1 },
      timeoutMs: undefined,
      params: [1, 'a', null],
      sql: 'select $1',
    };
    expect(fingerprintOf(same)).toBe(fingerprintOf(one));
    expect(fingerprintOf(one)).toMatch(/^[0-9a-f]{64}$/);
  });

  it.each<[object, object]>([
    [{ params: [1, 2] }, { params: [2, 1] }],
    [{ params: ['1'] }, { params: [1] }],
    [{ params: [null] }, { params: [] }],
    [{ sql: 'select 1' }, { sql: 'select 1 ' }],
    [{ a: 'b","c":"d' }, { a: 'b', c: 'd' }],
  ])('tells %j from %j', (one, other) => {
    expect(fingerprintOf(one)).not.toBe(fingerprintOf(other));
  });
});
