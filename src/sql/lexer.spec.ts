import { beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { loadModule, scanSync } from 'libpg-query';
import { nextToken, type PlainQuotes, type Token } from './lexer.js';

const LONGEST = 256 * 1024;

function tokens(text: string, quotes: PlainQuotes = 'standard'): Token[] {
  const found: Token[] = [];
  for (let at = 0, token; (token = nextToken(text, at, quotes)) !== undefined; at = token.end) {
    found.push(token);
  }
  return found;
}

/** Each token as its kind and its text. */
function read(text: string, quotes: PlainQuotes = 'standard'): string[] {
  return tokens(text, quotes).map(({ kind, start, end }) => `${kind} ${text.slice(start, end)}`);
}

const OPERATORS = /^[~!@#^&|`?+\-*/%<>=]$/;

/**
 * Token texts of PostgreSQL's own scanner, or undefined where it refuses the text. Neighbouring
 * operators are one here, because where + and - part two of them is of no use to us.
 */
function postgresReads(text: string): string[] | undefined {
  const bytes = Buffer.from(text);
  try {
    const found = scanSync(text).tokens.map(({ start, end }) => ({ start, end }));
    return joined(
      found.map((one) => ({ ...one, text: bytes.toString('utf8', one.start, one.end) })),
    );
  } catch {
    return undefined;
  }
}

function weRead(text: string): string[] {
  return joined(
    tokens(text).map(({ start, end }) => ({ start, end, text: text.slice(start, end) })),
  );
}

function joined(parts: readonly { start: number; end: number; text: string }[]): string[] {
  const found: { end: number; text: string }[] = [];
  for (const { start, end, text } of parts) {
    const before = found.at(-1);
    const adjoins = before?.end === start;
    const operators = adjoins && isOperator(before.text) && isOperator(text);
    const national = adjoins && /^n$/i.test(before.text) && text.startsWith("'");
    if (before !== undefined && (operators || national)) {
      before.text += text;
      before.end = end;
    } else found.push({ end, text });
  }
  return found.map(({ text }) => text);
}

function isOperator(text: string): boolean {
  return Array.from(text).every((character) => OPERATORS.test(character));
}

/**
 * Where libpg-query's scanner is not PostgreSQL's: it takes "$1a", which is an error, and it keeps
 * comments, so that none stands between two parts of one string (see test/sql for the server).
 */
const LIBPG_QUERY_OF_ITS_OWN = /\$\d+(?:[A-Za-z_]|[^\0-\x7f])|'\s*--/;

const FRAGMENTS = [
  ...["'", "''", '"', '""', '\\', "\\'", '$', '$$', '$a$', '$b$', '$1', '$1a', '--', '/*', '*/'],
  ...['\n', '\r', ' ', '\t', '\v', '\f', '-', '/', '*', '+', '@', '::', ':', ':=', '=>', '..', '.'],
  ...['a', 'e', "E'", "u&'", 'U&"', "b'", "x'", "n'", 'é', '😀', 'e\u0301', '\u00a0', '\ufeff'],
  ...['1', '1.', '.5', '1e5', '1e', '0x1F', '0x', '1_000', '(', ')', '[', ']', ';', ',', '{', '!'],
  ...[
    'select',
    "'a'",
    "'a'\n'b'",
    "'a' -- x\n'b'",
    "'a'--x\n--y\n  'b'",
    "E'\\''\n'\\''",
    '?',
    '#',
  ],
  ...["U&'\\0061' uescape '!'", '/* /* */ */', '$a$ $b$ $a$', 'a$b$c', 'begin', 'end', '<', '|'],
];

describe('nextToken', () => {
  beforeAll(loadModule);

  it.each([
    ["'a''b' c", ["string 'a''b'", 'word c']],
    ["E'a\\'b' c", ["string E'a\\'b'", 'word c']],
    ["'a\\' c", ["string 'a\\'", 'word c']],
    ["'a'\n'b'", ["string 'a'\n'b'"]],
    ["'a' 'b'", ["string 'a'", "string 'b'"]],
    ["'a' -- x\n 'b'", ["string 'a' -- x\n 'b'"]],
    ["E'a'\n'\\''", ["string E'a'\n'\\''"]],
    ["b'1''0'", ["string b'1'", "string '0'"]],
    ['U&"a""b"', ['quoted-name U&"a""b"']],
    ['u & b', ['word u', 'operator &', 'word b']],
    ['$a$ $b$ $$ $a$', ['string $a$ $b$ $$ $a$']],
    ['a$$b$$', ['word a$$b$$']],
    ['$1', ['parameter $1']],
    ['/* /* */ */ 1', ['comment /* /* */ */', 'number 1']],
    ['1+--2\n3', ['number 1', 'operator +', 'comment --2', 'number 3']],
    ['1..2', ['number 1', 'symbol ..', 'number 2']],
    ['a::b := c', ['word a', 'symbol ::', 'word b', 'symbol :=', 'word c']],
    ['größe😀 x', ['word größe😀', 'word x']],
    ["a 'b", ['word a', "unterminated 'b"]],
    ['a /* /* */', ['word a', 'unterminated /* /* */']],
    ['"a', ['unterminated "a']],
    ['$$a', ['unterminated $$a']],
    ["E'a\\", ["unterminated E'a\\"]],
    ['\\d', ['symbol \\', 'word d']],
  ])('reads %j', (text, expected) => {
    expect(read(text)).toEqual(expected);
  });

  it('takes a backslash for an escape where standard_conforming_strings is off', () => {
    expect(read("'a\\'b' c", 'escaping')).toEqual(["string 'a\\'b'", 'word c']);
    expect(read("n'a\\'b' c", 'escaping')).toEqual(["string n'a\\'b'", 'word c']);
  });

  it('reads what PostgreSQL reads', () => {
    let compared = 0;
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...FRAGMENTS), { maxLength: 12 }), (parts) => {
        const text = parts.join('');
        const theirs = LIBPG_QUERY_OF_ITS_OWN.test(text) ? undefined : postgresReads(text);
        if (theirs === undefined) return;
        compared += 1;
        expect(weRead(text)).toEqual(theirs);
      }),
      { numRuns: 20_000 },
    );
    expect(compared).toBeGreaterThan(2000);
  });

  it('leaves nothing but blanks between tokens, whatever the text', () => {
    const texts = fc.oneof(
      fc.array(fc.constantFrom(...FRAGMENTS), { maxLength: 40 }).map((parts) => parts.join('')),
      fc.string({ unit: 'binary', maxLength: 60 }),
    );
    const modes = fc.constantFrom<PlainQuotes>('standard', 'escaping');
    fc.assert(
      fc.property(texts, modes, (text, quotes) => {
        let end = 0;
        for (const token of tokens(text, quotes)) {
          expect(text.slice(end, token.start)).toMatch(/^[ \t\n\r\f\v]*$/);
          expect(token.end).toBeGreaterThan(token.start);
          end = token.end;
        }
        expect(text.slice(end)).toMatch(/^[ \t\n\r\f\v]*$/);
      }),
    );
  });

  // With quadratic time each of these would be here for hours.
  it.each(["'a'--x\n", "'a'\n", '--\n', '/*', '/**/', '+/**/', '$a', '$a$b', '1_', '-+', "'", '$'])(
    'reads 256 KiB of %j',
    (part) => {
      const text = part.repeat(LONGEST / part.length);
      expect(tokens(text).at(-1)?.end).toBeGreaterThan(text.length - 10);
      const inString = tokens(`'a'\n${text}`);
      expect(inString.length).toBeGreaterThan(0);
    },
  );
});
