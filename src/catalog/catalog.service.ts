import { Injectable } from '@nestjs/common';
import type { AuditCaller } from '../audit/audit.service.js';
import { Problem } from '../common/problem.js';
import { Acts } from '../connection/acts.service.js';
import type { DatabaseCaller } from '../connection/caller.js';
import { CatalogReader } from './catalog-reader.js';

/** The longest that one answer may take once there is a connection, in milliseconds. */
const TIMEOUT_MS = 30_000;

/** Who asks, for which database. */
export interface CatalogRequest {
  readonly caller: DatabaseCaller;
  readonly auditCaller: AuditCaller;
  /** The definition's maintenance database when left out. */
  readonly database?: string | undefined;
  /** Aborts when nobody waits for the answer any more. */
  readonly gone: AbortSignal;
}

/**
 * Reads the catalog as the caller, on a connection of their own, so that PostgreSQL's privileges
 * decide what is told. Nothing is kept from one answer to the next.
 */
@Injectable()
export class Catalog {
  constructor(private readonly acts: Acts) {}

  /** @throws Problem */
  read<T>(request: CatalogRequest, read: (reader: CatalogReader) => Promise<T>): Promise<T> {
    const { caller, auditCaller, database, gone } = request;
    const act = { action: 'catalog', database, gone } as const;
    return this.acts.run(caller, auditCaller, act, async (lease, signal) => {
      const late = new AbortController();
      const timer = setTimeout(() => {
        late.abort(tooSlow());
      }, TIMEOUT_MS);
      try {
        return await read(await CatalogReader.open(lease, AbortSignal.any([signal, late.signal])));
      } finally {
        clearTimeout(timer);
      }
    });
  }
}

function tooSlow(): Problem {
  return new Problem('query-timeout', {
    detail: `PostgreSQL took longer than ${TIMEOUT_MS / 1000} seconds to read its catalog, so it was stopped. Ask for less: one schema, or a longer search text.`,
    owner: 'user',
  });
}
