import { isSqlText, isTextParam, MAX_SQL_BYTES } from '../../src/query/sql-text.js';

/** As the service gets it: what JSON made of a number's text. */
const parsed = (text: string): unknown => JSON.parse(text);

describe('a number as a parameter', () => {
  it.each(['0', '-1', '9007199254740991', '-9007199254740991', '1e15'])('may be %s', (text) => {
    expect(isTextParam(parsed(text))).toBe(true);
  });

  it.each(['0.5', '-3.25', '1e-7', '1234567.875'])('may be the fraction %s', (text) => {
    expect(isTextParam(parsed(text))).toBe(true);
  });

  it.each([
    '9007199254740992',
    '9007199254740993',
    '-9007199254740992',
    '12345678901234567890',
    '1e16',
    '1e300',
  ])('may not be %s, which JSON may have read as another one', (text) => {
    expect(isTextParam(parsed(text))).toBe(false);
  });

  it.each(['1e400', '-1e400'])('may not be %s, which JSON reads as an infinity', (text) => {
    expect(isTextParam(parsed(text))).toBe(false);
  });
});

describe('another parameter', () => {
  it.each([['text'], [''], ['😀'], [true], [false], [null]])('may be %j', (value) => {
    expect(isTextParam(value)).toBe(true);
  });

  it.each([['a\0b'], ['\ud800'], ['\udc00x'], [undefined], [{}], [[]], [[1]]])(
    'may not be %j',
    (value) => {
      expect(isTextParam(value)).toBe(false);
    },
  );
});

describe('the text of a statement', () => {
  it('may have 256 KiB in UTF-8 and not one byte more', () => {
    const text = 'é'.repeat(MAX_SQL_BYTES / 2);
    expect(isSqlText(text)).toBe(true);
    expect(isSqlText(`${text}x`)).toBe(false);
  });

  it.each([['select 1\0; drop table t'], ["select '\ud800'"], [1], [null]])(
    'may not be %j',
    (value) => {
      expect(isSqlText(value)).toBe(false);
    },
  );
});
