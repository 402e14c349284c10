import type { CellRange } from '../grid/selection.ts';
import type { ResultColumn, ResultData, ResultRow } from '../result-data.ts';

/** What is copied: some columns of some rows. */
export interface CopiedTable {
  readonly columns: readonly ResultColumn[];
  readonly rows: readonly ResultRow[];
}

export function tableOf(data: ResultData, { top, bottom, left, right }: CellRange): CopiedTable {
  const rows: ResultRow[] = [];
  for (let row = top; row <= bottom; row += 1) {
    rows.push((data.row(row) ?? []).slice(left, right + 1));
  }
  return { columns: data.columns.slice(left, right + 1), rows };
}
