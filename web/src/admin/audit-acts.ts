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

export interface AuditFilter {
  /** In the name, the subject, the issuer or the database user. */
  readonly person: string;
  readonly action: string;
  readonly outcome: string;
  readonly server: string;
  /** Local times as a form has them, `2026-11-26T21:25`; empty for no limit. */
  readonly from: string;
  readonly to: string;
}

/** Puts the rows of one act together, at the place of its newest row. Rows come the newest first. */
export function actsOf(events: readonly AuditEvent[]): AuditAct[] {
  const acts = new Map<string, AuditEvent[]>();
  for (const event of events) {
    const key = event.intentId ?? event.id;
    const known = acts.get(key);
    if (known === undefined) acts.set(key, [event]);
    else known.push(event);
  }
  return [...acts].flatMap(([key, rows]) => {
    const [latest] = rows;
    const first = rows.at(-1);
    if (latest === undefined || first === undefined) return [];
    return [{ key, events: rows, latest, beganAt: first.at, outcome: latest.outcome ?? 'running' }];
  });
}

/** Whether an act is what was asked for. */
export function fitsFilter(act: AuditAct, filter: AuditFilter): boolean {
  const { latest, outcome } = act;
  const { username, subject, issuer, databaseUser } = latest;
  const person = [username, subject, issuer, databaseUser].join('\n').toLowerCase();
  const time = Date.parse(latest.at);
  const [from, to] = [Date.parse(filter.from), Date.parse(filter.to)];
  return (
    person.includes(filter.person.toLowerCase()) &&
    (filter.action === '' || filter.action === latest.action) &&
    (filter.outcome === '' || filter.outcome === outcome) &&
    (filter.server === '' || filter.server === latest.serverId) &&
    (Number.isNaN(from) || time >= from) &&
    // A form has minutes: all of the last one counts.
    (Number.isNaN(to) || time < to + 60_000)
  );
}

/** Whether all that comes later in the list is too old for the filter. */
export function isBeyond(oldest: AuditEvent | undefined, { from }: AuditFilter): boolean {
  const limit = Date.parse(from);
  return oldest !== undefined && !Number.isNaN(limit) && Date.parse(oldest.at) < limit;
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
