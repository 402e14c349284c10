import { isSign, nextToken, wordOf, type Token } from '../../../src/sql/lexer.ts';
import { quoteName } from '../../../src/sql/quoting.ts';

/** What a person without a privilege can send to whoever owns the table. */
export interface GrantRequest {
  readonly privilege: string;
  /** As the statement has it. */
  readonly relation: string;
  readonly grant: string;
}

/**
 * The GRANT that a refused statement needs, where that can be known: of the relations that it names,
 * the one whose name is in PostgreSQL's message. Messages are translated, names in them are not.
 *
 * @param message PostgreSQL's, of an error 42501
 * @param role who was refused
 */
export function grantRequest(
  statement: string,
  message: string,
  role: string,
): GrantRequest | undefined {
  const named = relationsOf(statement).filter(({ name }) => message.split(/\s+/).at(-1) === name);
  const [first] = named;
  if (first === undefined || named.some(({ written }) => written !== first.written))
    return undefined;
  const privilege = [...new Set(named.map(({ privilege }) => privilege))].join(', ');
  return {
    privilege,
    relation: first.written,
    grant: `GRANT ${privilege} ON ${first.written} TO ${quoteName(role)};`,
  };
}

interface Relation {
  /** Without its schema and quotes. */
  readonly name: string;
  readonly written: string;
  readonly privilege: string;
}

/** Which privilege a relation behind this word is used with. */
const PRIVILEGES: Readonly<Record<string, string>> = {
  from: 'SELECT',
  join: 'SELECT',
  table: 'SELECT',
  using: 'SELECT',
  into: 'INSERT',
  update: 'UPDATE',
  'delete from': 'DELETE',
  truncate: 'TRUNCATE',
  'truncate table': 'TRUNCATE',
};

function relationsOf(statement: string): readonly Relation[] {
  const tokens = tokensOf(statement);
  return tokens.flatMap((token, index): readonly Relation[] => {
    const word = wordOf(statement, token);
    if (word === undefined) return [];
    const before = tokens[index - 1];
    const two = `${before === undefined ? '' : (wordOf(statement, before) ?? '')} ${word}`;
    const privilege = PRIVILEGES[two] ?? PRIVILEGES[word];
    return privilege === undefined ? [] : relationsAt(statement, tokens, index + 1, privilege);
  });
}

/** A name, and those that commas put beside it. */
function relationsAt(
  statement: string,
  tokens: readonly Token[],
  at: number,
  privilege: string,
): readonly Relation[] {
  const isOnly = tokens[at] !== undefined && wordOf(statement, tokens[at]) === 'only';
  const first = at + (isOnly ? 1 : 0);
  let last = first;
  const isDot = (token: Token | undefined): boolean =>
    token !== undefined && isSign(statement, token, '.');
  while (isDot(tokens[last + 1]) && isName(tokens[last + 2])) last += 2;
  const [from, to] = [tokens[first], tokens[last]];
  if (from === undefined || to === undefined || !isName(from)) return [];
  const written = statement.slice(from.start, to.end);
  const comma = [1, 2, 3].find((step) => {
    const token = tokens[last + step];
    return token !== undefined && isSign(statement, token, ',');
  });
  const between = tokens.slice(last + 1, last + (comma ?? 1));
  const rest =
    comma !== undefined && between.every(isName)
      ? relationsAt(statement, tokens, last + comma + 1, privilege)
      : [];
  return [{ name: nameOf(statement, to), written, privilege }, ...rest];
}

function isName(token: Token | undefined): boolean {
  return token?.kind === 'word' || token?.kind === 'quoted-name';
}

function nameOf(statement: string, token: Token): string {
  return (
    wordOf(statement, token) ??
    statement.slice(token.start + 1, token.end - 1).replaceAll('""', '"')
  );
}

function tokensOf(statement: string): readonly Token[] {
  const tokens: Token[] = [];
  for (let at = 0, token; (token = nextToken(statement, at)) !== undefined; at = token.end) {
    if (token.kind !== 'comment') tokens.push(token);
  }
  return tokens;
}
