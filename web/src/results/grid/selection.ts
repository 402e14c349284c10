export interface Cell {
  readonly row: number;
  readonly column: number;
}

/** A rectangle of cells, from where it was begun to where the focus is. */
export interface Selection {
  readonly anchor: Cell;
  readonly focus: Cell;
}

/** Inclusive. */
export interface CellRange {
  readonly top: number;
  readonly bottom: number;
  readonly left: number;
  readonly right: number;
}

export interface GridSize {
  readonly rows: number;
  readonly columns: number;
  /** Rows that PageUp and PageDown move by. */
  readonly page: number;
}

export interface Key {
  readonly key: string;
  readonly mod: boolean;
  readonly shift: boolean;
}

export function rangeOf({ anchor, focus }: Selection): CellRange {
  return {
    top: Math.min(anchor.row, focus.row),
    bottom: Math.max(anchor.row, focus.row),
    left: Math.min(anchor.column, focus.column),
    right: Math.max(anchor.column, focus.column),
  };
}

export function isInside(
  { top, bottom, left, right }: CellRange,
  row: number,
  column: number,
): boolean {
  return row >= top && row <= bottom && column >= left && column <= right;
}

export function cellCount({ top, bottom, left, right }: CellRange): number {
  return (bottom - top + 1) * (right - left + 1);
}

export function single(cell: Cell): Selection {
  return { anchor: cell, focus: cell };
}

/** Whole rows, as by clicks on their numbers. The focus goes to the column that shows first. */
export function wholeRows(from: number, to: number, columns: number): Selection {
  return { anchor: { row: from, column: columns - 1 }, focus: { row: to, column: 0 } };
}

export function wholeColumns(from: number, to: number, rows: number): Selection {
  return { anchor: { row: rows - 1, column: from }, focus: { row: 0, column: to } };
}

export function everything({ rows, columns }: GridSize): Selection {
  return { anchor: { row: rows - 1, column: columns - 1 }, focus: { row: 0, column: 0 } };
}

/**
 * Where a key leads (ARIA's pattern of a data grid).
 *
 * @returns undefined for a key that does not move anything
 */
export function afterKey(selection: Selection, key: Key, size: GridSize): Selection | undefined {
  if (size.rows === 0 || size.columns === 0) return undefined;
  if (key.key === ' ' && key.mod)
    return wholeColumns(selection.focus.column, selection.focus.column, size.rows);
  if (key.key === ' ' && key.shift)
    return wholeRows(selection.focus.row, selection.focus.row, size.columns);
  if (key.key.toLowerCase() === 'a' && key.mod && !key.shift) return everything(size);
  const focus = movedBy(selection.focus, key, size);
  if (focus === undefined) return undefined;
  return key.shift ? { anchor: selection.anchor, focus } : single(focus);
}

function movedBy({ row, column }: Cell, { key, mod }: Key, size: GridSize): Cell | undefined {
  const lastRow = size.rows - 1;
  const lastColumn = size.columns - 1;
  const to = (r: number, c: number): Cell => ({
    row: Math.max(0, Math.min(lastRow, r)),
    column: Math.max(0, Math.min(lastColumn, c)),
  });
  switch (key) {
    case 'ArrowUp':
      return mod ? to(0, column) : to(row - 1, column);
    case 'ArrowDown':
      return mod ? to(lastRow, column) : to(row + 1, column);
    case 'ArrowLeft':
      return mod ? to(row, 0) : to(row, column - 1);
    case 'ArrowRight':
      return mod ? to(row, lastColumn) : to(row, column + 1);
    case 'PageUp':
      return to(row - size.page, column);
    case 'PageDown':
      return to(row + size.page, column);
    case 'Home':
      return mod ? to(0, 0) : to(row, 0);
    case 'End':
      return mod ? to(lastRow, lastColumn) : to(row, lastColumn);
    default:
      return undefined;
  }
}
