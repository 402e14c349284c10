import type { PgQuery } from 'libpg-query/wasm/libpg-query.js';

/**
 * UTF-16 units of the longest text that the grammar is asked about. The parser answers with its
 * whole tree as JSON, for 256 KiB of SQL up to 12 MB in 160 ms, during which nobody else is served;
 * for this much it is a quarter.
 */
const MAX_LENGTH = 64 * 1024;

let turn: Promise<unknown> = Promise.resolve();

/**
 * The offsets (UTF-16 units) of the semicolons that end statements, by the grammar of PostgreSQL 18
 * itself; undefined where the grammar does not take the text, or the text is too long or too deep
 * for it. A statement that ends with the text has no semicolon, and is not in the list.
 *
 * The parser is WebAssembly, 20 ms and 20 MB at first use, so it is loaded only then. It has no
 * guard of its own: 9,000 nested casts run it out of stack, and what it had allocated is lost (1 MB
 * at each such text, measured). So each text gets an instance of its own (11 ms), one at a time,
 * which is dropped with its memory: no text leaves anything behind for another one.
 */
export async function statementEnds(text: string): Promise<readonly number[] | undefined> {
  if (text.length > MAX_LENGTH) return undefined;
  const mine = turn.then(() => ask(text));
  turn = mine.catch(() => undefined);
  return mine;
}

async function ask(text: string): Promise<readonly number[] | undefined> {
  const { default: instantiate } = await import('libpg-query/wasm/libpg-query.js');
  const parser = await instantiate({ print: drop, printErr: drop });
  const tree = parse(parser, text);
  return tree === undefined ? undefined : fromBytes(text, endsIn(tree));
}

/** What the parser prints is about one person's text, which has no place in our log. */
function drop(): void {
  return undefined;
}

/** PostgreSQL's parse tree as JSON. Nothing is freed: the memory goes with the instance. */
function parse(parser: PgQuery, text: string): string | undefined {
  const bytes = parser.lengthBytesUTF8(text) + 1;
  const query = parser._malloc(bytes);
  parser.stringToUTF8(text, query, bytes);
  try {
    const result = parser._wasm_parse_query_raw(query);
    const [tree, error] = [parser.getValue(result, 'i32'), parser.getValue(result + 8, 'i32')];
    return error === 0 && tree !== 0 ? parser.UTF8ToString(tree) : undefined;
  } catch {
    // A trap, or the end of the stack or of the memory. Of which kind does not matter: the instance
    // is not used again, and psql's rules cut the text without it.
    return undefined;
  }
}

/**
 * The byte offsets at which statements end. The names stand in the tree once a statement; in a
 * string of the tree their quotes would be escaped.
 */
function endsIn(tree: string): number[] {
  const places = tree.matchAll(/(?:"stmt_location":(\d+),)?"stmt_len":(\d+)\}/g);
  return Array.from(places, ([, location = '0', length]) => Number(location) + Number(length));
}

/** UTF-8 offsets as UTF-16 offsets; both rise. */
function fromBytes(text: string, offsets: readonly number[]): number[] {
  const found: number[] = [];
  let [at, bytes] = [0, 0];
  for (const offset of offsets) {
    for (; bytes < offset; at += 1) bytes += bytesOf(text.charCodeAt(at));
    found.push(at);
  }
  return found;
}

/** Bytes of a UTF-16 unit in UTF-8; a surrogate is half of four. */
function bytesOf(unit: number): number {
  if (unit < 0x80) return 1;
  return unit < 0x800 || (unit >= 0xd800 && unit < 0xe000) ? 2 : 3;
}
