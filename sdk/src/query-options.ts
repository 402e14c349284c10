import type { components } from './generated/contract.js';
import type { HttpRequest } from './transport.js';

type QueryBody = components['schemas']['QueryDto'];

/** How SQL runs on a database session. */
export interface SessionQueryOptions {
  /** Values of `$1`, `$2` … */
  params?: QueryBody['params'];
  /** Values of `:name` in the text, instead of `params`. */
  namedParams?: QueryBody['namedParams'];
  /** `plan` asks for the plan of one statement; `analyze` runs it as well, with all that it changes. */
  explain?: QueryBody['explain'];
  /** Rows per result behind which the answer stops, and says so. */
  maxRows?: number | undefined;
  /** Milliseconds after which the statement is cancelled; 60,000 when left out. */
  timeoutMs?: number | undefined;
  /** A UUID: sent again within a day, the run is not carried out again (409 `already-executed`). */
  idempotencyKey?: string | undefined;
  signal?: AbortSignal | undefined;
}

/** How SQL runs on a connection of its own. */
export interface QueryOptions extends SessionQueryOptions {
  /** The database to open; the definition's maintenance database when left out. */
  database?: string | undefined;
}

/** The request of a run, whose answer is NDJSON. */
export function queryRequest(path: string, sql: string, options: QueryOptions): HttpRequest {
  const { idempotencyKey, signal, ...body } = options;
  return {
    method: 'POST',
    path,
    headers: {
      Accept: 'application/x-ndjson',
      'Content-Type': 'application/json',
      'Idempotency-Key': idempotencyKey === undefined ? undefined : `"${idempotencyKey}"`,
    },
    body: JSON.stringify({ sql, ...body }),
    signal,
  };
}
