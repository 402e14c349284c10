import type { Row } from '../connection/data-rows.js';

/** What the text of a query depends on. */
export interface Dialect {
  /** `server_version_num`, for example 180004. */
  readonly version: number;
  /**
   * True when nothing may be asked that waits for a lock on a relation: what PostgreSQL makes out of
   * an expression, and sizes. They open the relation, and wait behind an ACCESS EXCLUSIVE lock.
   */
  readonly lockFree: boolean;
}

/** PostgreSQL 17 has MAINTAIN, 18 has NOT NULL and NOT ENFORCED as constraints. */
export const SINCE_17 = 170_000;
export const SINCE_18 = 180_000;

/**
 * Names the values of a row: each call says one expression of the select list, and gives its value.
 * A value that may be NULL because its object went away in the meantime is empty, false or 0.
 */
export interface Columns {
  readonly dialect: Dialect;
  text(sql: string): string;
  textOrNull(sql: string): string | null;
  flag(sql: string): boolean;
  /** A number that JavaScript holds exactly: an oid, a count, a size. */
  whole(sql: string): number;
  wholeOrNull(sql: string): number | null;
  /** An array of text without NULLs; NULL is an empty one. */
  texts(sql: string): string[];
  /** A JSON array of arrays of text. */
  pairsOrNull(sql: string): string[][] | null;
  /** A `"char"` as a word. A code that is not in the list, of a later PostgreSQL, is the last argument. */
  word<T>(sql: string, words: Readonly<Record<string, T>>, other: T): T;
  /** Text that PostgreSQL makes out of an expression or a definition; null in a lock-free dialect. */
  definition(sql: string): string | null;
  /** A size in bytes; null in a lock-free dialect. */
  measure(sql: string): number | null;
}

/**
 * One statement that reads the catalog, and what its rows mean. The select list is written once, as
 * the shape of the result, so that a value cannot be taken for its neighbour.
 *
 * Every name, operator and type in it is qualified with `pg_catalog`, so that nothing in the
 * person's own schemas can take its place; a test parses them all.
 */
export class CatalogQuery<T> {
  /**
   * @param shape makes the result out of the columns; it is called once for the text, with values that
   *   mean nothing, and once for each row
   * @param rest what follows the select list
   */
  constructor(
    private readonly shape: (columns: Columns) => T,
    private readonly rest: string | ((dialect: Dialect) => string) = '',
  ) {}

  sql(dialect: Dialect): string {
    const list = new SelectList(dialect);
    this.shape(list);
    const rest = typeof this.rest === 'string' ? this.rest : this.rest(dialect);
    return `select ${list.expressions.join(',\n       ')}\n${rest}`;
  }

  read(row: Row, dialect: Dialect): T {
    return this.shape(new RowReader(row, dialect));
  }
}

/** Collects the expressions. */
class SelectList implements Columns {
  readonly expressions: string[] = [];

  constructor(readonly dialect: Dialect) {}

  text(sql: string): string {
    this.expressions.push(sql);
    return '';
  }

  textOrNull(sql: string): string | null {
    return this.text(sql);
  }

  flag(sql: string): boolean {
    return this.text(sql) !== '';
  }

  whole(sql: string): number {
    return this.text(sql).length;
  }

  wholeOrNull(sql: string): number | null {
    return this.whole(sql);
  }

  texts(sql: string): string[] {
    this.text(`pg_catalog.array_to_json(${sql})`);
    return [];
  }

  pairsOrNull(sql: string): string[][] | null {
    this.text(sql);
    return null;
  }

  word<T>(sql: string, _words: Readonly<Record<string, T>>, other: T): T {
    this.text(sql);
    return other;
  }

  definition(sql: string): string | null {
    return this.dialect.lockFree ? null : this.text(sql);
  }

  measure(sql: string): number | null {
    return this.dialect.lockFree ? null : this.whole(sql);
  }
}

/** Hands out the values of one row, in the order of the expressions. */
class RowReader implements Columns {
  #next = 0;

  constructor(
    private readonly row: Row,
    readonly dialect: Dialect,
  ) {}

  textOrNull(): string | null {
    const cell = this.row[this.#next];
    if (cell === undefined) throw new Error('A row of the catalog has too few columns.');
    this.#next += 1;
    return cell;
  }

  text(): string {
    return this.textOrNull() ?? '';
  }

  flag(): boolean {
    return this.textOrNull() === 't';
  }

  wholeOrNull(): number | null {
    const cell = this.textOrNull();
    return cell === null ? null : Number(cell);
  }

  whole(): number {
    return this.wholeOrNull() ?? 0;
  }

  texts(): string[] {
    return arrayOf(JSON.parse(this.textOrNull() ?? '[]')).map(String);
  }

  pairsOrNull(): string[][] | null {
    const cell = this.textOrNull();
    return cell === null
      ? null
      : arrayOf(JSON.parse(cell)).map((pair) => arrayOf(pair).map(String));
  }

  word<T>(_sql: string, words: Readonly<Record<string, T>>, other: T): T {
    const code = this.text();
    return words[code] ?? other;
  }

  definition(): string | null {
    return this.dialect.lockFree ? null : this.textOrNull();
  }

  measure(): number | null {
    return this.dialect.lockFree ? null : this.wholeOrNull();
  }
}

function arrayOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}
