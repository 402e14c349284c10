import { Problem } from '../../common/problem.js';
import { inQuotes } from '../../sql/quoting.js';

/** What a COPY goes into. */
export interface CopyTarget {
  /** Where PostgreSQL's `search_path` finds the table when left out. */
  readonly schema?: string | undefined;
  readonly table: string;
}

/** How CSV is written: each but `null` is one ASCII character. PostgreSQL's own defaults. */
export interface CsvDialect {
  readonly delimiter: string;
  readonly quote: string;
  readonly escape: string;
  /** What stands for NULL where it is not quoted. */
  readonly null: string;
}

/** Whether CSV has a header, and whether PostgreSQL compares its names with the columns. */
export type CsvHeader = boolean | 'match';

export type CopyOptions =
  | { readonly format: 'text' }
  | { readonly format: 'csv'; readonly header: CsvHeader; readonly dialect: CsvDialect };

/** PostgreSQL cuts identifiers after 63 bytes (NAMEDATALEN) without a word. */
const MAX_NAME_BYTES = 63;

/**
 * The one statement of a copy (PostgreSQL 18, COPY). What it reads is always STDIN: a file or a
 * program of the server can be named by no value, because names are quoted and options are literals.
 *
 * @param columns the table's own, in its order, when left out
 * @throws Problem `validation-failed` for a name that PostgreSQL would read differently
 */
export function copyStatement(
  target: CopyTarget,
  columns: readonly string[] | undefined,
  options: CopyOptions,
): string {
  const names = target.schema === undefined ? [target.table] : [target.schema, target.table];
  const table = names.map(quoteName).join('.');
  const list = columns === undefined ? '' : ` (${columns.map(quoteName).join(', ')})`;
  return `COPY ${table}${list} FROM STDIN WITH (${optionList(options)})`;
}

function optionList(options: CopyOptions): string {
  if (options.format === 'text') return 'FORMAT text';
  const { header, dialect } = options;
  return [
    'FORMAT csv',
    `HEADER ${header === 'match' ? 'MATCH' : String(header)}`,
    `DELIMITER ${quoteLiteral(dialect.delimiter)}`,
    `NULL ${quoteLiteral(dialect.null)}`,
    `QUOTE ${quoteLiteral(dialect.quote)}`,
    `ESCAPE ${quoteLiteral(dialect.escape)}`,
  ].join(', ');
}

/** Why a text cannot be the name of a table or a column, or undefined where it can. */
export function nameFault(name: string): string | undefined {
  if (name === '') return 'is empty';
  if (name.includes('\0')) return 'has a NUL in it';
  if (!name.isWellFormed()) return 'is not well-formed text';
  return Buffer.byteLength(name) > MAX_NAME_BYTES ? 'is longer than 63 bytes' : undefined;
}

/**
 * A quoted identifier (PostgreSQL 18, section 4.1.1): exactly this name, whatever is in it.
 *
 * @throws Problem `validation-failed`
 */
export function quoteName(name: string): string {
  const fault = nameFault(name);
  if (fault !== undefined) {
    throw new Problem('validation-failed', {
      detail: `The name of a table, schema or column ${fault}; PostgreSQL has no such name.`,
      owner: 'user',
    });
  }
  return inQuotes(name);
}

/**
 * A string constant that means the same whatever `standard_conforming_strings` is, which a role may
 * have set to off: with escapes (PostgreSQL 18, section 4.1.2.2), and both special characters doubled.
 *
 * @throws Problem `validation-failed`
 */
function quoteLiteral(text: string): string {
  if (text.includes('\0') || !text.isWellFormed()) {
    throw new Problem('validation-failed', {
      detail: 'An option of the copy has a NUL in it, or is not well-formed text.',
      owner: 'user',
    });
  }
  return `E'${text.replaceAll(/['\\]/g, (character) => character + character)}'`;
}
