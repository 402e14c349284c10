import type { ResultData } from '../result-data.ts';
import { startOf, visibleText } from '../../text/visible-text.ts';

/** Pixels. */
export const NARROWEST = 40;
const WIDEST_BY_ITSELF = 360;
const PADDING = 20;
const SAMPLE_ROWS = 60;
const SAMPLE_UNITS = 80;

/** As wide as the marks of both. */
const EMPTY_OR_NULL = 'empty .';

/** How wide a text is drawn, in pixels. */
export type MeasureText = (text: string) => number;

/** A width that shows the name, the type and the first values of a column, within reason. */
export function fittingWidth(
  data: ResultData,
  column: number,
  typeName: string,
  measure: MeasureText,
): number {
  let widest = Math.max(measure(data.columns[column]?.name ?? '') * 1.1, measure(typeName) * 0.9);
  let longest = '';
  for (let row = 0; row < Math.min(SAMPLE_ROWS, data.rowCount); row += 1) {
    const text = data.cell(row, column);
    const value = text === null || text === '' ? EMPTY_OR_NULL : text;
    if (value.length > longest.length) longest = value;
  }
  widest = Math.max(widest, measure(visibleText(startOf(longest, SAMPLE_UNITS))));
  return Math.ceil(Math.max(NARROWEST + PADDING, Math.min(WIDEST_BY_ITSELF, widest + PADDING)));
}

export function textMeasure(font: string): MeasureText {
  const context = document.createElement('canvas').getContext('2d');
  if (context === null) return (text) => text.length * 7.5;
  context.font = font;
  return (text) => context.measureText(text).width;
}
