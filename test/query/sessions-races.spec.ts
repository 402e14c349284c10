import { RunningService } from '../support/running-service.js';
import { say } from '../support/say.js';
import { SessionClient } from '../support/session-client.js';

let service: RunningService;
let alice: SessionClient;
let token: string;
beforeAll(async () => {
  service = await RunningService.start();
  token = await service.token('alice');
  alice = await SessionClient.of(service, 'alice', token);
});
afterEach(async () => {
  await alice.closeAll();
  expect(await service.noBackendLeft()).toBe(true);
});
afterAll(async () => {
  await service.stop();
});

const MINUTES = 60_000;
/** Races in all; each is one statement that is given up, and one that is not. */
const RACES = 400;
const SESSIONS = 4;

/** How a statement is given up at a moment of chance. */
type GiveUp = (id: string, sql: string) => Promise<unknown>;

function post(id: string, body: object, signal?: AbortSignal): Promise<Response> {
  return fetch(`${service.origin}/api/v1/sessions/${id}/query`, {
    method: 'POST',
    headers: {
      Authorization: `Bearer ${token}`,
      'Content-Type': 'application/json',
      Accept: 'application/x-ndjson',
    },
    body: JSON.stringify(body),
    ...(signal === undefined ? {} : { signal }),
  });
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

async function leave(id: string, sql: string): Promise<void> {
  const leaving = new AbortController();
  const reading = post(id, { sql }, leaving.signal).then((response) => response.text());
  await pause(Math.random() * 12);
  leaving.abort();
  await reading.catch(() => undefined);
}

async function timeOut(id: string, sql: string): Promise<string> {
  return (await post(id, { sql, timeoutMs: 1 + Math.floor(Math.random() * 6) })).text();
}

/** By the execution's own route, as soon as it is known. */
async function cancel(id: string, sql: string): Promise<string> {
  const response = await post(id, { sql });
  await alice.cancel(response.headers.get('x-execution-id') ?? '');
  return response.text();
}

const WAYS: readonly GiveUp[] = [leave, timeOut, cancel];

/** Rows that say which statement they are of; some statements are long over when they are given up. */
function marked(marker: string): string {
  const pause = (Math.random() * 0.004).toFixed(4);
  return `select '${marker}' as marker, n, pg_sleep(${pause}) from generate_series(1, 3) as n`;
}

/** Markers of the rows in an NDJSON answer. */
function markersIn(text: unknown): string[] {
  if (typeof text !== 'string') return [];
  const lines = text.split('\n').filter((line) => line.startsWith('['));
  return lines.map((line) => String(JSON.parse(line)[0]));
}

/** Runs it once the session is free again, and gives all of its answer. */
async function undisturbed(id: string, marker: string): Promise<string> {
  for (;;) {
    const response = await post(id, { sql: `select '${marker}' from generate_series(1, 3)` });
    const text = await response.text();
    if (response.status !== 409) return `${String(response.status)} ${text}`;
    expect(text).toContain('session-busy');
    await pause(2);
  }
}

async function race(id: string, round: number): Promise<void> {
  const given = `given-up-${String(round)}`;
  const kept = `kept-${String(round)}`;
  const text = await WAYS[round % WAYS.length]?.(id, marked(given));
  for (const marker of markersIn(text)) expect(marker).toBe(given);
  // What comes next has its own rows, all of them, and is not hit by the other's cancel.
  const answer = await undisturbed(id, kept);
  expect(answer).toMatch(/^200 /);
  expect(answer).toContain('"kind":"done"');
  expect(markersIn(answer)).toEqual([kept, kept, kept]);
}

describe('a statement that is given up', () => {
  it(
    'never gives its rows, or its cancel, to the next one',
    async () => {
      const sessions = await Promise.all(Array.from({ length: SESSIONS }, () => alice.open()));
      await Promise.all(
        sessions.map(async ({ id }, lane) => {
          for (let round = lane; round < RACES; round += SESSIONS) await race(id, round);
        }),
      );
      for (const { id, backendPid } of sessions) {
        expect(await alice.rows(id, 'select pg_backend_pid()')).toEqual([[String(backendPid)]]);
      }
      const cancelled = await service.audit(
        `phase = 'outcome' and action = 'query' and outcome <> 'ok' and outcome <> 'denied'`,
      );
      expect(cancelled.length).toBeGreaterThan(RACES / 10);
      const other = cancelled.filter(
        ({ outcome }) => !['cancelled', 'client-aborted', 'timeout'].includes(outcome),
      );
      expect(other).toEqual([]);
      say(`${String(RACES)} races: ${String(cancelled.length)} statements were given up in time`);
    },
    10 * MINUTES,
  );

  it(
    'leaves its transaction failed or whole, and never half',
    async () => {
      const { id } = await alice.open();
      await alice.query(id, 'create temp table marks (marker text)');
      for (let round = 0; round < 60; round++) {
        await alice.query(id, 'begin');
        const sql = `insert into marks select 'm${String(round)}' from generate_series(1, 100), pg_sleep(${(Math.random() * 0.006).toFixed(4)})`;
        await timeOut(id, sql);
        const { transactionStatus } = (await alice.get(id)).json;
        const commit = await alice.query(id, 'commit');
        expect(commit.json.command).toBe(transactionStatus === 'failed' ? 'ROLLBACK' : 'COMMIT');
        const [row] = await alice.rows(
          id,
          `select count(*) from marks where marker = 'm${String(round)}'`,
        );
        expect(row).toEqual([transactionStatus === 'failed' ? '0' : '100']);
      }
    },
    5 * MINUTES,
  );
});

describe('two clients of one session', () => {
  it(
    'are never served at once',
    async () => {
      const { id } = await alice.open();
      await alice.query(id, 'create temp table diary (n serial, marker text, what text)');
      const scripted = async (marker: string): Promise<void> => {
        for (let done = 0; done < 25;) {
          const name = `${marker}${String(done)}`;
          const { status } = await alice.query(
            id,
            `insert into diary (marker, what) values ('${name}', 'begins');
             select pg_sleep(0.002);
             insert into diary (marker, what) values ('${name}', 'ends')`,
          );
          if (status === 200) done += 1;
          else expect(status).toBe(409);
        }
      };
      await Promise.all(['a', 'b', 'c'].map(scripted));
      const diary = await alice.rows(id, 'select marker, what from diary order by n');
      expect(diary).toHaveLength(150);
      for (let line = 0; line < diary.length; line += 2) {
        expect(diary[line]?.[1]).toBe('begins');
        expect(diary[line + 1]).toEqual([diary[line]?.[0], 'ends']);
      }
    },
    2 * MINUTES,
  );
});
