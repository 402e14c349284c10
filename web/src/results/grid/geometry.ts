/** Heights and widths of the grid, in CSS pixels. */
export const ROW_HEIGHT = 26;
export const HEADER_HEIGHT = 40;

/**
 * The tallest an element is made. Firefox stops at 17.9 million pixels, and at half of that when the
 * page is zoomed to 200%; taller contents are scrolled by a scale.
 */
const TALLEST = 8_000_000;

/** A half-open range of indexes. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** How tall the scrolled element is made for contents of a height. */
export function scrollHeight(contentHeight: number): number {
  return Math.min(contentHeight, TALLEST);
}

/** Where in contents that may be taller than any element somebody has scrolled to. */
export function contentTop(scrollTop: number, contentHeight: number, viewHeight: number): number {
  return scrollTop * scaleOf(contentHeight, viewHeight);
}

/** The other way round. */
export function scrollTopFor(top: number, contentHeight: number, viewHeight: number): number {
  return top / scaleOf(contentHeight, viewHeight);
}

function scaleOf(contentHeight: number, viewHeight: number): number {
  if (contentHeight <= TALLEST) return 1;
  return (contentHeight - viewHeight) / (TALLEST - viewHeight);
}

/** The rows that show in a view, with those that are cut at its edges. */
export function visibleRows(top: number, viewHeight: number, rowCount: number): Span {
  const start = Math.max(0, Math.min(Math.floor(top / ROW_HEIGHT), rowCount));
  return { start, end: Math.min(rowCount, Math.ceil((top + viewHeight) / ROW_HEIGHT)) };
}

/** The left edges of columns, and the right edge of the last one. */
export function columnEdges(widths: readonly number[]): readonly number[] {
  const edges = [0];
  let at = 0;
  for (const width of widths) edges.push((at += width));
  return edges;
}

/** The columns that show between two places. */
export function visibleColumns(edges: readonly number[], left: number, viewWidth: number): Span {
  const count = edges.length - 1;
  const start = Math.max(0, columnAt(edges, left));
  let end = start;
  while (end < count && (edges[end] ?? 0) < left + viewWidth) end += 1;
  return { start: Math.min(start, count), end };
}

/** The column at a place; the first or the last one beyond the ends, and -1 when there is none. */
export function columnAt(edges: readonly number[], left: number): number {
  let low = 0;
  let high = edges.length - 2;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((edges[middle] ?? 0) <= left) low = middle;
    else high = middle - 1;
  }
  return Math.min(low, edges.length - 2);
}

/** How far to scroll so that something shows whole; where it is too large, its beginning. */
export function revealed(at: number, view: number, { start, end }: Span): number {
  if (start < at || end - start > view) return start;
  return end > at + view ? end - view : at;
}
