const MINUTE = 60_000;

/**
 * A local time of a form, `2026-11-26T21:25`, as a moment that means the same to whoever gets a link
 * with it (RFC 3339); empty where it is no time. The time of an end counts to the end of its minute.
 */
export function momentOf(field: string, end: 'from' | 'to'): string {
  const time = new Date(field).getTime() + (end === 'to' ? MINUTE : 0);
  return Number.isNaN(time) ? '' : new Date(time).toISOString().replace('.000Z', 'Z');
}

/** What a form shows for a moment of {@link momentOf}; empty where it is none. */
export function fieldOf(moment: string, end: 'from' | 'to'): string {
  const time = new Date(moment);
  if (Number.isNaN(time.getTime())) return '';
  const shown = new Date(time.getTime() - (end === 'to' ? 1 : 0));
  const local = new Date(shown.getTime() - shown.getTimezoneOffset() * MINUTE);
  return local.toISOString().slice(0, 16);
}
