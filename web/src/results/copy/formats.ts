import { toCsv, toTsv } from './delimited.ts';
import { toJson } from './json.ts';
import { toMarkdown } from './markdown.ts';
import { toInList, toInserts } from './sql.ts';
import type { CopiedTable } from './table.ts';

export type CopyFormat = 'tsv' | 'tsv-header' | 'csv' | 'json' | 'markdown' | 'insert' | 'in-list';

/** In the order of the menu. */
export const COPY_FORMATS: readonly { readonly format: CopyFormat; readonly label: string }[] = [
  { format: 'tsv', label: 'TSV' },
  { format: 'tsv-header', label: 'TSV with header' },
  { format: 'csv', label: 'CSV' },
  { format: 'json', label: 'JSON' },
  { format: 'markdown', label: 'Markdown' },
  { format: 'insert', label: 'INSERT' },
  { format: 'in-list', label: 'SQL IN list' },
];

/**
 * A table as text. One cell alone as TSV is the value itself, to be pasted anywhere.
 *
 * @param target the table that INSERT goes into, as it stands in SQL
 */
export function formatTable(table: CopiedTable, format: CopyFormat, target: string): string {
  switch (format) {
    case 'tsv':
      return table.rows.length === 1 && table.columns.length === 1
        ? (table.rows[0]?.[0] ?? '')
        : toTsv(table, false);
    case 'tsv-header':
      return toTsv(table, true);
    case 'csv':
      return toCsv(table);
    case 'json':
      return toJson(table);
    case 'markdown':
      return toMarkdown(table);
    case 'insert':
      return toInserts(table, target);
    case 'in-list':
      return toInList(table);
  }
}
