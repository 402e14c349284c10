import { codePoints } from './code-points.js';
import { statementEnds } from './grammar.js';
import type { PlainQuotes } from './lexer.js';
import { cutAtOffsets, cutLikePsql, type Piece } from './pieces.js';

/** One statement of a script, as it stands there. */
export interface ScriptStatement {
  /** Without the semicolon, with the comments before and in it. */
  readonly text: string;
  /** Offset of the text in the whole script, in characters (code points), from 0. */
  readonly start: number;
  /** Offset of the character after the text. */
  readonly end: number;
}

/**
 * The statements of a script, in order; none for blanks, comments and semicolons alone. Whatever is
 * wrong in a statement, the ones before it stand by themselves, and it goes to PostgreSQL as it is,
 * which explains it: after a quote that has no end, the rest of the script is one statement, and so
 * is a backslash command of psql with what follows it.
 *
 * The words are read first, and by psql's rules, because these give what the grammar gives (see
 * pieces.ts) in a hundredth of the time, and go on behind a mistake. PostgreSQL's grammar is asked
 * where the rules can be wrong: about a script with the body of a routine in it.
 *
 * The data lines of a `COPY … FROM stdin` are read as if they were SQL: the COPY is a statement of
 * its own, and fails.
 *
 * @param quotes how the session reads '…' at the start: `escaping` after its ParameterStatus
 *   standard_conforming_strings was off; a SET in the script itself is followed
 */
export async function splitScript(
  text: string,
  quotes: PlainQuotes = 'standard',
): Promise<readonly ScriptStatement[]> {
  const { pieces, hasRoutineBody } = cutLikePsql(text, quotes);
  const standard = pieces.every((piece) => piece.quotes === 'standard');
  if (!hasRoutineBody || !standard) return statementsOf(text, pieces);
  const ends = await statementEnds(text);
  return statementsOf(text, ends === undefined ? pieces : cutAtOffsets(text, ends));
}

/**
 * Where in a script it is that PostgreSQL means.
 *
 * @param position PostgreSQL's, in characters (code points) of the statement's text, from 1
 * @returns the same in the whole script, from 1
 */
export function positionInScript(statement: ScriptStatement, position: number): number {
  return statement.start + position;
}

function statementsOf(text: string, pieces: readonly Piece[]): readonly ScriptStatement[] {
  let [read, characters] = [0, 0];
  const count = (to: number): number => {
    characters += codePoints(text, read, to);
    read = to;
    return characters;
  };
  return pieces.map(({ start, end }) => ({
    text: text.slice(start, end),
    start: count(start),
    end: count(end),
  }));
}
