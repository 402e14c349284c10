/** Changes that are remembered; what is older can hardly be in PostgreSQL's buffers any more. */
const MAX_CHANGES = 262_144;

/**
 * Which line of what was sent a row came from: empty lines and events give no row, so PostgreSQL
 * counts fewer lines than the sender. Kept are the places where the difference changes.
 */
export class LineMap {
  /** The first row behind each change, and the lines that gave no row until then. */
  #rows: number[] = [];
  #skipped: number[] = [];
  #last = 0;
  #forgotten = false;

  /**
   * @param row 1-based, one more than at the last call
   * @param line 1-based, the line that gives it
   */
  add(row: number, line: number): void {
    if (line - row === this.#last) return;
    if (this.#rows.length >= MAX_CHANGES) this.#forget();
    this.#last = line - row;
    this.#rows.push(row);
    this.#skipped.push(this.#last);
  }

  /** The line of a row; undefined where that is not known any more. */
  lineOf(row: number): number | undefined {
    let low = 0;
    let high = this.#rows.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#rows[middle] ?? 0) <= row) low = middle + 1;
      else high = middle;
    }
    if (low === 0) return this.#forgotten ? undefined : row;
    return row + (this.#skipped[low - 1] ?? 0);
  }

  /** The older half. */
  #forget(): void {
    this.#rows = this.#rows.slice(MAX_CHANGES / 2);
    this.#skipped = this.#skipped.slice(MAX_CHANGES / 2);
    this.#forgotten = true;
  }
}
