import { quoted } from './data-fault.js';
import { JsonFault } from './json-scanner.js';

/** What an event says that an answer can begin with; a table may have a column `kind`, too. */
const FIRST_EVENTS: Readonly<Record<string, readonly string[]>> = {
  columns: ['columns'],
  complete: ['command', 'rowCount'],
  notice: ['severity', 'sqlstate', 'message'],
  done: ['executionId', 'durationMs'],
  error: ['code', 'title', 'detail'],
};

/** Longest text of an answer's error that is repeated, in characters. */
const MAX_DETAIL = 1024;

/** Whether a body whose first line this is is one of this service's own NDJSON answers. */
export function beginsAnswer(line: unknown): boolean {
  if (!isObject(line)) return false;
  const { kind } = line;
  if (typeof kind !== 'string' || !Object.hasOwn(FIRST_EVENTS, kind)) return false;
  if (FIRST_EVENTS[kind]?.every((key) => Object.hasOwn(line, key)) !== true) return false;
  return kind !== 'columns' || columnNames(line) !== undefined;
}

/**
 * The events of an answer of `POST /servers/:id/query` that is sent back in: objects that say by
 * `kind` what they are, between rows that are arrays. Only a whole answer with one result goes into
 * a table.
 */
export class AnswerEvents {
  #hasColumns = false;
  #over = false;
  #stopped = false;

  /** True behind `done`: nothing may follow, and without it the answer is not whole. */
  get over(): boolean {
    return this.#over;
  }

  /** True where the answer had been stopped at a limit. */
  get stopped(): boolean {
    return this.#stopped;
  }

  get hasColumns(): boolean {
    return this.#hasColumns;
  }

  /**
   * @returns the columns, where the event names them
   * @throws JsonFault
   */
  read(line: unknown): readonly string[] | undefined {
    if (!isObject(line) || typeof line['kind'] !== 'string') {
      throw new JsonFault(
        'An event of an answer says by "kind" what it is, and this object does not.',
      );
    }
    switch (line['kind']) {
      case 'columns':
        return this.#columns(columnNames(line));
      case 'done':
        this.#over = true;
        break;
      case 'error':
        throw new JsonFault(
          `The answer ended with an error, so it is not whole: ${detailOf(line)}`,
        );
      default:
        // `complete`, `notice`, and whatever else says nothing about rows.
        this.#stopped ||= isObject(line['stopped']);
    }
    return undefined;
  }

  #columns(names: readonly string[] | undefined): readonly string[] {
    if (names === undefined) {
      throw new JsonFault('The event "columns" does not say what the columns are.');
    }
    if (this.#hasColumns) {
      throw new JsonFault(
        `The answer has a second result (${names.slice(0, 5).map(quoted).join(', ')}), and only one can go into a table. Send the lines of one result.`,
      );
    }
    this.#hasColumns = true;
    return names;
  }
}

function columnNames(line: Record<string, unknown>): string[] | undefined {
  const { columns } = line;
  if (!Array.isArray(columns)) return undefined;
  const names = columns.flatMap((column: unknown) =>
    isObject(column) && typeof column['name'] === 'string' ? [column['name']] : [],
  );
  return names.length === columns.length ? names : undefined;
}

function detailOf({ detail }: Record<string, unknown>): string {
  return typeof detail === 'string' ? detail.slice(0, MAX_DETAIL) : 'it does not say which';
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
