/** A piece of an SQL text. White space is between tokens. */
export interface Token {
  readonly kind: 'word' | 'quoted' | 'number' | 'string' | 'comment' | 'sign';
  readonly from: number;
  /** Excluded. */
  readonly to: number;
  /** A name as the catalog has it: words folded to lower case, quotes taken off; else the text. */
  readonly name: string;
  /** False for a string, a comment or a quoted name that the text ends within. */
  readonly closed: boolean;
}

const SPACE = /\s+/y;
const WORD = /[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*/y;
const NUMBER = /\d[\w.]*/y;
const QUOTED = /"(?:[^"]|"")*("?)/y;
const LINE_COMMENT = /--[^\n\r]*/y;
const DOLLAR = /\$(?:[A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*)?\$/y;
const PLAIN_STRING = /(?:[bBxXnN]|[uU]&)?'(?:[^']|'')*('?)/y;
const ESCAPE_STRING = /[eE]'(?:[^'\\]|''|\\[^])*('?)/y;

/** Cuts an SQL text into tokens. Takes every text: what it does not know is a sign. */
export function tokensOf(sql: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < sql.length) {
    const space = match(SPACE, sql, at);
    if (space !== null) {
      at += space[0].length;
      continue;
    }
    const token = tokenAt(sql, at);
    tokens.push(token);
    at = token.to;
  }
  return tokens;
}

function tokenAt(sql: string, at: number): Token {
  return (
    stringAt(sql, at) ??
    commentAt(sql, at) ??
    nameAt(sql, at) ?? { kind: 'sign', from: at, to: at + 1, name: sql.charAt(at), closed: true }
  );
}

function nameAt(sql: string, at: number): Token | null {
  const word = match(WORD, sql, at);
  if (word !== null) return piece('word', at, word[0], { name: word[0].toLowerCase() });
  const number = match(NUMBER, sql, at);
  if (number !== null) return piece('number', at, number[0], {});
  const quoted = match(QUOTED, sql, at);
  if (quoted === null) return null;
  const closed = quoted[1] === '"';
  const inner = quoted[0].slice(1, closed ? -1 : undefined);
  return piece('quoted', at, quoted[0], { name: inner.replaceAll('""', '"'), closed });
}

function stringAt(sql: string, at: number): Token | null {
  const text = match(ESCAPE_STRING, sql, at) ?? match(PLAIN_STRING, sql, at);
  if (text !== null) return piece('string', at, text[0], { closed: text[1] === "'" });
  const dollar = match(DOLLAR, sql, at);
  if (dollar === null) return null;
  const tag = dollar[0];
  const end = sql.indexOf(tag, at + tag.length);
  const to = end === -1 ? sql.length : end + tag.length;
  return piece('string', at, sql.slice(at, to), { closed: end !== -1 });
}

function commentAt(sql: string, at: number): Token | null {
  const line = match(LINE_COMMENT, sql, at);
  // A comment of a line goes on until that line ends, so a cursor behind it is still within.
  if (line !== null) return piece('comment', at, line[0], { closed: false });
  if (!sql.startsWith('/*', at)) return null;
  let depth = 1;
  let end = at + 2;
  while (end < sql.length && depth > 0) {
    if (sql.startsWith('/*', end)) depth += 1;
    else if (sql.startsWith('*/', end)) depth -= 1;
    else {
      end += 1;
      continue;
    }
    end += 2;
  }
  return piece('comment', at, sql.slice(at, end), { closed: depth === 0 });
}

function match(pattern: RegExp, sql: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(sql);
}

function piece(
  kind: Token['kind'],
  from: number,
  text: string,
  { name = text, closed = true }: { readonly name?: string; readonly closed?: boolean },
): Token {
  return { kind, from, to: from + text.length, name, closed };
}
