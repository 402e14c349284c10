// Loaded into the service with --import: notes when the parts of a request begin and end, and
// changes nothing else. On SIGWINCH (on most other signals Nest ends the service) everything noted
// since the last time is written to BENCH_SPANS_FILE.
import 'reflect-metadata';
import { subscribe } from 'node:diagnostics_channel';
import { writeFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import pg from 'pg';
import type { RequestTimeline, Span } from '../small/timeline.js';

/** What is watched: a method of a class of the service. */
interface Watched {
  readonly name: string;
  /** Relative to `dist/src`. */
  readonly file: string;
  readonly className: string;
  readonly method: string;
}

const WATCHED: readonly Watched[] = [
  ['session, token', 'auth/auth.guard.js', 'AuthGuard', 'canActivate'],
  ['gate', 'connection/passthrough.guard.js', 'PassthroughGuard', 'canActivate'],
  ['reading the SQL', 'query/query.service.js', 'QueryService', 'begin'],
  ['encoding', 'query/answers.service.js', 'Answers', 'answer'],
  ['audit', 'audit/audit.service.js', 'AuditService', 'begin'],
  ['audit', 'audit/audit.service.js', 'AuditService', 'end'],
  ['gate', 'connection/gate.js', 'Gate', 'admitRole'],
  [
    'connecting: is it this person?',
    'connection/connection.service.js',
    'ConnectionService',
    'lease',
  ],
  ['PostgreSQL', 'connection/lease.js', 'Lease', 'run'],
  ['closing', 'connection/lease.js', 'Lease', 'release'],
].map(([name = '', file = '', className = '', method = '']) => ({ name, file, className, method }));

/** What the file holds. */
export interface WatchedSpans {
  readonly requests: readonly RequestTimeline[];
  /** Methods that were not there to be watched. */
  readonly missing: readonly string[];
}

type Method = (this: unknown, ...args: unknown[]) => unknown;

const DIST = join(import.meta.dirname, '..', '..', '..', 'dist', 'src');
const spans: Span[] = [];
const requests: { start: number; end: number }[] = [];
const missing: string[] = [];

function note(name: string, start: number): void {
  spans.push({ name, start, end: performance.now() });
}

/** The same method, with the time noted at which what it gives is complete. */
function timed(name: string, method: Method): Method {
  return function (this: unknown, ...args: unknown[]): unknown {
    const start = performance.now();
    const given = method.apply(this, args);
    if (isEvents(given)) return timedEvents(name, given);
    if (given instanceof Promise)
      return given.finally(() => {
        note(name, start);
      });
    note(name, start);
    return given;
  };
}

function isEvents(value: unknown): value is AsyncGenerator {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value;
}

/** Only while the next event is waited for: in between it is somebody else's time. */
async function* timedEvents(name: string, events: AsyncGenerator): AsyncGenerator {
  try {
    for (;;) {
      const start = performance.now();
      const next: IteratorResult<unknown, unknown> = await events.next();
      note(name, start);
      if (next.done === true) return next.value;
      yield next.value;
    }
  } finally {
    await events.return(undefined);
  }
}

function wrap(prototype: object, { name, method }: Pick<Watched, 'name' | 'method'>): boolean {
  const original: unknown = Reflect.get(prototype, method);
  if (typeof original !== 'function') return false;
  return Reflect.set(prototype, method, timed(name, original as Method));
}

for (const watched of WATCHED) {
  const { file, className, method } = watched;
  const module = (await import(join(DIST, file))) as Record<string, unknown>;
  const found = module[className];
  if (typeof found !== 'function' || !wrap(found.prototype as object, watched)) {
    missing.push(`${className}.${method}`);
  }
}
wrap(pg.Client.prototype, { name: 'connecting: TCP, TLS, start-up', method: 'connect' });

subscribe('http.server.request.start', (message) => {
  const { request, response } = message as {
    request: IncomingMessage;
    response: { once(event: 'finish', listener: () => void): void };
  };
  if (request.method !== 'POST') return;
  const start = performance.now();
  response.once('finish', () => requests.push({ start, end: performance.now() }));
});

process.on('SIGWINCH', () => {
  const timelines = requests.map(({ start, end }, index) => {
    const next = requests[index + 1]?.start ?? Infinity;
    const own = spans.filter((span) => span.start >= start && span.start < next);
    return { start, end, spans: own };
  });
  const found: WatchedSpans = { requests: timelines, missing };
  writeFileSync(process.env['BENCH_SPANS_FILE'] ?? '', JSON.stringify(found));
  requests.length = spans.length = 0;
});
