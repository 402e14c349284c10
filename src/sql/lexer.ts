/**
 * The words of SQL, by the rules of PostgreSQL's scanner (src/backend/parser/scan.l) and of psql's
 * (src/fe_utils/psqlscan.l), which reads on where the server would stop.
 *
 * libpg-query has the scanner itself, which takes 220 to 340 ms and 60 MB for 256 KiB of SQL,
 * because it writes JSON, and says nothing of a text with one quote too few. This one takes 15 ms
 * and always says something; lexer.spec.ts compares the two, token by token. Every rule moves
 * forward and none looks at a character more than a few times: the time is linear in the text.
 */

export type TokenKind =
  | 'comment'
  /** A key word, or a name without quotes. */
  | 'word'
  | 'quoted-name'
  /** Of any kind: '…', E'…', U&'…', B'…', X'…', N'…', $$…$$, with its continuations. */
  | 'string'
  | 'number'
  /** `$1` */
  | 'parameter'
  | 'operator'
  /** `::`, `:=`, `..`, and any other single character, one that SQL does not know included. */
  | 'symbol'
  /** A quote or a comment that has no end: the rest of the text. */
  | 'unterminated';

/** A piece of the text; offsets in UTF-16 units, `end` is exclusive. */
export interface Token {
  readonly kind: TokenKind;
  readonly start: number;
  readonly end: number;
}

/** What a backslash in '…' is: a character, or an escape (standard_conforming_strings = off). */
export type PlainQuotes = 'standard' | 'escaping';

interface Place {
  readonly text: string;
  readonly start: number;
  readonly quotes: PlainQuotes;
}

/** Reads the token of one kind that begins at a place, if there is one. */
type Reader = (place: Place) => Token | undefined;

const BLANKS = /[ \t\n\r\f\v]*/y;
const LINE_COMMENT = /--[^\n\r]*/y;
const COMMENT_EDGE = /\/\*|\*\//g;
// To PostgreSQL every byte beyond ASCII is a letter.
const WORD = /[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*/y;
const STRING_START = /(?:[EeBbXxNn]|[Uu]&)?'/y;
const QUOTED_NAME_START = /(?:[Uu]&)?"/y;
const DOLLAR_TAG = /\$(?:[A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*)?\$/y;
// Letters that follow at once are junk, and part of the number.
const PARAMETER = /\$\d+(?:[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*)?/y;
const NUMBER =
  /(?:0[xX](?:_?[\da-fA-F])+|0[oO](?:_?[0-7])+|0[bB](?:_?[01])+|(?:\d(?:_?\d)*(?:\.(?!\.)(?:\d(?:_?\d)*)?)?|\.\d(?:_?\d)*)(?:[eE][+-]?\d(?:_?\d)*)?)(?:[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*)?/y;
// An operator ends where a comment begins.
const OPERATOR = /(?:[~!@#^&|`?+*%<>=]|-(?!-)|\/(?!\*))+/y;
const SYMBOL = /::|:=|\.\.|[^]/y;
const QUOTE_OR_BACKSLASH = /['\\]/g;
const NEWLINE = /[\n\r]/;

const WORDS: readonly Reader[] = [looking('word', WORD)];

/** Who is asked for a token that begins with a character, by its code; in this order. */
const READERS = Array.from({ length: 128 }, (_, code) => readersOf(String.fromCharCode(code)));

function readersOf(character: string): readonly Reader[] {
  const symbol = looking('symbol', SYMBOL);
  const operator = looking('operator', OPERATOR);
  if (/[ebxnu]/i.test(character)) return [string, quotedName, ...WORDS];
  if (/[a-z_]/i.test(character)) return WORDS;
  if (/[\d.]/.test(character)) return [looking('number', NUMBER), symbol];
  if (/[-/]/.test(character)) return [comment, operator];
  if (/[~!@#^&|`?+*%<>=]/.test(character)) return [operator];
  if (character === '$') return [dollarString, looking('parameter', PARAMETER), symbol];
  if (character === "'") return [string];
  return character === '"' ? [quotedName] : [symbol];
}

/** The first token at or after an offset; undefined where only blanks are left. */
export function nextToken(
  text: string,
  from: number,
  quotes: PlainQuotes = 'standard',
): Token | undefined {
  const start = afterBlanks(text, from);
  if (start >= text.length) return undefined;
  const place = { text, start, quotes };
  for (const read of READERS[text.charCodeAt(start)] ?? WORDS) {
    const token = read(place);
    if (token !== undefined) return token;
  }
  return undefined;
}

/** A word as PostgreSQL reads it, for comparing with key words; of other tokens nothing. */
export function wordOf(text: string, token: Token): string | undefined {
  return token.kind === 'word' ? text.slice(token.start, token.end).toLowerCase() : undefined;
}

/** Whether a token is this one operator or symbol. */
export function isSign(text: string, token: Token, sign: string): boolean {
  return (
    (token.kind === 'symbol' || token.kind === 'operator') &&
    token.end - token.start === sign.length &&
    text.startsWith(sign, token.start)
  );
}

function afterBlanks(text: string, from: number): number {
  // What is larger than a space is not blank; most tokens follow one another at once.
  return text.charCodeAt(from) > 0x20 ? from : (endOf(BLANKS, text, from) ?? from);
}

/** Where a sticky expression that begins here ends. */
function endOf(sticky: RegExp, text: string, at: number): number | undefined {
  sticky.lastIndex = at;
  return sticky.test(text) ? sticky.lastIndex : undefined;
}

/** A reader of what looks like that. */
function looking(kind: TokenKind, sticky: RegExp): Reader {
  return ({ text, start }) => {
    const end = endOf(sticky, text, start);
    return end === undefined ? undefined : { kind, start, end };
  };
}

function unterminated({ text, start }: Place): Token {
  return { kind: 'unterminated', start, end: text.length };
}

function comment(place: Place): Token | undefined {
  const { text, start } = place;
  const line = endOf(LINE_COMMENT, text, start);
  if (line !== undefined) return { kind: 'comment', start, end: line };
  if (!text.startsWith('/*', start)) return undefined;
  COMMENT_EDGE.lastIndex = start + 2;
  for (let depth = 1; depth > 0;) {
    const edge = COMMENT_EDGE.exec(text);
    if (edge === null) return unterminated(place);
    depth += edge[0] === '/*' ? 1 : -1;
  }
  return { kind: 'comment', start, end: COMMENT_EDGE.lastIndex };
}

function string(place: Place): Token | undefined {
  const { text, start, quotes } = place;
  const open = endOf(STRING_START, text, start);
  if (open === undefined) return undefined;
  const prefix = text.slice(start, open - 1).toLowerCase();
  const plain = prefix === '' || prefix === 'n';
  const style = {
    escapes: prefix === 'e' || (plain && quotes === 'escaping'),
    // In B'…' and X'…' a second quote begins another string.
    doubles: prefix !== 'b' && prefix !== 'x',
  };
  for (let at: number | undefined = open; ;) {
    const end = closingQuote(text, at, style);
    if (end === undefined) return unterminated(place);
    at = continuation(text, end);
    if (at === undefined) return { kind: 'string', start, end };
  }
}

/** The offset after the quote that closes a string whose content begins here. */
function closingQuote(
  text: string,
  content: number,
  { escapes, doubles }: { readonly escapes: boolean; readonly doubles: boolean },
): number | undefined {
  for (let at = content; ;) {
    const found = escapes ? quoteOrBackslash(text, at) : text.indexOf("'", at);
    if (found === -1) return undefined;
    const skipped = text[found] === '\\' || (doubles && text[found + 1] === "'");
    if (!skipped) return found + 1;
    at = found + 2;
  }
}

function quoteOrBackslash(text: string, at: number): number {
  QUOTE_OR_BACKSLASH.lastIndex = at;
  return QUOTE_OR_BACKSLASH.exec(text)?.index ?? -1;
}

/**
 * Where a closed string goes on: behind the next quote, if only blanks and line comments stand
 * before it, and a newline among them.
 */
function continuation(text: string, from: number): number | undefined {
  let at = from;
  for (let more = true; more;) {
    const blanks = endOf(BLANKS, text, at) ?? at;
    const line = endOf(LINE_COMMENT, text, blanks);
    more = line !== undefined;
    at = line ?? blanks;
  }
  return text[at] === "'" && NEWLINE.test(text.slice(from, at)) ? at + 1 : undefined;
}

function quotedName(place: Place): Token | undefined {
  const { text, start } = place;
  const open = endOf(QUOTED_NAME_START, text, start);
  if (open === undefined) return undefined;
  for (let at = open; ;) {
    const quote = text.indexOf('"', at);
    if (quote === -1) return unterminated(place);
    if (text[quote + 1] !== '"') return { kind: 'quoted-name', start, end: quote + 1 };
    at = quote + 2;
  }
}

function dollarString(place: Place): Token | undefined {
  const { text, start } = place;
  const open = endOf(DOLLAR_TAG, text, start);
  if (open === undefined) return undefined;
  const tag = text.slice(start, open);
  const close = text.indexOf(tag, open);
  return close === -1 ? unterminated(place) : { kind: 'string', start, end: close + tag.length };
}
