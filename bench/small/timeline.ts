/** A span of time in which something was under way, milliseconds on one clock. */
export interface Span {
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

/** One request: from its head was read to its answer was written. */
export interface RequestTimeline {
  readonly start: number;
  readonly end: number;
  readonly spans: readonly Span[];
}

/** Of what no span covers. */
export const BEFORE = 'before the first span';
export const BETWEEN = 'between spans';
export const AFTER = 'after the last span';

/**
 * Whose each millisecond of a request was: that of the span that began last among those that were
 * under way, so that what happens within another counts once, for the inner one. The shares add up
 * to the whole; what goes on behind the answer is left out.
 */
export function exclusiveTimes({ start, end, spans }: RequestTimeline): Map<string, number> {
  const inside = spans
    .filter((span) => span.start < end && span.end > start)
    .map((span) => ({ ...span, end: Math.min(span.end, end) }));
  const first = Math.min(end, ...inside.map((span) => span.start));
  const last = Math.max(start, ...inside.map((span) => span.end));
  const cuts = [...new Set([start, end, ...inside.flatMap((span) => [span.start, span.end])])].sort(
    (a, b) => a - b,
  );
  const times = new Map<string, number>();
  for (const [index, from] of cuts.entries()) {
    const to = cuts[index + 1];
    if (to === undefined) break;
    const running = inside.filter((span) => span.start <= from && span.end >= to);
    const inner = running.reduce<Span | undefined>(
      (latest, span) => (latest === undefined || span.start >= latest.start ? span : latest),
      undefined,
    );
    const name = inner?.name ?? (to <= first ? BEFORE : from >= last ? AFTER : BETWEEN);
    times.set(name, (times.get(name) ?? 0) + to - from);
  }
  return times;
}

/** How many of the fastest, and of the slowest, are left out. */
const TRIMMED = 0.1;

/**
 * Of each name, what a request spends on average, without the fastest and the slowest tenth of all
 * requests. Means add up, which medians do not.
 */
export function middleTimes(requests: readonly RequestTimeline[]): Map<string, number> {
  const trimmed = Math.floor(requests.length * TRIMMED);
  const middle = requests
    .toSorted((a, b) => a.end - a.start - (b.end - b.start))
    .slice(trimmed, requests.length - trimmed);
  const sums = new Map<string, number>();
  for (const request of middle) {
    for (const [name, ms] of exclusiveTimes(request)) {
      sums.set(name, (sums.get(name) ?? 0) + ms / middle.length);
    }
  }
  return sums;
}
