/**
 * Reads NDJSON piece by piece. Each piece gives the values of the lines that it completes, in their
 * order: neighbouring lines that are arrays as one list, each object for itself. A last line without
 * its line end was cut, and is not given.
 *
 * Within JSON a line end is always escaped, so a line that is an object begins with `\n{`, and nothing
 * else does. That way many rows are one call of JSON.parse.
 */
export class NdjsonReader {
  readonly #decoder = new TextDecoder();
  /** Parts of a line whose end has not come; joined once, however long it gets. */
  #open: string[] = [];

  /** @throws SyntaxError for a line that is not JSON */
  push(bytes: Uint8Array): readonly NdjsonPart[] {
    const text = this.#decoder.decode(bytes, { stream: true });
    const end = text.lastIndexOf('\n');
    if (end === -1) {
      this.#open.push(text);
      return [];
    }
    const lines = `${this.#open.join('')}${text.slice(0, end)}`;
    this.#open = [text.slice(end + 1)];
    return parseLines(lines);
  }
}

/** Neighbouring lines that are arrays, or one line that is something else. */
export type NdjsonPart =
  { readonly rows: readonly (readonly unknown[])[] } | { readonly value: unknown };

function parseLines(lines: string): NdjsonPart[] {
  const parts: NdjsonPart[] = [];
  let at = 0;
  while (at < lines.length) {
    const isRow = lines.startsWith('[', at);
    const end = isRow ? endOfLine(lines, at, '\n{') : endOfLine(lines, at);
    const text = lines.slice(at, end);
    parts.push(isRow ? { rows: parseArrays(text) } : { value: parse(text) });
    at = end + 1;
  }
  return parts;
}

function endOfLine(lines: string, from: number, lineEnd = '\n'): number {
  const end = lines.indexOf(lineEnd, from);
  return end === -1 ? lines.length : end;
}

function parseArrays(text: string): readonly (readonly unknown[])[] {
  const value = parse(`[${text.replaceAll('\n', ',')}]`);
  if (Array.isArray(value) && value.every(isArray)) return value;
  throw new SyntaxError('A line of the answer is neither a row nor an event.');
}

function isArray(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}

function parse(text: string): unknown {
  return JSON.parse(text);
}
