import type { components } from '@pg-usher/sdk';
import { qualify, quoteName } from '../../../src/sql/quoting.ts';

type Description = components['schemas']['RelationDescriptionDto'];

const LINE = 78;

/**
 * A statement that shows the rows of a relation: the columns that the person may read, by name, so that
 * it works where some are closed to them. Without a limit: the workspace has its own.
 */
export function rowsSql(
  relation: Pick<Description, 'name' | 'columns'> & {
    readonly schema: { readonly name: string };
  },
): string {
  const columns = relation.columns
    .filter(({ privileges }) => privileges.select)
    .map(({ name }) => quoteName(name));
  const from = `from ${qualify(relation.schema.name, relation.name)};`;
  // Nothing may be read, or there is no column: PostgreSQL says which.
  if (columns.length === 0) return `select *\n${from}`;
  const one = `select ${columns.join(', ')}`;
  if (one.length <= LINE) return `${one}\n${from}`;
  return `select\n${wrapped(columns)}\n${from}`;
}

function wrapped(columns: readonly string[]): string {
  const lines: string[] = [];
  let line = ' ';
  columns.forEach((column, index) => {
    const piece = index === columns.length - 1 ? column : `${column},`;
    if (line !== ' ' && line.length + piece.length + 1 > LINE) {
      lines.push(line);
      line = ' ';
    }
    line += ` ${piece}`;
  });
  return [...lines, line].join('\n');
}
