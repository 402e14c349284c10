/** Where a page of a history ends: runs may begin in the same millisecond, so the id decides then. */
export interface HistoryCursor {
  readonly startedAt: Date;
  readonly id: string;
}

/** Milliseconds since 1970 until the year 2286, and a UUID. */
export const CURSOR = /^(\d{1,13})\.([\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})$/;

export function writeCursor({ startedAt, id }: HistoryCursor): string {
  return `${String(startedAt.getTime())}.${id}`;
}

/** Undefined for a text that {@link writeCursor} does not write. */
export function readCursor(text: string): HistoryCursor | undefined {
  const [, ms, id] = CURSOR.exec(text) ?? [];
  return ms === undefined || id === undefined ? undefined : { startedAt: new Date(Number(ms)), id };
}
