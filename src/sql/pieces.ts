import { isSign, nextToken, type PlainQuotes, type Token, wordOf } from './lexer.js';

/** A statement's part of a text: from its first token or comment to its last; UTF-16 units. */
export interface Piece {
  readonly start: number;
  /** Exclusive; before the semicolon. */
  readonly end: number;
  /** How '…' reads here. */
  readonly quotes: PlainQuotes;
}

export interface Cut {
  readonly pieces: readonly Piece[];
  /** Whether there was `BEGIN ATOMIC`: only there do these rules guess. */
  readonly hasRoutineBody: boolean;
}

/** Says of each token of a text, in order, whether it is the semicolon that ends a statement. */
type EndRule = (token: Token) => boolean;

/**
 * Cuts a text into statements as psql does: at each semicolon that stands outside of quotes,
 * comments, parentheses and the `BEGIN ATOMIC … END` of a routine. In the grammar of PostgreSQL 18
 * (gram.y: stmtmulti, RuleActionMulti, routine_body_stmt_list) there are no other semicolons, so for
 * a text that PostgreSQL takes these are the grammar's own statements; only in a routine's body does
 * it take a parser to tell the END from a column that is called so.
 *
 * A quote without an end goes to the end of the text. Comments alone are no statement.
 */
export function cutLikePsql(text: string, quotes: PlainQuotes): Cut {
  const rules = new PsqlRules(text);
  const pieces = cutAt(text, (token) => rules.ends(token), quotes);
  return { pieces, hasRoutineBody: rules.hasRoutineBody };
}

/** Cuts a text at these semicolons. */
export function cutAtOffsets(text: string, offsets: readonly number[]): readonly Piece[] {
  const ends = new Set(offsets);
  return cutAt(text, (token) => ends.has(token.start), 'standard');
}

// The byte order mark of files that come from Windows; psql skips it, too.
const BYTE_ORDER_MARK = '\ufeff';

function cutAt(text: string, ends: EndRule, initial: PlainQuotes): readonly Piece[] {
  const pieces: Piece[] = [];
  let quotes = initial;
  let piece: { start: number; end: number; hasSql: boolean } | undefined;
  const close = (): void => {
    if (piece?.hasSql === true) {
      pieces.push({ start: piece.start, end: piece.end, quotes });
      quotes = quotesAfter(text.slice(piece.start, piece.end)) ?? quotes;
    }
    piece = undefined;
  };
  let at = text.startsWith(BYTE_ORDER_MARK) ? 1 : 0;
  for (let token; (token = nextToken(text, at, quotes)) !== undefined; at = token.end) {
    // A semicolon that nothing stands before ends an empty statement, which the grammar leaves out.
    if (ends(token) || (piece?.hasSql !== true && isSign(text, token, ';'))) {
      close();
      continue;
    }
    piece ??= { start: token.start, end: token.end, hasSql: false };
    piece.end = token.end;
    piece.hasSql ||= token.kind !== 'comment';
  }
  close();
  return pieces;
}

const SETTING =
  /^set\s+(?:(?:session|local)\s+)?standard_conforming_strings\s*(?:=|\sto\s)\s*'?(\w+)'?$/i;

/** How '…' reads after a statement, if it is one that says so. */
function quotesAfter(statement: string): PlainQuotes | undefined {
  if (statement.length > 128) return undefined;
  const value = SETTING.exec(statement)?.[1]?.toLowerCase();
  if (value === undefined) return undefined;
  return ['off', 'of', 'false', 'no', '0'].includes(value) ? 'escaping' : 'standard';
}

const ROUTINE = /^create (?:or replace )?(?:function|procedure)\b/;

/** The rules of psqlscan.l; but `BEGIN` opens a body only before `ATOMIC`, as in the grammar. */
class PsqlRules {
  readonly #text: string;
  #parentheses = 0;
  /** `BEGIN ATOMIC` and each `CASE` in it that wait for their `END`. */
  #blocks = 0;
  /** The statement's first words, enough to know a routine by. */
  #first: string[] = [];
  #isRoutine = false;
  #previous: string | undefined;
  hasRoutineBody = false;

  constructor(text: string) {
    this.#text = text;
  }

  ends(token: Token): boolean {
    if (token.kind === 'word') {
      this.#word(token);
      return false;
    }
    if (token.kind !== 'comment') this.#previous = undefined;
    return token.kind === 'symbol' && this.#symbol(token);
  }

  #symbol(token: Token): boolean {
    if (isSign(this.#text, token, '(')) this.#parentheses += 1;
    if (isSign(this.#text, token, ')')) this.#parentheses = Math.max(0, this.#parentheses - 1);
    return isSign(this.#text, token, ';') && this.#semicolon();
  }

  #semicolon(): boolean {
    if (this.#parentheses > 0 || this.#blocks > 0) return false;
    this.#first = [];
    this.#isRoutine = false;
    return true;
  }

  #word(token: Token): void {
    const isFirst = this.#first.length < 4;
    if (!isFirst && !this.#isRoutine) return;
    const word = wordOf(this.#text, token) ?? '';
    if (isFirst) {
      this.#first.push(word);
      this.#isRoutine = ROUTINE.test(this.#first.join(' '));
    }
    if (this.#isRoutine && this.#parentheses === 0) this.#block(word);
    this.#previous = word;
  }

  #block(word: string): void {
    if (this.#blocks === 0) {
      if (word !== 'atomic' || this.#previous !== 'begin') return;
      this.#blocks = 1;
      this.hasRoutineBody = true;
    } else if (word === 'case') this.#blocks += 1;
    else if (word === 'end') this.#blocks -= 1;
  }
}
