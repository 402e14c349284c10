import type { Activity } from './run-types.ts';

/** What a statement that runs waits for, in words; nothing while it computes. */
export function waitWords(activity: Activity, waitedMs: number): string | undefined {
  if (activity.blockedBy.length > 0) return blockedWords(activity, waitedMs);
  const { waitEventType, waitEvent } = activity;
  if (waitEventType === null) return undefined;
  const known = EVENTS[`${waitEventType}/${waitEvent ?? ''}`] ?? TYPES[waitEventType];
  const name = `${waitEventType}: ${waitEvent ?? 'not said'}`;
  return known === undefined ? `Waiting (${name})` : `${known} (${name})`;
}

type Blocker = Activity['blockedBy'][number];

function blockedWords({ blockedBy }: Activity, waitedMs: number): string {
  const [first, ...others] = blockedBy;
  if (first === undefined) return '';
  const more = others.length === 0 ? '' : ` and ${String(others.length)} more`;
  return `Waiting ${durationText(waitedMs)} for a lock held by ${blockerWords(first)}${more}`;
}

function blockerWords({ pid, databaseUser, state, applicationName }: Blocker): string {
  const who = databaseUser ?? 'somebody';
  // Whose session PostgreSQL does not show says nothing about what it does, either.
  const facts = [`pid ${String(pid)}`, state ?? '', programOf(applicationName)];
  return `${who} (${facts.filter((fact) => fact !== '').join(', ')})`;
}

/** The service names each connection by its request, which says nothing to a person. */
function programOf(applicationName: string | null): string {
  const isOwn = applicationName?.startsWith('pg-usher/') === true;
  return isOwn ? 'by pg-usher' : (applicationName ?? '');
}

const EVENTS: Readonly<Record<string, string>> = {
  'Timeout/PgSleep': 'Sleeping in pg_sleep',
  'Client/ClientWrite': 'Sending rows faster than they are taken',
  'Client/ClientRead': 'Waiting for the client',
  'IO/DataFileRead': 'Reading tables from disk',
  'IO/BufFileRead': 'Reading temporary files',
  'IO/BufFileWrite': 'Writing temporary files',
};

const TYPES: Readonly<Record<string, string>> = {
  Activity: 'Waiting in a main loop',
  BufferPin: 'Waiting for a page that somebody reads',
  Client: 'Waiting for the client',
  Extension: 'Waiting in an extension',
  IO: 'Waiting for the disk',
  IPC: 'Waiting for another process of PostgreSQL',
  Lock: 'Waiting for a lock',
  LWLock: 'Waiting for shared memory',
  Timeout: 'Waiting for a time to pass',
};

/** `8 s`, `2 min 5 s` */
export function durationText(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  return seconds < 60
    ? `${String(seconds)} s`
    : `${String(Math.floor(seconds / 60))} min ${String(seconds % 60)} s`;
}

export interface Progress {
  /** `CREATE INDEX: building index` */
  readonly label: string;
  /** 0 to 1; absent where PostgreSQL names no whole. */
  readonly share?: number;
}

const DONE_AND_TOTAL = [
  ['blocks_done', 'blocks_total'],
  ['tuples_done', 'tuples_total'],
  ['heap_blks_scanned', 'heap_blks_total'],
  ['sample_blks_scanned', 'sample_blks_total'],
  ['bytes_processed', 'bytes_total'],
  ['backup_streamed', 'backup_total'],
] as const;

/** How far it is, from a row of a `pg_stat_progress_…` view. */
export function progressOf({ progress }: Activity): Progress | undefined {
  if (progress === null) return undefined;
  const row: Readonly<Record<string, unknown>> = progress;
  const label = [row['command'], row['phase']].filter((part) => typeof part === 'string');
  const share = DONE_AND_TOTAL.map(([done, total]) => shareOf(row[done], row[total])).find(
    (found) => found !== undefined,
  );
  return { label: label.join(': ') || 'Working', ...(share === undefined ? {} : { share }) };
}

function shareOf(done: unknown, total: unknown): number | undefined {
  const [part, whole] = [Number(done), Number(total)];
  if (!Number.isFinite(part) || !Number.isFinite(whole) || whole <= 0) return undefined;
  return Math.min(1, Math.max(0, part / whole));
}
