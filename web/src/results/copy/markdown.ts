import { typeKind } from '../types/type-name.ts';
import type { CopiedTable } from './table.ts';

/** A table as GitHub's Markdown has it. What would be markup is escaped; a line end is `<br>`. */
export function toMarkdown({ columns, rows }: CopiedTable): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const rule = columns.map(({ typeOid }) => (typeKind(typeOid) === 'number' ? '---:' : '---'));
  const head = columns.map(({ name }) => escaped(name));
  const body = rows.map((row) =>
    line(row.map((value) => (value === null ? '*NULL*' : escaped(value)))),
  );
  return [line(head), line(rule), ...body, ''].join('\n');
}

function escaped(value: string): string {
  return value
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(/[\\`*_{}[\]|~#]/g, '\\$&')
    .replace(/\r\n|\r|\n/g, '<br>');
}
