import { useCommands } from '../app/commands.tsx';
import { COPY_FORMATS, type CopyFormat } from './copy/formats.ts';
import type { GridActions } from './grid/grid-input.ts';
import type { CellRange } from './grid/selection.ts';
import type { ResultData } from './result-data.ts';

interface Offer {
  readonly actions: GridActions;
  readonly data: ResultData;
  readonly range: CellRange;
  readonly copy: (range: CellRange, format: CopyFormat) => void;
}

/** Offers what a result can do to the palette. Its keys are the grid's own, and work in it alone. */
export function useResultCommands({ actions, data, range, copy }: Offer): void {
  const enabled = data.rowCount > 0;
  const group = 'Result';
  useCommands([
    { id: 'result.find', label: 'Find in result', group, enabled, run: actions.onFind },
    { id: 'result.open', label: 'Open cell', group, enabled, run: actions.onOpen },
    ...COPY_FORMATS.map(({ format, label }) => ({
      id: `result.copy.${format}`,
      label: `Copy selection as ${label}`,
      group,
      enabled,
      run: () => {
        copy(range, format);
      },
    })),
  ]);
}
