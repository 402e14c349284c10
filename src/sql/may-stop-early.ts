import { isSign, nextToken, wordOf } from './lexer.js';

const READS = ['select', 'values', 'table', 'with'];

/**
 * Words with which a statement may write, or lock rows: SELECT INTO, FOR UPDATE, FOR KEY SHARE, and
 * WITH … AS (DELETE …). They count wherever they stand, in a string or a name, too.
 */
const MAY_WRITE = /\b(?:insert|update|delete|merge|into|share)\b/i;

/**
 * Whether a statement looks like one that only reads, so that it loses nothing when it is cancelled
 * after the rows that are wanted. It is about speed: PostgreSQL makes no parallel plan for a
 * statement that Execute limits to some rows. It never decides what is allowed, and it cannot know
 * what a function does.
 *
 * A cancelled statement fails its transaction: not for one that the person has open.
 */
export function mayStopEarly(text: string): boolean {
  let token = nextToken(text, 0);
  while (token !== undefined && (token.kind === 'comment' || isSign(text, token, '('))) {
    token = nextToken(text, token.end);
  }
  const first = token === undefined ? undefined : wordOf(text, token);
  return first !== undefined && READS.includes(first) && !MAY_WRITE.test(text) && isOne(text);
}

/** Whether there is no semicolon but those at the end. */
function isOne(text: string): boolean {
  const semicolon = text.indexOf(';');
  return semicolon === -1 || /^[;\s]*$/.test(text.slice(semicolon));
}
