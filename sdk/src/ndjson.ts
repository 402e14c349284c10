/**
 * Reads NDJSON piece by piece. Each piece gives the values of the lines that it completes, in their
 * order: neighbouring lines that are arrays as one list, each object for itself. Blank lines are
 * passed over.
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
    return this.#read(this.#decoder.decode(bytes, { stream: true }));
  }

  /**
   * What is left when no more comes: a last line without a line end.
   *
   * @throws SyntaxError for a line that is not JSON, or was cut
   */
  end(): readonly NdjsonPart[] {
    return this.#read(`${this.#decoder.decode()}\n`);
  }

  #read(text: string): readonly NdjsonPart[] {
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
    const end = lines.startsWith('[', at) ? endOfArrays(lines, at) : endOfLine(lines, at);
    const text = lines.slice(at, end);
    if (lines.startsWith('[', at)) parts.push({ rows: parseArrays(text) });
    else if (text.trim() !== '') parts.push({ value: parse(text) });
    at = end + 1;
  }
  return parts;
}

/** Where the line end stands behind which a line begins that is no array. */
function endOfArrays(lines: string, from: number): number {
  let end = endOfLine(lines, from);
  if (lines.startsWith('[', end + 1)) {
    const object = lines.indexOf('\n{', end);
    end = object === -1 ? lines.length : object;
  }
  return end;
}

function endOfLine(lines: string, from: number): number {
  const end = lines.indexOf('\n', from);
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
