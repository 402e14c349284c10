/** A column of a result, as the service names it. */
export interface ResultColumn {
  readonly name: string;
  /** `pg_type.oid`. */
  readonly typeOid: number;
  /** `atttypmod`, -1 for none. */
  readonly typeModifier: number;
}

/** PostgreSQL's own text of each value, or null for NULL. */
export type ResultRow = readonly (string | null)[];

/** Beyond this, `push` with an argument for each row overflows the stack in some browsers. */
const APPEND_STEP = 10_000;

/**
 * The rows of one result that are in the page, as they came. They only ever grow. Whoever listens
 * hears of them once a frame at most, however fast they come.
 */
export class ResultData {
  readonly columns: readonly ResultColumn[];
  readonly #rows: ResultRow[] = [];
  readonly #listeners = new Set<() => void>();
  #version = 0;
  #isAnnounced = false;

  constructor(columns: readonly ResultColumn[]) {
    this.columns = columns;
  }

  /** The rows are kept, not copied: they must not change any more. */
  append(rows: readonly ResultRow[]): void {
    if (rows.length === 0) return;
    for (let from = 0; from < rows.length; from += APPEND_STEP) {
      this.#rows.push(...rows.slice(from, from + APPEND_STEP));
    }
    if (this.#isAnnounced) return;
    this.#isAnnounced = true;
    nextFrame(() => {
      this.#isAnnounced = false;
      this.#version += 1;
      for (const listener of this.#listeners) listener();
    });
  }

  get rowCount(): number {
    return this.#rows.length;
  }

  /** Null for NULL, and for a place outside of the result. */
  cell(row: number, column: number): string | null {
    return this.#rows[row]?.[column] ?? null;
  }

  row(row: number): ResultRow | undefined {
    return this.#rows[row];
  }

  /** For `useSyncExternalStore`. @returns what ends it */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  };

  /** Another number each time the listeners have been told. */
  readonly getSnapshot = (): number => this.#version;
}

/** Frames stand still in a hidden tab, where a slow timer does. */
function nextFrame(run: () => void): void {
  if (typeof requestAnimationFrame === 'undefined' || document.visibilityState === 'hidden') {
    setTimeout(run, 100);
  } else {
    requestAnimationFrame(run);
  }
}
