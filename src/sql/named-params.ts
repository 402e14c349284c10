import { codePoints } from './code-points.js';
import { isSign, nextToken, type Token } from './lexer.js';

/** A text with its named parameters in PostgreSQL's notation. */
export interface BoundText<T> {
  readonly text: string;
  /** The values of `$1`, `$2` … */
  readonly params: readonly T[];
  /**
   * Where in the given text it is that PostgreSQL means by a position in {@link text}; both in
   * characters (code points), from 1. Of a parameter it is where that begins.
   */
  readonly toOriginal: (position: number) => number;
}

/** Why a text and the values given for it do not fit: sentences without a full stop. */
export interface NamingMistake {
  /** The name that it is about; absent where it is about the text. */
  readonly name?: string;
  readonly mistake: string;
}

/**
 * Writes `$1`, `$2` … for `:name`, for each name that is given, in the order of their first use. A
 * `:name` in a string, a quoted name or a comment is none, and neither is the type of a cast
 * (`a::date`). Names that are not given stay as they are; capitals matter.
 *
 * A colon right behind a value separates it from what follows, as in `a[1:n]` and
 * `json_object('key':n)`. It stays, and the name behind it is a parameter all the same.
 */
export function bindNamed<T>(text: string, values: Readonly<Record<string, T>>): BoundText<T> {
  // A list of one, because a value may be null, or a list.
  const given = new Map(Object.entries(values).map(([name, value]) => [name, [value]]));
  const { uses } = read(text, given);
  const names = [...new Set(uses.map(({ name }) => name))];
  return {
    ...written(text, uses, names),
    params: names.flatMap((name) => given.get(name) ?? []),
  };
}

/** What is wrong with the names that are given for a text; nothing where it can be bound. */
export function namingMistakes(
  text: string,
  values: Readonly<Record<string, unknown>>,
): readonly NamingMistake[] {
  const given = new Map(Object.entries(values));
  const { uses, numbered } = read(text, given);
  const used = new Set(uses.map(({ name }) => name));
  const unused = [...given.keys()].filter((name) => !used.has(name));
  const mistakes = unused.map((name) => ({ name, mistake: `the text has no :${name}` }));
  return numbered === undefined || given.size === 0
    ? mistakes
    : [...mistakes, { mistake: `the text has ${numbered}, which cannot be mixed with names` }];
}

/** What becomes a `$1`; UTF-16 units of the given text. */
interface Use {
  readonly name: string;
  /** Of the colon, or of the name where the colon stays. */
  readonly start: number;
  readonly end: number;
  /** A blank, where `limit:n` would become the name `limit$1`. */
  readonly before: '' | ' ';
}

/** A name behind its colon: what psql takes for the name of a variable, digits in front aside. */
const NAME = /[A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*(?![\w$\u0080-\uffff])/y;

/** The uses of the given names, and the first parameter that has a number. */
function read(
  text: string,
  given: ReadonlyMap<string, unknown>,
): { readonly uses: readonly Use[]; readonly numbered: string | undefined } {
  const uses: Use[] = [];
  let numbered: string | undefined;
  let brackets = 0;
  let previous: Token | undefined;
  let token = nextToken(text, 0);
  while (token !== undefined) {
    if (isSign(text, token, '[')) brackets += 1;
    if (isSign(text, token, ']')) brackets -= 1;
    if (token.kind === 'parameter') numbered ??= text.slice(token.start, token.end);
    const name = isSign(text, token, ':') ? nameAt(text, token.end) : undefined;
    let end = token.end;
    if (name !== undefined && given.has(name)) {
      end += name.length;
      const before = previous?.end === token.start ? previous : undefined;
      const stays = before !== undefined && isValue(text, before, brackets > 0);
      const start = stays ? token.end : token.start;
      uses.push({ name, start, end, before: before?.kind === 'word' && !stays ? ' ' : '' });
    }
    previous = { ...token, end };
    token = nextToken(text, end);
  }
  return { uses, numbered };
}

function nameAt(text: string, at: number): string | undefined {
  NAME.lastIndex = at;
  return NAME.exec(text)?.[0];
}

/** Whether a value can end with this token. Of words only those in brackets: not `limit:n`. */
function isValue(text: string, token: Token, inBrackets: boolean): boolean {
  if (token.kind === 'word') return inBrackets;
  if (isSign(text, token, ')') || isSign(text, token, ']')) return true;
  return ['number', 'string', 'quoted-name'].includes(token.kind);
}

/** A part of the old text and what was written for it; offsets in characters, `end`s exclusive. */
interface Change {
  readonly old: { readonly start: number; readonly end: number };
  readonly new: { readonly start: number; readonly end: number };
}

function written(
  text: string,
  uses: readonly Use[],
  names: readonly string[],
): Pick<BoundText<never>, 'text' | 'toOriginal'> {
  const changes: Change[] = [];
  let [read, result] = [0, ''];
  let [oldAt, newAt] = [0, 0];
  for (const { name, start, end, before } of uses) {
    const kept = text.slice(read, start);
    const placeholder = `${before}$${names.indexOf(name) + 1}`;
    oldAt += codePoints(kept);
    newAt += codePoints(kept);
    const [oldEnd, newEnd] = [oldAt + codePoints(text, start, end), newAt + placeholder.length];
    changes.push({ old: { start: oldAt, end: oldEnd }, new: { start: newAt, end: newEnd } });
    result += kept + placeholder;
    [read, oldAt, newAt] = [end, oldEnd, newEnd];
  }
  return {
    text: result + text.slice(read),
    toOriginal: (position) => original(changes, position - 1) + 1,
  };
}

/** The offset in the old text of an offset in the new one. */
function original(changes: readonly Change[], offset: number): number {
  const change = changes.findLast((one) => one.new.start <= offset);
  if (change === undefined) return offset;
  return offset < change.new.end ? change.old.start : change.old.end + offset - change.new.end;
}
