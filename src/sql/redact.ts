import { isSign, nextToken, type Token, wordOf } from './lexer.js';
import { cutLikePsql } from './pieces.js';
import { isSecretive, namesSecret, takesBareValues, urlsWithPassword } from './secret-words.js';

/**
 * A text of SQL without the secrets that it may carry, for keeping. In a statement that speaks of a
 * password, a token, a key or the like anywhere (in a name, a string, a comment, in parts of strings
 * that are joined) no string and no comment stays, and nothing that stands for a secret without
 * quotes. Statements that do not are left as they are, to the byte.
 *
 * It takes away too much rather than too little. Where a quote has no end, or looks misplaced,
 * nothing is left from the first string on, because what is a string then is anybody's guess.
 *
 * It knows a secret by its company only: it cannot see one in `select login('bob', '…')`. Cut a text
 * after this, not before.
 */
export function redactSecrets(text: string): string {
  const statements = statementsOf(text);
  const secretive = secretiveOf(statements);
  const edits = [
    ...secretive.flatMap((statement) => editsOf(statement)),
    ...(secretive.length > 0 ? urlsWithPassword(text).map((url) => ({ ...url, by: '***' })) : []),
    ...copiedLines(statements, text),
    ...unreadable(statements, secretive.length > 0),
  ];
  return edited(text, edits);
}

/** A statement with the comments around it. */
interface Statement {
  /** The whole text, which the tokens are of. */
  readonly script: string;
  readonly tokens: readonly Token[];
  /** Its tokens between semicolons: with a parenthesis too many it is several statements. */
  readonly parts: readonly Part[];
}

interface Part {
  readonly tokens: readonly Token[];
  /** Its first words, in small letters, with blanks between. */
  readonly words: string;
}

/** What is written instead of a part of the text; UTF-16 units. */
interface Edit {
  readonly start: number;
  readonly end: number;
  readonly by: string;
}

/** Enough to know a statement by, a COPY with many columns included. */
const FIRST_WORDS = 100;

function statementsOf(text: string): readonly Statement[] {
  let at = 0;
  const { pieces } = cutLikePsql(text, 'standard');
  const parts = [...pieces, { end: text.length, quotes: 'standard' as const }];
  return parts.map(({ end, quotes }) => {
    const tokens: Token[] = [];
    for (let token; (token = nextToken(text, at, quotes)) !== undefined; at = token.end) {
      if (token.start >= end) break;
      tokens.push(token);
    }
    return { script: text, tokens, parts: partsOf(text, tokens) };
  });
}

function partsOf(text: string, tokens: readonly Token[]): readonly Part[] {
  const parts: Token[][] = [[]];
  for (const token of tokens) {
    if (isSign(text, token, ';')) parts.push([]);
    else parts.at(-1)?.push(token);
  }
  return parts.map((part) => ({ tokens: part, words: firstWords(text, part) }));
}

function begins({ parts }: Statement, words: RegExp): boolean {
  return parts.some((part) => words.test(part.words));
}

function firstWords(text: string, tokens: readonly Token[]): string {
  const words: string[] = [];
  for (const token of tokens) {
    const word = wordOf(text, token);
    if (word !== undefined) words.push(word);
    if (words.length === FIRST_WORDS) break;
  }
  return words.join(' ');
}

/** The statements that speak of a secret, and the EXECUTE of those that were PREPAREd. */
function secretiveOf(statements: readonly Statement[]): readonly Statement[] {
  const found = statements.filter(speaksOfSecret);
  if (!found.some((one) => begins(one, /^prepare /))) return found;
  const all = new Set(found);
  return statements.filter((one) => all.has(one) || begins(one, /^execute /));
}

function speaksOfSecret({ script, tokens, parts }: Statement): boolean {
  const [first, last] = [tokens[0], tokens.at(-1)];
  if (first === undefined || last === undefined) return false;
  if (parts.some(({ words }) => isSecretive(words))) return true;
  if (namesSecret(script.slice(first.start, last.end))) return true;
  const quoted = tokens
    .filter(({ kind }) => kind === 'string' || kind === 'quoted-name')
    .map((token) => raw(script, token));
  return quoted.some(isSpelledInNumbers) || namesSecret(quoted.map(content).join(''));
}

function raw(text: string, token: Token): string {
  return text.slice(token.start, token.end);
}

/** Whether a string or a name may spell a word in numbers: E'\x70…', U&'\0070…', U&"\0070…". */
function isSpelledInNumbers(token: string): boolean {
  return /^[Ee]'[^]*\\[0-7xuU]|^[Uu]&/.test(token);
}

/** What stands between the quotes. */
function content(string: string): string {
  return string.replace(/^(?:[A-Za-z]&?)?['"]|^\$[^$]*\$|['"]$|\$[^$]*\$$/g, '');
}

function editsOf(statement: Statement): readonly Edit[] {
  const { script, tokens } = statement;
  const edits = tokens.flatMap((token): Edit[] => {
    const by = replacement(raw(script, token), token.kind);
    return by === undefined ? [] : [{ start: token.start, end: token.end, by }];
  });
  const bare = statement.parts.flatMap((part) => bareValues(script, part));
  return [...edits, ...bare, ...backslashCommand(statement)];
}

function replacement(token: string, kind: Token['kind']): string | undefined {
  if (kind === 'string') return "'***'";
  if (kind === 'comment') return token.startsWith('--') ? '-- ***' : '/* *** */';
  // A connection string in the wrong quotes.
  return kind === 'quoted-name' && /=|:\/\//.test(token) ? '"***"' : undefined;
}

/** Secrets without quotes, or in those of a name: what follows a name that speaks of one. */
function bareValues(script: string, { tokens, words }: Part): readonly Edit[] {
  const read = tokens.filter(({ kind }) => kind !== 'comment');
  const bare = takesBareValues(words);
  const edits: Edit[] = [];
  for (const [index, token] of read.entries()) {
    if (!isSecretName(script, token)) continue;
    const at = valueAfter(script, read, index);
    const value = read[at];
    if (value === undefined || value.kind === 'string' || isSecretName(script, value)) continue;
    const { start, end } = value;
    if (bare && !isNoValue(script, value)) {
      return [...edits, { start, end: read.at(-1)?.end ?? end, by: '***' }];
    }
    const isAssigned = at > index + 1 && ['number', 'quoted-name'].includes(value.kind);
    if (isAssigned) edits.push({ start, end, by: '***' });
  }
  return edits;
}

/** The index of the first token after a name that may be its value. */
function valueAfter(script: string, tokens: readonly Token[], name: number): number {
  let at = name + 1;
  for (let token; (token = tokens[at]) !== undefined && isBetween(script, token);) at += 1;
  return at;
}

function isSecretName(text: string, token: Token): boolean {
  return (token.kind === 'word' || token.kind === 'quoted-name') && namesSecret(raw(text, token));
}

/** What may stand between the name of a secret and its value. */
function isBetween(text: string, token: Token): boolean {
  return ['=', ':=', '=>', 'to', 'by'].includes(raw(text, token).toLowerCase());
}

function isNoValue(text: string, token: Token): boolean {
  return ['null', 'default', ',', ')', ';'].includes(raw(text, token).toLowerCase());
}

/** psql's `\connect` and the like, which do not run here; they have no quotes to go by. */
function backslashCommand({ script, tokens }: Statement): readonly Edit[] {
  const [command, last] = [tokens.find((token) => isSign(script, token, '\\')), tokens.at(-1)];
  if (command === undefined || last === undefined) return [];
  return [{ start: command.end, end: last.end, by: '***' }];
}

/** The lines of data after a `COPY … FROM stdin`, which are no SQL. */
function copiedLines(statements: readonly Statement[], text: string): readonly Edit[] {
  const copy = statements.find((one) => begins(one, /^copy\b.* from stdin\b/));
  const last = copy?.tokens.at(-1);
  const after = last === undefined ? undefined : nextToken(text, last.end + 1);
  return after === undefined ? [] : [{ start: after.start, end: text.length, by: '***' }];
}

/** Where quotes cannot be trusted: all from the first string on. */
function unreadable(statements: readonly Statement[], secretive: boolean): readonly Edit[] {
  const last = statements.findLast(({ tokens }) => tokens.length > 0);
  const isOpen = last?.tokens.at(-1)?.kind === 'unterminated';
  if (last === undefined || (!isOpen && !secretive)) return [];
  const { script } = last;
  const all = statements.flatMap(({ tokens }) => tokens);
  if (!isOpen && !all.some((token, index) => isMisquoted(script, token, all[index + 1]))) return [];
  const first = all.find(({ kind }) => kind === 'string' || kind === 'unterminated');
  return first === undefined ? [] : [{ start: first.start, end: script.length, by: '***' }];
}

/**
 * Whether a string looks like one that begins where another one ends: a word begins right behind it,
 * or its closing quote has a backslash, and would be escaped where standard_conforming_strings is off.
 */
function isMisquoted(text: string, token: Token, next: Token | undefined): boolean {
  if (token.kind !== 'string' || text[token.end - 1] !== "'") return false;
  const isWord =
    next?.start === token.end && ['word', 'number', 'quoted-name', 'string'].includes(next.kind);
  return isWord || (text[token.end - 2] === '\\' && /^[nN']/.test(raw(text, token)));
}

function edited(text: string, edits: readonly Edit[]): string {
  let [result, read] = ['', 0];
  for (const { start, end, by } of edits.toSorted((one, other) => one.start - other.start)) {
    if (start >= read) result += text.slice(read, start) + by;
    read = Math.max(read, end);
  }
  return result + text.slice(read);
}
