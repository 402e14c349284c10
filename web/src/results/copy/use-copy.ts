import { useState } from 'react';
import { notifyProblem } from '../../problem/notify.ts';
import type { CellRange } from '../grid/selection.ts';
import type { ResultData } from '../result-data.ts';
import { copyCells } from './copy-cells.ts';
import type { CopyFormat } from './formats.ts';
import { tableIn } from './sql.ts';

interface Copying {
  /** Copies, or asks for a table first. */
  readonly copy: (range: CellRange, format: CopyFormat) => void;
  /** What waits for the name of a table. */
  readonly pending: CellRange | undefined;
  readonly finish: (table: string) => void;
  readonly abandon: () => void;
}

export function useCopy(data: ResultData, sourceSql: string | undefined): Copying {
  const [pending, setPending] = useState<CellRange>();
  const run = (range: CellRange, format: CopyFormat, target: string): void => {
    copyCells(data, range, format, target).catch(notifyProblem);
  };
  return {
    copy: (range, format) => {
      if (data.rowCount === 0) return;
      const target = format === 'insert' ? tableIn(sourceSql ?? '') : '';
      if (target === undefined) setPending(range);
      else run(range, format, target);
    },
    pending,
    finish: (table) => {
      setPending(undefined);
      if (pending !== undefined) run(pending, 'insert', table);
    },
    abandon: () => {
      setPending(undefined);
    },
  };
}
