/** A token is renewed this long before it expires, in seconds. */
const MARGIN_SECONDS = 30;
const SHORTEST_MS = 30_000;

/**
 * When to ask the provider again: before the first of its tokens expires, and at the latest after
 * `longestMs`, but not more often than every half minute.
 *
 * @param lifetime in seconds; undefined where no token says
 */
export function nextRefresh(lifetime: number | undefined, longestMs: number): Date {
  const ms = lifetime === undefined ? longestMs : (lifetime - MARGIN_SECONDS) * 1000;
  return new Date(Date.now() + Math.min(longestMs, Math.max(SHORTEST_MS, ms)));
}
