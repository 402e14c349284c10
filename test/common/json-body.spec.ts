import fc from 'fast-check';
import { detached } from '../../src/common/detached.js';
import { decodeJsonBody } from '../../src/common/json-body.js';
import { Problem } from '../../src/common/problem.js';

const LIMIT = 32;
const opened = (depth: number): string => '['.repeat(depth);
const nested = (depth: number): string => opened(depth) + ']'.repeat(depth);

/** The text, or the code of the refusal. */
function decoded(body: string | readonly number[]): string {
  try {
    return decodeJsonBody(typeof body === 'string' ? Buffer.from(body) : Uint8Array.from(body));
  } catch (error) {
    return error instanceof Problem ? error.code : String(error);
  }
}

describe('the depth of a body', () => {
  it.each([
    ['arrays', nested(LIMIT)],
    ['objects', '{"a":'.repeat(LIMIT) + '1' + '}'.repeat(LIMIT)],
    ['many, one behind another', `[${Array.from({ length: 5000 }, () => nested(2)).join()}]`],
  ])('may be 32 levels: %s', (_name, body) => {
    expect(decoded(body)).toBe(body);
  });

  it.each([
    ['arrays', nested(LIMIT + 1)],
    ['objects', '{"a":'.repeat(LIMIT + 1) + '1' + '}'.repeat(LIMIT + 1)],
    ['both in turn', '[{"a":'.repeat(17) + '1' + '}]'.repeat(17)],
    ['a hundred thousand that nothing closes', opened(100_000)],
    ['deep behind a string that ends in a backslash', `["\\\\",${nested(LIMIT)}]`],
    ['deep behind an escaped quote', `["\\"",${nested(LIMIT)}]`],
    ['deep in the middle only', `[[],${nested(LIMIT)},[]]`],
  ])('may not be 33: %s', (_name, body) => {
    expect(decoded(body)).toBe('malformed-request');
  });

  it.each([
    ['in a value', JSON.stringify([opened(1000)])],
    ['in a name', JSON.stringify({ [opened(1000)]: 1 })],
    ['behind an escaped quote', JSON.stringify([`"${opened(1000)}`])],
    ['behind an escaped backslash and quote', JSON.stringify([`\\"${opened(1000)}`])],
  ])('does not count brackets that are text: %s', (_name, body) => {
    expect(decoded(body)).toBe(body);
  });
});

describe('bytes that are not UTF-8', () => {
  it.each([
    ['a byte that there is not', [0x22, 0xff, 0x22]],
    ['an overlong slash', [0x22, 0xc0, 0xaf, 0x22]],
    ['a surrogate', [0x22, 0xed, 0xa0, 0x80, 0x22]],
    ['beyond the last character', [0x22, 0xf4, 0x90, 0x80, 0x80, 0x22]],
    ['a character that is cut off', [0x22, 0xe2, 0x82]],
    ['Latin-1', [0x22, 0xe9, 0x22]],
  ])('are refused, not replaced: %s', (_name, bytes) => {
    expect(decoded(bytes)).toBe('malformed-request');
  });

  it('are told from text with every kind of character', () => {
    const text = '"aé€😀\u{10ffff}\ufffd"';
    expect(decoded(text)).toBe(text);
  });
});

describe('a detached text', () => {
  it('is the same text, whatever its code units are', () => {
    const unit = fc.oneof(
      fc.integer({ min: 0, max: 0xffff }),
      fc.integer({ min: 0xd800, max: 0xdfff }),
      fc.constantFrom(0, 0xfeff, 0xfffe, 0xfffd),
    );
    const texts = fc.array(unit).map((units) => String.fromCharCode(...units));
    fc.assert(
      fc.property(texts, (text) => {
        expect(detached(text)).toBe(text);
      }),
      { numRuns: 2000 },
    );
  });
});
