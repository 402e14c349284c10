/** The lines of a JSON text as it would be pretty-printed, each a piece of the text itself. */
export interface JsonLines {
  /** Where the piece of each line begins and ends, in UTF-16 units. */
  readonly starts: readonly number[];
  readonly ends: readonly number[];
  readonly depths: readonly number[];
  /** For a line that opens an array or object: the line that closes it. */
  readonly closers: ReadonlyMap<number, number>;
}

const UNITS_BETWEEN_LOOKS = 20_000;

/**
 * Cuts a JSON text into lines without reading its values, so that no digit is lost.
 *
 * @returns a generator that stops after each slice of work, and yields where it is
 */
export function* jsonLines(text: string): Generator<number, JsonLines> {
  const starts: number[] = [];
  const ends: number[] = [];
  const depths: number[] = [];
  const closers = new Map<number, number>();
  const open: number[] = [];
  let begin = -1;
  let look = UNITS_BETWEEN_LOOKS;
  const endLine = (end: number): void => {
    if (begin < 0) return;
    starts.push(begin);
    ends.push(end);
    depths.push(open.length);
    begin = -1;
  };
  for (let at = 0; at < text.length; at += 1) {
    const unit = text[at] ?? '';
    if (at > look) {
      yield at;
      look = at + UNITS_BETWEEN_LOOKS;
    }
    if (isSpace(unit)) continue;
    if (unit === '}' || unit === ']') {
      endLine(at);
      const opener = open.pop();
      if (opener !== undefined) closers.set(opener, starts.length);
      begin = at;
      continue;
    }
    if (begin < 0) begin = at;
    if (unit === '"') at = stringEnd(text, at);
    else if (unit === ',') endLine(at + 1);
    else if (unit === '{' || unit === '[') {
      const next = skipSpace(text, at + 1);
      if (text[next] === '}' || text[next] === ']') at = next;
      else {
        endLine(at + 1);
        open.push(starts.length - 1);
      }
    }
  }
  endLine(text.length);
  return { starts, ends, depths, closers };
}

/** Which lines show when some are folded to their first one. */
export function unfolded(lines: JsonLines, folded: ReadonlySet<number>): readonly number[] {
  const shown: number[] = [];
  for (let line = 0; line < lines.starts.length; line += 1) {
    shown.push(line);
    if (folded.has(line)) line = lines.closers.get(line) ?? line;
  }
  return shown;
}

export interface JsonToken {
  readonly text: string;
  readonly kind: 'key' | 'string' | 'number' | 'word' | 'sign';
}

const TOKEN = /"(?:[^"\\]|\\.)*(?:"|$)|[{}[\]:,]|[^\s"{}[\]:,]+/gs;

/** The tokens of one line, without the space that the text has between them. */
export function jsonTokens(line: string): readonly JsonToken[] {
  const texts = line.match(TOKEN) ?? [];
  return texts.map((text, index): JsonToken => {
    if (text.startsWith('"')) return { text, kind: texts[index + 1] === ':' ? 'key' : 'string' };
    if (text === ':') return { text: ': ', kind: 'sign' };
    if (/^[{}[\],]$/.test(text)) return { text, kind: 'sign' };
    return { text, kind: /^[-\d]/.test(text) ? 'number' : 'word' };
  });
}

function stringEnd(text: string, from: number): number {
  let at = from;
  for (;;) {
    at = text.indexOf('"', at + 1);
    if (at < 0) return text.length;
    let slashes = 0;
    while (text[at - 1 - slashes] === '\\') slashes += 1;
    if (slashes % 2 === 0) return at;
  }
}

function skipSpace(text: string, from: number): number {
  let at = from;
  while (isSpace(text[at] ?? '')) at += 1;
  return at;
}

function isSpace(unit: string): boolean {
  return unit === ' ' || unit === '\n' || unit === '\r' || unit === '\t';
}
