import { notifyDone } from '../../problem/notify.ts';
import { type CellRange, cellCount } from '../grid/selection.ts';
import type { ResultData } from '../result-data.ts';
import { LARGEST_COPY, writeClipboard } from './clipboard.ts';
import { COPY_FORMATS, type CopyFormat, formatTable } from './formats.ts';
import { tableOf } from './table.ts';

/**
 * Copies cells and says how many.
 *
 * @param target the table that INSERT goes into, as it stands in SQL
 * @throws Error for people, where it is too much or the browser refuses
 */
export async function copyCells(
  data: ResultData,
  range: CellRange,
  format: CopyFormat,
  target: string,
): Promise<void> {
  if (sizeOf(data, range) > LARGEST_COPY) throw new Error(TOO_MUCH);
  await writeClipboard(formatTable(tableOf(data, range), format, target));
  const label = COPY_FORMATS.find((one) => one.format === format)?.label ?? format;
  notifyDone(`Copied ${cellsText(cellCount(range))} as ${label}.`);
}

export function cellsText(count: number): string {
  return count === 1 ? '1 cell' : `${count.toLocaleString('en')} cells`;
}

const TOO_MUCH =
  'This is more than 50 million characters, which is too much for a clipboard. Copy fewer rows, or use Export, which writes a file.';

function sizeOf(data: ResultData, { top, bottom, left, right }: CellRange): number {
  let size = 0;
  for (let row = top; row <= bottom && size <= LARGEST_COPY; row += 1) {
    for (let column = left; column <= right; column += 1) {
      size += (data.cell(row, column)?.length ?? 0) + 1;
    }
  }
  return size;
}
