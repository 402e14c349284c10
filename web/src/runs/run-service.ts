import { createClient, type RunEvent, type SessionDescription } from '@pg-usher/sdk';
import { waitForIt } from '../app/attendance.ts';
import { client } from '../client.ts';
import type { RunKind } from './run-types.ts';

export interface RunOptions {
  readonly kind: RunKind;
  readonly maxRows: number;
  /** Milliseconds; the service's own limit when undefined. */
  readonly timeoutMs: number | undefined;
}

/** A run that has been asked for. */
export interface StartedRun {
  /** @throws what ended it, behind the events; nothing is sent before they are read */
  readonly events: AsyncIterable<RunEvent>;
  /** Resolves when PostgreSQL has answered, or the service has given up waiting for that. */
  readonly cancel: () => Promise<unknown>;
}

/** The database sessions of one workspace, as they are needed here; tests have their own. */
export interface RunService {
  open(signal: AbortSignal): Promise<SessionDescription>;
  look(session: SessionDescription): Promise<SessionDescription>;
  run(session: SessionDescription, sql: string, options: RunOptions): StartedRun;
  /** @param leaving the page is going away: nobody will read the answer */
  close(session: SessionDescription, leaving: boolean): Promise<void>;
}

/** Requests that outlive the page. */
const farewells = createClient({
  fetch: (input, init) => fetch(input, { ...init, keepalive: true }),
});

export function runService(serverId: string, database: string): RunService {
  return {
    open: async (signal) => {
      const done = waitForIt();
      try {
        return (await client.openSession(serverId, { database, signal })).description;
      } finally {
        done();
      }
    },
    look: ({ id }) => client.call('getDatabaseSession', { path: { id } }),
    run: (session, sql, { kind, maxRows, timeoutMs }) => {
      const run = client.attachSession(session).query(sql, {
        maxRows,
        timeoutMs,
        ...(kind === 'run' ? {} : { explain: kind }),
      });
      return { events: whileWaitedFor(run.events()), cancel: () => run.cancel() };
    },
    close: ({ id }, leaving) =>
      (leaving ? farewells : client).call('closeDatabaseSession', { path: { id } }),
  };
}

async function* whileWaitedFor(events: AsyncIterable<RunEvent>): AsyncGenerator<RunEvent> {
  const done = waitForIt();
  try {
    yield* events;
  } finally {
    done();
  }
}
