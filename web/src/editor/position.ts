import type { Span } from './statements.ts';

/**
 * The UTF-16 offset of a character that PostgreSQL counts from 1 in code points; never beyond the
 * text, so that a position behind its end ("at end of input") is the end.
 */
export function offsetOfPosition(text: string, position: number): number {
  let offset = 0;
  for (let left = position - 1; left > 0 && offset < text.length; left -= 1) {
    offset += (text.codePointAt(offset) ?? 0) > 0xffff ? 2 : 1;
  }
  return offset;
}

const WORD = /[\p{L}\p{N}_$]+|"(?:[^"]|"")*"|'[^'\n]*'|[^\s]/uy;

/**
 * What to underline for an error.
 *
 * @param sent the text that was sent
 * @param sentFrom where it stood in the document
 * @param position PostgreSQL's, in code points of the sent text, from 1
 * @returns in the document as it was when the text was sent; at the end of the text its last word
 */
export function errorSpan(sent: string, sentFrom: number, position: number): Span {
  const offset = offsetOfPosition(sent, position);
  WORD.lastIndex = offset;
  const word = WORD.exec(sent);
  if (word !== null) return { from: sentFrom + offset, to: sentFrom + WORD.lastIndex };
  const end = sent.trimEnd().length;
  const start = /[^\s]*$/.exec(sent.slice(0, end))?.index ?? end;
  return { from: sentFrom + start, to: sentFrom + end };
}

/** For people: line and column, both from 1, the column in code points. */
export function lineAndColumn(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset);
  const lineStart = before.lastIndexOf('\n') + 1;
  return {
    line: before.split('\n').length,
    column: [...before.slice(lineStart)].length + 1,
  };
}
