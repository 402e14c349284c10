import type { components } from '@pg-usher/sdk';

export type AuditEvent = components['schemas']['AuditEventDto'];

/** What belongs together: an intent and how it ended, or a row that stands for itself. */
export interface AuditAct {
  readonly key: string;
  /** The newest first. */
  readonly events: readonly AuditEvent[];
  /** Says most of all of them: the last outcome, where there is one. */
  readonly latest: AuditEvent;
  /** When it began, as far as its rows have been read. */
  readonly beganAt: string;
  /** The outcome; `running` where there is none yet. */
  readonly outcome: string;
}

/**
 * Puts the rows of one act together, at the place of its newest row. Rows come the newest first; of
 * several outcomes the one with the highest id counts, whatever the clock said.
 */
export function actsOf(events: readonly AuditEvent[]): AuditAct[] {
  const acts = new Map<string, AuditEvent[]>();
  for (const event of events) {
    const key = event.intentId ?? event.id;
    const known = acts.get(key);
    if (known === undefined) acts.set(key, [event]);
    else known.push(event);
  }
  return [...acts].flatMap(([key, found]) => {
    const rows = found.toSorted(laterFirst);
    const [latest] = rows;
    const first = rows.at(-1);
    if (latest === undefined || first === undefined) return [];
    return [{ key, events: rows, latest, beganAt: first.at, outcome: latest.outcome ?? 'running' }];
  });
}

/** Ids are whole numbers, larger ones than JavaScript's are exact for. */
function laterFirst({ id: one }: AuditEvent, { id: other }: AuditEvent): number {
  return other.length - one.length || (one < other ? 1 : -1);
}

/** What has a value, by name, for people. */
export function fieldsOfEvent(event: AuditEvent): (readonly [name: string, value: string])[] {
  return Object.entries(event).flatMap(([name, value]) =>
    value === null ? [] : [[name, String(value)] as const],
  );
}

/** As JSON, for a ticket or a report. */
export function actJson({ events }: AuditAct): string {
  return JSON.stringify(events, undefined, 2);
}
