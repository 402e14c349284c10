import { isMap, isNode, isScalar, LineCounter, parseDocument } from 'yaml';
import { closestName } from '../config/closest-name.js';
import { ConfigError } from '../config/config-error.js';
import type { ServerDraft } from './server-definition.js';
import { checkServer, SERVER_FIELDS } from './server-rules.js';

export type ServersFileFormat = 'yaml' | 'json';

/** One server of the file; `id` where the file fixes it. */
export interface ServerFileEntry {
  readonly id: string | undefined;
  readonly draft: ServerDraft;
}

const MAX_BYTES = 1024 * 1024;
/** An alias repeats what it names; more than this many are a bomb, not a file. */
const MAX_ALIASES = 100;
/** One slip can give hundreds of these, and the first few tell. */
const MAX_SYNTAX_MISTAKES = 10;
const TOO_DEEP = 'SERVERS_FILE is nested too deeply.';
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const ENTRY_KEYS: readonly string[] = ['id', ...SERVER_FIELDS, 'password'];
const SUGGESTED_KEYS: readonly string[] = ['id', ...SERVER_FIELDS];

type Path = readonly (string | number)[];
type Document = ReturnType<typeof parseDocument>;

/**
 * The servers of a file such as
 *
 *     servers:
 *       - id: 7b1f6f0e-5c0a-4c56-9d0e-2f6b8a4c1d37   # optional, small letters
 *         name: orders-prod
 *         host: db1.example.internal
 *         passthrough: true
 *
 * with the fields, rules and defaults of the API. JSON has the same shape.
 *
 * @throws ConfigError with every mistake in the file and where it is
 */
export function parseServersFile(text: string, format: ServersFileFormat): ServerFileEntry[] {
  if (Buffer.byteLength(text) > MAX_BYTES) {
    throw new ConfigError([`SERVERS_FILE is larger than ${MAX_BYTES} bytes.`]);
  }
  const reader = new ServersFileReader(text, format);
  const entries = reader.entries();
  if (reader.mistakes.length > 0) {
    throw new ConfigError(reader.mistakes);
  }
  return entries;
}

class ServersFileReader {
  readonly mistakes: string[] = [];
  readonly #lines = new LineCounter();
  readonly #document: Document | undefined;

  constructor(text: string, format: ServersFileFormat) {
    if (format === 'json' && !isJson(text)) {
      this.mistakes.push('SERVERS_FILE is named .json but is not JSON.');
    }
    this.#document = this.#parse(text);
  }

  entries(): ServerFileEntry[] {
    const content = this.#content();
    if (this.mistakes.length > 0) {
      return [];
    }
    if (!isRecord(content) || !Array.isArray(content['servers'])) {
      this.#mistake([], 'there must be a list named "servers".');
      return [];
    }
    this.#unknownKeys(content, [], ['servers']);
    const servers: unknown[] = content['servers'];
    const entries = servers.map((value, index) => this.#entry(value, ['servers', index]));
    const complete = entries.filter((entry) => entry !== undefined);
    this.#duplicates(servers, 'name');
    this.#duplicates(servers, 'id');
    return complete;
  }

  /** JSON is read as YAML too, of which it is a part: the mistakes then have a line and a column. */
  #parse(text: string): Document | undefined {
    try {
      // Without prettyErrors, messages hold no lines of the file, in which secrets may stand.
      const document = parseDocument(text, { lineCounter: this.#lines, prettyErrors: false });
      const problems = [...document.errors, ...document.warnings];
      if (problems.some(({ code }) => code === 'RESOURCE_EXHAUSTION')) {
        this.mistakes.push(TOO_DEEP);
        return undefined;
      }
      for (const { pos, code, message } of problems.slice(0, MAX_SYNTAX_MISTAKES)) {
        // Behind a colon, the parser quotes what it did not expect. "Missing , or : …" goes on.
        const words = code === 'MISSING_CHAR' ? message : message.replace(/(: | %).*$/s, '');
        this.mistakes.push(`SERVERS_FILE, ${this.#position(pos[0])}: ${words}.`);
      }
      return document;
    } catch (error) {
      this.#tooDeep(error);
      return undefined;
    }
  }

  #content(): unknown {
    try {
      return this.mistakes.length > 0
        ? undefined
        : this.#document?.toJS({ maxAliasCount: MAX_ALIASES });
    } catch (error) {
      if (error instanceof ReferenceError) {
        this.mistakes.push(`SERVERS_FILE uses aliases too often, or one that is not there.`);
        return undefined;
      }
      this.#tooDeep(error);
      return undefined;
    }
  }

  /** The parser is recursive: thousands of brackets end in a stack overflow. */
  #tooDeep(error: unknown): void {
    if (!(error instanceof RangeError)) {
      throw error;
    }
    this.mistakes.push(TOO_DEEP);
  }

  #entry(value: unknown, path: Path): ServerFileEntry | undefined {
    if (!isRecord(value)) {
      this.#mistake(path, 'a server must be a set of fields such as name and host.');
      return undefined;
    }
    this.#unknownKeys(value, path, SUGGESTED_KEYS);
    const id = value['id'];
    const { draft, mistakes } = checkServer(value);
    for (const { field, detail } of mistakes) {
      this.#mistake([...path, field], detail);
    }
    if (typeof value['password'] === 'string' && draft?.passthrough === false) {
      this.#mistake(
        [...path, 'password'],
        'no password stands in this file; a server that needs one is registered through the API.',
      );
    }
    if (id !== undefined && !isUuid(id)) {
      this.#mistake([...path, 'id'], 'id must be a UUID in small letters, in quotes where needed.');
      return undefined;
    }
    return draft === undefined ? undefined : { id, draft };
  }

  #unknownKeys(value: Record<string, unknown>, path: Path, known: readonly string[]): void {
    const accepted = known === SUGGESTED_KEYS ? ENTRY_KEYS : known;
    for (const key of Object.keys(value).filter((name) => !accepted.includes(name))) {
      const meant = closestName(key, known);
      const rest = meant === undefined ? '' : `; did you mean ${meant}?`;
      this.#mistake([...path, key], `${quoted(key)} is not known${rest === '' ? '.' : rest}`);
    }
  }

  #duplicates(servers: readonly unknown[], field: 'name' | 'id'): void {
    const first = new Map<unknown, number>();
    servers.forEach((server, index) => {
      const value = isRecord(server) ? server[field] : undefined;
      const earlier = first.get(value);
      if (value === undefined) {
        return;
      }
      if (earlier === undefined) {
        first.set(value, index);
        return;
      }
      const where = this.#where(['servers', earlier, field]);
      this.#mistake(
        ['servers', index, field],
        `another server has this ${field} already (${where}).`,
      );
    });
  }

  #mistake(path: Path, detail: string): void {
    this.mistakes.push(`SERVERS_FILE, ${this.#where(path)}: ${detail}`);
  }

  /** Where a path stands in the text, or the nearest thing around it that has a place. */
  #where(path: Path): string {
    for (let length = path.length; length > 0; length--) {
      const offset = this.#offsetOf(path.slice(0, length));
      if (offset !== undefined) {
        return this.#position(offset);
      }
    }
    return 'line 1, column 1';
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
    if (error instanceof SyntaxError || error instanceof RangeError) {
      return false;
    }
    throw error;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isUuid(value: unknown): value is string {
  return typeof value === 'string' && UUID.test(value);
}

/** A key as it may be shown: somebody may have written a whole file where a key belongs. */
function quoted(key: string): string {
  return JSON.stringify(key.length > 40 ? `${key.slice(0, 40)}…` : key);
}
