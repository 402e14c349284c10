import { isSign, nextToken, type Token, wordOf } from './lexer.js';

/** The words that statements of PostgreSQL 18 begin with ("SQL Commands"). */
const COMMANDS: ReadonlySet<string> = new Set(
  `abort alter analyze begin call checkpoint close cluster comment commit copy create deallocate
   declare delete discard do drop end execute explain fetch grant import insert listen load lock
   merge move notify prepare reassign refresh reindex release reset revoke rollback savepoint
   security select set show start table truncate unlisten update vacuum values with`.split(/\s+/),
);
/** Statements of one text that are named; the rest is `…`. */
const MOST = 8;
const ROLES = ['role', 'user', 'group'];

/**
 * What kinds of statement a text has, for the audit: their first words, in small letters, each once
 * and in order, such as `begin,insert,commit`; `other` where PostgreSQL knows no such command. A role
 * that is given a password, or loses it, is `alter-role-password` or `create-role-password`: with
 * one, a person could come in past the provider. No word of the text's own is ever in it.
 *
 * As far as the text tells: what a function, a DO block or EXECUTE does is not seen, and the
 * semicolons within a routine's body count, too. It decides nothing.
 *
 * @returns undefined where there is no statement
 */
export function statementClass(text: string): string | undefined {
  const classes = new Set<string>();
  let words: string[] = [];
  let begun = false;
  let hasPassword = false;
  const finish = (): void => {
    if (begun) classes.add(classOf(words, hasPassword));
    words = [];
    begun = hasPassword = false;
  };
  for (const token of tokens(text)) {
    if (isSign(text, token, ';')) {
      finish();
      continue;
    }
    // A query may stand in brackets.
    if (!begun && isSign(text, token, '(')) continue;
    begun = true;
    const word = wordOf(text, token);
    if (words.length < 3) words.push(word ?? '');
    else if (word === 'password') hasPassword = true;
  }
  finish();
  const named = [...classes];
  if (named.length > MOST) named.splice(MOST, Infinity, '…');
  return named.length === 0 ? undefined : named.join(',');
}

/** Those that are not comments. */
function* tokens(text: string): Generator<Token, void, undefined> {
  let token = nextToken(text, 0);
  while (token !== undefined) {
    if (token.kind !== 'comment') yield token;
    token = nextToken(text, token.end);
  }
}

/** `ALTER USER MAPPING` has options with passwords, and is about another server. */
function classOf(
  [first = '', second = '', third = '']: readonly string[],
  hasPassword: boolean,
): string {
  const aboutRole = (first === 'alter' || first === 'create') && ROLES.includes(second);
  if (aboutRole && third !== 'mapping' && hasPassword) return `${first}-role-password`;
  return COMMANDS.has(first) ? first : 'other';
}
