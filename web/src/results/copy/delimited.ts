import type { CopiedTable } from './table.ts';

/**
 * Tab-separated, as spreadsheets take it from the clipboard: a value with a tab, a line end or a
 * leading quote is put in quotes. NULL is nothing.
 */
export function toTsv({ columns, rows }: CopiedTable, header: boolean): string {
  const lines = rows.map((row) => row.map(tsvField).join('\t'));
  if (header) lines.unshift(columns.map(({ name }) => tsvField(name)).join('\t'));
  return lines.join('\n');
}

/** RFC 4180, with a header. NULL is nothing and '' is `""`, as PostgreSQL's COPY has it. */
export function toCsv({ columns, rows }: CopiedTable): string {
  const lines = rows.map((row) => row.map(csvField).join(','));
  return [columns.map(({ name }) => csvField(name)).join(','), ...lines, ''].join('\r\n');
}

function tsvField(value: string | null): string {
  if (value === null) return '';
  return /[\t\r\n]|^"/.test(value) ? quoted(value) : value;
}

function csvField(value: string | null): string {
  if (value === null) return '';
  return value === '' || /[",\r\n]/.test(value) ? quoted(value) : value;
}

function quoted(value: string): string {
  return `"${value.replaceAll('"', '""')}"`;
}
