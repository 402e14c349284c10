import type { ResultData } from '../result-data.ts';

const MOST_HITS = 100_000;
const ROWS_BETWEEN_LOOKS = 64;

/** Looks for a text in all cells, a slice of time after the other, and in rows that come later. */
export class Finder {
  readonly #data: ResultData;
  readonly #needle: string;
  /** `row * columns + column`, ascending. */
  readonly #hits: number[] = [];
  #row = 0;

  /** @param text compared without regard to case; not empty */
  constructor(data: ResultData, text: string) {
    this.#data = data;
    this.#needle = text.toLowerCase();
  }

  get count(): number {
    return this.#hits.length;
  }

  /** There may be more hits than are counted. */
  get isFull(): boolean {
    return this.#hits.length >= MOST_HITS;
  }

  get isDone(): boolean {
    return this.isFull || this.#row >= this.#data.rowCount;
  }

  /** Goes on for about so many milliseconds. */
  step(budgetMs: number): void {
    const end = performance.now() + budgetMs;
    while (!this.isDone) {
      this.#searchRow();
      if (this.#row % ROWS_BETWEEN_LOOKS === 0 && performance.now() > end) return;
    }
  }

  /** Which hit comes at or behind a place, the first one again behind the last; -1 for none. */
  from(row: number, column: number): number {
    if (this.#hits.length === 0) return -1;
    return this.#lowerBound(this.#place(row, column)) % this.#hits.length;
  }

  after(row: number, column: number): number {
    return this.from(row, column + 1);
  }

  before(row: number, column: number): number {
    const { length } = this.#hits;
    if (length === 0) return -1;
    return (this.#lowerBound(this.#place(row, column)) - 1 + length) % length;
  }

  hit(index: number): { readonly row: number; readonly column: number } | undefined {
    const place = this.#hits[index];
    if (place === undefined) return undefined;
    const { length } = this.#data.columns;
    return { row: Math.floor(place / length), column: place % length };
  }

  #searchRow(): void {
    for (const [column, value] of (this.#data.row(this.#row) ?? []).entries()) {
      if (value?.toLowerCase().includes(this.#needle) === true) {
        this.#hits.push(this.#place(this.#row, column));
      }
    }
    this.#row += 1;
  }

  #place(row: number, column: number): number {
    return row * this.#data.columns.length + column;
  }

  #lowerBound(place: number): number {
    let low = 0;
    let high = this.#hits.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#hits[middle] ?? 0) < place) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
