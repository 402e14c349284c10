/** Comments, quoted texts and names, dollar quotes, words, and single signs (PostgreSQL's lexer, roughly). */
const TOKEN =
  /--[^\n]*|'(?:[^']|'')*'|"(?:[^"]|"")*"|\$(?:[\p{L}_][\p{L}\p{N}_]*)?\$|[\p{L}_][\p{L}\p{N}_$]*|\/\*|\S/gu;

const READING: ReadonlySet<string> = new Set(['select', 'values', 'table', 'with', 'show']);

/** Words that change something when they stand outside of texts and quoted names. */
const CHANGING: ReadonlySet<string> = new Set([
  'insert',
  'update',
  'delete',
  'merge',
  'into',
  'nextval',
  'setval',
]);

export type Reading = 'plain-read' | 'may-change' | 'several';

/**
 * Whether a text looks as if running it again only reads. It is a guess, to ask a person by: a
 * function may change anything, and only PostgreSQL knows what a statement does.
 */
export function readingOf(sql: string): Reading {
  const words = tokensOf(sql);
  while (words.at(-1) === ';') words.pop();
  if (words.includes(';')) return 'several';
  const first = words.find((word) => word !== '(') ?? '';
  if (!READING.has(first) || words.some((word) => CHANGING.has(word))) return 'may-change';
  return 'plain-read';
}

/** In lower case; texts, quoted names and comments are left out. */
function tokensOf(sql: string): string[] {
  const tokens: string[] = [];
  const lexer = new RegExp(TOKEN);
  for (let found = lexer.exec(sql); found !== null; found = lexer.exec(sql)) {
    const [text] = found;
    if (text === '/*') lexer.lastIndex = commentEnd(sql, lexer.lastIndex);
    else if (text.length > 1 && text.startsWith('$')) {
      const end = sql.indexOf(text, lexer.lastIndex);
      lexer.lastIndex = end < 0 ? sql.length : end + text.length;
    } else if (text === "'" || text === '"') lexer.lastIndex = sql.length;
    else if (isEscapeString(text, sql, lexer.lastIndex)) {
      lexer.lastIndex = escapeStringEnd(sql, lexer.lastIndex + 1);
    } else if (!/^(?:--|'|")/.test(text)) tokens.push(text.toLowerCase());
  }
  return tokens;
}

/** Comments stand in each other. */
function commentEnd(sql: string, from: number): number {
  let depth = 1;
  const marks = /\/\*|\*\//g;
  marks.lastIndex = from;
  for (let mark = marks.exec(sql); mark !== null; mark = marks.exec(sql)) {
    depth += mark[0] === '/*' ? 1 : -1;
    if (depth === 0) return marks.lastIndex;
  }
  return sql.length;
}

function isEscapeString(text: string, sql: string, end: number): boolean {
  return text.toLowerCase() === 'e' && sql[end] === "'";
}

function escapeStringEnd(sql: string, from: number): number {
  for (let at = from; at < sql.length; at += 1) {
    if (sql[at] === '\\') at += 1;
    else if (sql[at] === "'") return at + 1;
  }
  return sql.length;
}
