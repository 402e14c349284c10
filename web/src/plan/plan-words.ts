import { sizeText } from '../tree/tree-model.ts';

/** `12.3 ms`, `4.56 s`. */
export function timeText(milliseconds: number): string {
  if (milliseconds >= 1000) return `${(milliseconds / 1000).toFixed(2)} s`;
  return milliseconds >= 100 ? `${milliseconds.toFixed(0)} ms` : `${milliseconds.toFixed(2)} ms`;
}

/** `1,500`, and `0.33` for the rows of a loop. */
export function countText(count: number): string {
  return count.toLocaleString('en-US', { maximumFractionDigits: count < 10 ? 2 : 0 });
}

export function timesText(factor: number): string {
  return `${countText(Math.round(factor))} times`;
}

export function bytesText(bytes: number): string {
  return sizeText(bytes);
}
