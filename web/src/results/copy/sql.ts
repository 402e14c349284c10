import { inQuotes, quoteText } from '../../../../src/sql/quoting.ts';
import { typeKind } from '../types/type-name.ts';
import type { CopiedTable } from './table.ts';

const ROWS_PER_INSERT = 500;
/** A float's -0 is none: without quotes it is the integer 0, which has no sign. */
const SQL_NUMBER = /^(?!-[0.]+$)-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

/** INSERT statements. @param table as it stands in SQL, quoted where it needs to be */
export function toInserts({ columns, rows }: CopiedTable, table: string): string {
  const names = columns.map(({ name }) => inQuotes(name)).join(', ');
  const statements: string[] = [];
  for (let from = 0; from < rows.length; from += ROWS_PER_INSERT) {
    const values = rows.slice(from, from + ROWS_PER_INSERT).map((row) => {
      const literals = row.map((value, column) => literalOf(value, columns[column]?.typeOid ?? 0));
      return `  (${literals.join(', ')})`;
    });
    statements.push(`INSERT INTO ${table} (${names}) VALUES\n${values.join(',\n')};\n`);
  }
  return statements.join('\n');
}

/** `(1, 2, 3)` of all values but NULL, which IN never finds. */
export function toInList({ columns, rows }: CopiedTable): string {
  const values = new Set<string>();
  for (const row of rows) {
    for (const [column, value] of row.entries()) {
      if (value !== null) values.add(literalOf(value, columns[column]?.typeOid ?? 0));
    }
  }
  return `(${values.size === 0 ? 'NULL' : [...values].join(', ')})`;
}

export function literalOf(value: string | null, typeOid: number): string {
  if (value === null) return 'NULL';
  const kind = typeKind(typeOid);
  if (kind === 'number' && SQL_NUMBER.test(value)) return value;
  if (kind === 'boolean') return value === 't' ? 'true' : 'false';
  return quoteText(value);
}

const NAME = String.raw`(?:"(?:[^"]|"")+"|[\p{L}_][\p{L}\p{N}_$]*)`;
const SOURCE = new RegExp(
  String.raw`\bfrom\s+(?:only\s+)?(${NAME}(?:\s*\.\s*${NAME})?)(?![\p{L}\p{N}_$"])(?!\s*[.(])`,
  'iu',
);
const WHOLE_TABLE = new RegExp(
  String.raw`^\s*table\s+(?:only\s+)?(${NAME}(?:\s*\.\s*${NAME})?)`,
  'iu',
);

/** A guess of the table that a statement reads, as it is written there, for a person to confirm. */
export function tableIn(sql: string): string | undefined {
  return (WHOLE_TABLE.exec(sql) ?? SOURCE.exec(sql))?.[1];
}
