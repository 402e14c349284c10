import type { CatalogIndex } from './catalog-index.ts';
import type { Cte, Query, Source } from './sql-blocks.ts';

export interface VisibleColumn {
  readonly name: string;
  /** Empty where only PostgreSQL knows. */
  readonly type: string;
}

/** Subqueries of subqueries are followed this deep; a CTE may also refer to itself. */
const MAX_DEPTH = 8;

/** The name by which the columns of a source are called. */
export function sourceName({ alias, path }: Source): string | null {
  return alias ?? path.at(-1) ?? null;
}

/** The columns of a source, as far as they can be known without PostgreSQL. */
export function columnsOf(
  source: Source,
  ctes: readonly Cte[],
  index: CatalogIndex,
  depth = 0,
): readonly VisibleColumn[] {
  const columns = ownColumns(source, ctes, index, depth);
  return renamed(columns, source.columns);
}

function ownColumns(
  { path, subquery }: Source,
  ctes: readonly Cte[],
  index: CatalogIndex,
  depth: number,
): readonly VisibleColumn[] {
  if (depth > MAX_DEPTH) return [];
  if (subquery !== null) return outputOf(subquery, ctes, index, depth + 1);
  const cte = path.length === 1 ? ctes.find(({ name }) => name === path[0]) : undefined;
  if (cte !== undefined) {
    return renamed(outputOf(cte.query, ctes, index, depth + 1), cte.columns);
  }
  return (index.find(path)?.columns ?? []).map(([name = '', type = '']) => ({ name, type }));
}

function outputOf(
  query: Query,
  outer: readonly Cte[],
  index: CatalogIndex,
  depth: number,
): readonly VisibleColumn[] {
  const [block] = query.blocks;
  if (block === undefined || depth > MAX_DEPTH) return [];
  const ctes = [...query.ctes, ...outer];
  const columns = block.sources.map((source) => ({
    name: sourceName(source),
    list: columnsOf(source, ctes, index, depth),
  }));
  return block.output.flatMap((output) => {
    if ('all' in output) {
      return columns.flatMap(({ name, list }) =>
        output.all === null || output.all === name ? list : [],
      );
    }
    const known = columns.flatMap(({ list }) => list).find(({ name }) => name === output.name);
    return [known ?? { name: output.name, type: '' }];
  });
}

function renamed(
  columns: readonly VisibleColumn[],
  names: readonly string[] | null,
): readonly VisibleColumn[] {
  if (names === null) return columns;
  const given = names.map((name, at) => ({ name, type: columns[at]?.type ?? '' }));
  return [...given, ...columns.slice(names.length)];
}
