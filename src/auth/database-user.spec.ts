import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Problem } from '../common/problem.js';
import { parseDatabaseUser } from './database-user.js';

/** The code of the refusal, or the name that was let through. */
function outcome(value: unknown): string {
  try {
    return `accepted ${parseDatabaseUser('db_user', value)}`;
  } catch (error) {
    if (error instanceof Problem) return error.code;
    throw error;
  }
}

const UNICODE_SPACES = [
  0x09, 0x0a, 0x0b, 0x0c, 0x0d, 0x20, 0x85, 0xa0, 0x1680, 0x2000, 0x2001, 0x2002, 0x2003, 0x2004,
  0x2005, 0x2006, 0x2007, 0x2008, 0x2009, 0x200a, 0x2028, 0x2029, 0x202f, 0x205f, 0x3000,
].map((point) => String.fromCodePoint(point));

const CONFUSABLES = [
  '\u0430lice', // Cyrillic a
  'alic\u0435', // Cyrillic e
  'al\u0131ce', // dotless i
  '\uff41lice', // fullwidth a
  'a\u200blice', // zero width space
  '\ufeffalice', // byte order mark
  '\u202ealice', // right-to-left override
  'alic\u00e9', // NFC
  'alice\u0301', // NFD
  'a\u00adlice', // soft hyphen
  '\u{1d41a}lice', // mathematical bold a
  '\u212alice', // Kelvin sign
  'ali\u2024ce', // one dot leader
  'alice\u0000', // NUL at the end
  '\ud800alice', // lone high surrogate
  'alice\udfff', // lone low surrogate
];

describe('parseDatabaseUser', () => {
  it.each(['alice', 'Alice', '_', 'a', 'a.b', 'eve@example.com', 'a+b-c', '_1', 'x'.repeat(63)])(
    'lets %p through unchanged',
    (name) => {
      expect(parseDatabaseUser('db_user', name)).toBe(name);
    },
  );

  it.each([undefined, null, ''])('says that %p is missing', (value) => {
    expect(outcome(value)).toBe('claim-missing');
  });

  it.each([
    0,
    1,
    -1.5,
    true,
    false,
    [],
    ['alice'],
    ['alice', 'postgres'],
    {},
    { name: 'alice' },
    { toString: () => 'alice' },
    Object('alice'),
  ])('refuses a value that is no primitive string: %p', (value) => {
    expect(outcome(value)).toBe('claim-invalid');
  });

  it('refuses a blank of any kind at the front, the end and inside, and never trims', () => {
    expect(UNICODE_SPACES).toHaveLength(25);
    for (const space of UNICODE_SPACES) {
      for (const name of [`${space}alice`, `alice${space}`, `al${space}ice`, space]) {
        expect(outcome(name)).toBe('claim-invalid');
      }
    }
  });

  it.each(CONFUSABLES)('refuses a name that only looks like another: %j', (name) => {
    expect(outcome(name)).toBe('claim-invalid');
  });

  it.each([
    '+group',
    '/regex',
    '@file',
    '-x',
    '.x',
    '1a',
    'a b',
    "a'b",
    'a"b',
    'a\\b',
    'a,b',
    'a/b',
  ])('refuses %p', (name) => {
    expect(outcome(name)).toBe('claim-invalid');
  });

  it('counts bytes, not characters, for every length from 1 to 200', () => {
    for (let length = 1; length <= 200; length++) {
      const name = 'a'.repeat(length);
      expect(outcome(name)).toBe(length <= 63 ? `accepted ${name}` : 'claim-invalid');
      expect(outcome('é'.repeat(length))).toBe('claim-invalid');
    }
  });

  it('refuses a NUL anywhere in any name', () => {
    const part = fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_.@+-]{0,20}$/);
    fc.assert(
      fc.property(part, part, (before, after) => {
        expect(outcome(`${before}\0user\0${after}`)).toBe('claim-invalid');
        expect(outcome(`${before}\0`)).toBe('claim-invalid');
        expect(outcome(`\0${after}`)).toBe('claim-invalid');
      }),
    );
  });

  it('gives back exactly what it was given, or a claim problem, for any value', () => {
    const anything = fc.oneof(fc.string({ unit: 'binary', maxLength: 80 }), fc.jsonValue());
    fc.assert(
      fc.property(anything, (value) => {
        expect([
          typeof value === 'string' ? `accepted ${value}` : '',
          'claim-invalid',
          'claim-missing',
        ]).toContain(outcome(value));
      }),
      { numRuns: 2000 },
    );
  });

  it('accepts only names that survive a round trip through UTF-8 and fit into 63 bytes', () => {
    const names = fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_.@+-]{0,80}$/);
    fc.assert(
      fc.property(names, (name) => {
        expect(outcome(name)).toBe(name.length <= 63 ? `accepted ${name}` : 'claim-invalid');
      }),
    );
  });

  it('names the claim and the fault without repeating the value', () => {
    const name = 'bob\0user\0alice';
    expect(() => parseDatabaseUser('pg_role', name)).toThrow(/"pg_role".*U\+0000/);
    expect(() => parseDatabaseUser('pg_role', name)).not.toThrow(/bob/);
    expect(() => parseDatabaseUser('pg_role', 'x'.repeat(64))).toThrow(/64 bytes/);
    expect(() => parseDatabaseUser('pg_role', 1)).toThrow(/a number/);
    expect(() => parseDatabaseUser('pg_role', undefined)).toThrow(/no "pg_role"/);
  });
});
