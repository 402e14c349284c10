/** Where a page of a list by time ends: several may be of the same millisecond, so the id decides then. */
export interface TimeCursor {
  readonly at: Date;
  readonly id: string;
}

/** Milliseconds since 1970 until the year 2286, and a UUID. */
export const CURSOR = /^(\d{1,13})\.([\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})$/;

export function writeCursor({ at, id }: TimeCursor): string {
  return `${String(at.getTime())}.${id}`;
}

/** Undefined for a text that {@link writeCursor} does not write. */
export function readCursor(text: string): TimeCursor | undefined {
  const [, ms, id] = CURSOR.exec(text) ?? [];
  return ms === undefined || id === undefined ? undefined : { at: new Date(Number(ms)), id };
}
