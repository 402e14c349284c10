import { join } from 'node:path';
import { REPOSITORY } from '#demo/demo-state.js';
import { type Place, QUERY_PATH, type Served } from '../place.js';
import type { ReadAnswer, ReadOrder } from '../programs/read.js';
import { runProgram } from '../run-program.js';
import { copiedRows, psql } from './psql.js';
import type { BenchTable } from './tables.js';

/** A form of the service's answers. */
export type Form = 'ndjson' | 'csv';

/** One way of getting all rows of a table out of PostgreSQL. */
export interface Way {
  readonly name: string;
  /** Who serves it; nobody where a program asks PostgreSQL itself. */
  readonly served?: Served;
  /** Of the service's answer. */
  readonly form?: Form;
  /** @throws Error when not every row came, or the end is missing */
  read(table: BenchTable, count: boolean): Promise<WayRun>;
}

export interface WayRun {
  readonly ms: number;
  /** Of the answer; undefined where nobody sees them. */
  readonly bytes?: number;
}

/** Longer than any of these takes. */
const TIMEOUT_MS = 600_000;

const PEERS = join(REPOSITORY, 'bench', 'peers');
const POSTGRES_META = join(PEERS, 'node_modules/@supabase/postgres-meta/dist/server/server.js');

/** What everything is compared with first. */
export const BASELINE = 'psql \\copy';

/** psql by itself: COPY's text and CSV, and what it prints from a cursor. */
export function psqlWays(place: Place): Way[] {
  const copy = (name: string, options: string): Way => ({
    name,
    read: async ({ name: table, rows }) => {
      const command = `\\copy (select * from ${table}) to /dev/null ${options}`;
      const { ms, stdout } = await psql(place, 'alice', ['-c', command]);
      expectRows(copiedRows(stdout), rows);
      return { ms };
    },
  });
  const fetchCount: Way = {
    name: 'psql --csv, FETCH_COUNT',
    read: async ({ name: table }) => {
      const options = ['--csv', '-v', 'FETCH_COUNT=10000', '-o', '/dev/null'];
      const { ms } = await psql(place, 'alice', [...options, '-c', `select * from ${table}`]);
      return { ms };
    },
  };
  return [copy(BASELINE, ''), copy('psql \\copy csv', 'csv'), fetchCount];
}

const ACCEPT: Readonly<Record<Form, string>> = {
  ndjson: 'application/x-ndjson',
  csv: 'text/csv',
};

/** The service, asked as a program asks it. */
export function serviceWay(served: Served, token: string, form: Form): Way {
  return {
    name: `pg-usher ${form === 'csv' ? 'CSV' : 'NDJSON'}`,
    served,
    form,
    read: async (table, count) => {
      const answer = await read({
        url: `${served.origin}${QUERY_PATH}`,
        headers: {
          Authorization: `Bearer ${token}`,
          'Content-Type': 'application/json',
          Accept: ACCEPT[form],
        },
        body: JSON.stringify({ sql: `select * from ${table.name}`, timeoutMs: TIMEOUT_MS }),
        count: count ? form : 'nothing',
      });
      if (form === 'ndjson') expectDone(answer);
      return taken(answer, table, count);
    },
  };
}

/** What others offer, each behind a server of its own. */
export async function peerWays(place: Place): Promise<Way[]> {
  const env = (port: number): Record<string, string> => ({
    PORT: String(port),
    BENCH_CONNECTION: JSON.stringify(place.direct('alice')),
  });
  const program = { args: [join(PEERS, 'cursor-server.mjs')], env, readyPath: '/ready' };
  const cursor = await place.serve({ ...program, name: 'cursor' });
  const queryStream = await place.serve({ ...program, name: 'query-stream' });
  return [
    lineWay('pg-cursor, text as it is', cursor, '/cursor'),
    lineWay('pg-query-stream', queryStream, '/query-stream'),
    await postgresMetaWay(place),
  ];
}

function lineWay(name: string, served: Served, path: string): Way {
  return {
    name,
    served,
    read: async (table) => {
      const answer = await read({
        url: `${served.origin}${path}`,
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ sql: `select * from ${table.name}` }),
        count: 'nothing',
      });
      expectDone(answer);
      return taken(answer, table, false);
    },
  };
}

/** It takes no client certificates, so it has a password; TLS all the same. */
async function postgresMetaWay(place: Place): Promise<Way> {
  const served = await place.serve({
    name: 'postgres-meta',
    args: [POSTGRES_META],
    env: (port) => ({
      PG_META_HOST: '127.0.0.1',
      PG_META_PORT: String(port),
      PG_META_DB_URL: place.passwordUrl(),
      PG_META_DB_SSL_ROOT_CERT: place.house.ca.certPem,
      PG_QUERY_TIMEOUT_SECS: String(TIMEOUT_MS / 1000),
    }),
    readyPath: '/health',
    ports: 2,
  });
  return {
    name: 'postgres-meta 0.99.0',
    served,
    read: async (table) => {
      const answer = await read({
        url: `${served.origin}/query`,
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ query: `select * from ${table.name}` }),
        count: 'nothing',
      });
      if (!answer.tail.endsWith('}]')) throw new Error(`The answer does not end: ${answer.tail}`);
      return taken(answer, table, false);
    },
  };
}

async function read(order: ReadOrder): Promise<ReadAnswer> {
  const answer = (await runProgram('read', order)) as ReadAnswer;
  if (answer.status !== 200) throw new Error(`status ${answer.status}: ${answer.tail}`);
  return answer;
}

function taken(answer: ReadAnswer, { rows }: BenchTable, counted: boolean): WayRun {
  if (counted) expectRows(answer.rows ?? 0, rows);
  return { ms: answer.ms, bytes: answer.bytes };
}

/** A stream without its last event is a broken one. */
function expectDone({ tail }: ReadAnswer): void {
  const last = tail.trimEnd().split('\n').at(-1) ?? '';
  if (!last.startsWith('{"kind":"done"')) throw new Error(`It ends with ${last}`);
}

function expectRows(found: number, rows: number): void {
  if (found !== rows) throw new Error(`${found} rows came, not ${rows}.`);
}
