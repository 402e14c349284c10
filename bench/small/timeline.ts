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

/** Of a name in a share of the request, what the median request spends. */
export function medianTimes(requests: readonly RequestTimeline[]): Map<string, number> {
  const all = requests.map(exclusiveTimes);
  const names = new Set(all.flatMap((times) => [...times.keys()]));
  return new Map(
    [...names].map((name) => {
      const sorted = all.map((times) => times.get(name) ?? 0).sort((a, b) => a - b);
      return [name, sorted[Math.floor(sorted.length / 2)] ?? 0];
    }),
  );
}
