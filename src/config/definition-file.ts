import { isMap, isNode, isScalar, LineCounter, parseDocument } from 'yaml';
import { closestName } from './closest-name.js';

export type DefinitionFormat = 'yaml' | 'json';

const MAX_BYTES = 1024 * 1024;
/** An alias repeats what it names; more than this many are a bomb, not a file. */
const MAX_ALIASES = 100;
/** One slip can give hundreds of these, and the first few tell. */
const MAX_SYNTAX_MISTAKES = 10;

/** Where something stands: keys and indexes from the top. */
export type Path = readonly (string | number)[];
type Document = ReturnType<typeof parseDocument>;

/** JSON where the name says so, YAML otherwise. */
export function definitionFormat(path: string): DefinitionFormat {
  return path.toLowerCase().endsWith('.json') ? 'json' : 'yaml';
}

/**
 * A file of definitions in YAML or JSON, which collects what is wrong with it as sentences that say
 * where. No sentence repeats a value, in which a secret may stand.
 */
export class DefinitionFile {
  readonly mistakes: string[] = [];
  /** The variable that names the file, for messages. */
  readonly #name: string;
  readonly #lines = new LineCounter();
  readonly #document: Document | undefined;

  constructor(name: string, text: string, format: DefinitionFormat) {
    this.#name = name;
    if (Buffer.byteLength(text) > MAX_BYTES) {
      this.mistakes.push(`${name} is larger than ${MAX_BYTES} bytes.`);
      return;
    }
    if (format === 'json' && !isJson(text)) {
      this.mistakes.push(`${name} is named .json but is not JSON.`);
    }
    this.#document = this.#parse(text);
  }

  /** The list of this name at the top, which has nothing else; undefined where anything is wrong. */
  list(name: string): readonly unknown[] | undefined {
    const content = this.#content();
    if (this.mistakes.length > 0) return undefined;
    const list: unknown = isRecord(content) ? content[name] : undefined;
    if (!isRecord(content) || !isList(list)) {
      this.mistake([], `there must be a list named "${name}".`);
      return undefined;
    }
    this.unknownKeys(content, [], [name]);
    return list;
  }

  /** The set of fields at the top; undefined where anything is wrong, or there is nothing. */
  record(known: readonly string[]): Record<string, unknown> | undefined {
    const content = this.#content();
    if (this.mistakes.length > 0 || content === null || content === undefined) return undefined;
    if (!isRecord(content)) {
      this.mistake([], `there must be a set of fields such as ${known[0] ?? 'a name'}.`);
      return undefined;
    }
    this.unknownKeys(content, [], known);
    return content;
  }

  mistake(path: Path, detail: string): void {
    this.mistakes.push(`${this.#name}, ${this.where(path)}: ${detail}`);
  }

  /** @param silent keys that are known, too, and that nobody is pointed to */
  unknownKeys(
    value: Record<string, unknown>,
    path: Path,
    known: readonly string[],
    silent: readonly string[] = [],
  ): void {
    const accepted = new Set([...known, ...silent]);
    for (const key of Object.keys(value).filter((name) => !accepted.has(name))) {
      const meant = closestName(key, known);
      const rest = meant === undefined ? '.' : `; did you mean ${meant}?`;
      this.mistake([...path, key], `${quoted(key)} is not known${rest}`);
    }
  }

  /** Complains about each entry of the list that has a value of this field which another one has. */
  duplicates(list: readonly unknown[], path: Path, field: string, noun: string): void {
    const first = new Map<unknown, number>();
    list.forEach((entry, index) => {
      const value = isRecord(entry) ? entry[field] : undefined;
      const earlier = first.get(value);
      if (value === undefined) return;
      if (earlier === undefined) {
        first.set(value, index);
        return;
      }
      const where = this.where([...path, earlier, field]);
      this.mistake(
        [...path, index, field],
        `another ${noun} has this ${field} already (${where}).`,
      );
    });
  }

  /** Where a path stands in the text, or the nearest thing around it that has a place. */
  where(path: Path): string {
    for (let length = path.length; length > 0; length--) {
      const offset = this.#offsetOf(path.slice(0, length));
      if (offset !== undefined) return this.#position(offset);
    }
    return 'line 1, column 1';
  }

  /** JSON is read as YAML too, of which it is a part: the mistakes then have a line and a column. */
  #parse(text: string): Document | undefined {
    try {
      // Without prettyErrors, messages hold no lines of the file, in which secrets may stand.
      const document = parseDocument(text, { lineCounter: this.#lines, prettyErrors: false });
      const problems = [...document.errors, ...document.warnings];
      if (problems.some(({ code }) => code === 'RESOURCE_EXHAUSTION')) {
        this.#tooDeep();
        return undefined;
      }
      for (const { pos, code, message } of problems.slice(0, MAX_SYNTAX_MISTAKES)) {
        // Behind a colon, the parser quotes what it did not expect. "Missing , or : …" goes on.
        const words = code === 'MISSING_CHAR' ? message : message.replace(/(: | %).*$/s, '');
        this.mistakes.push(`${this.#name}, ${this.#position(pos[0])}: ${words}.`);
      }
      return document;
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      this.#tooDeep();
      return undefined;
    }
  }

  #content(): unknown {
    if (this.mistakes.length > 0) return undefined;
    try {
      return this.#document?.toJS({ maxAliasCount: MAX_ALIASES });
    } catch (error) {
      if (error instanceof RangeError) {
        this.#tooDeep();
        return undefined;
      }
      if (!(error instanceof ReferenceError)) throw error;
      this.mistakes.push(`${this.#name} uses aliases too often, or one that is not there.`);
      return undefined;
    }
  }

  /** The parser is recursive: thousands of brackets end in a stack overflow. */
  #tooDeep(): void {
    this.mistakes.push(`${this.#name} is nested too deeply.`);
  }

  #offsetOf(path: Path): number | undefined {
    const parent: unknown = this.#document?.getIn(path.slice(0, -1), true);
    const key = path.at(-1);
    if (isMap(parent)) {
      const pair = parent.items.find((item) => isScalar(item.key) && item.key.value === key);
      return isScalar(pair?.key) ? pair.key.range?.[0] : undefined;
    }
    const node: unknown = this.#document?.getIn(path, true);
    return isNode(node) ? node.range?.[0] : undefined;
  }

  #position(offset: number): string {
    const { line, col } = this.#lines.linePos(offset);
    return `line ${line}, column ${col}`;
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof RangeError) return false;
    throw error;
  }
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}

/** A key as it may be shown: somebody may have written a whole file where a key belongs. */
function quoted(key: string): string {
  return JSON.stringify(key.length > 40 ? `${key.slice(0, 40)}…` : key);
}
