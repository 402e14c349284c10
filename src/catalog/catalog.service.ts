import { Inject, Injectable } from '@nestjs/common';
import type { AuditCaller } from '../audit/audit.service.js';
import { errorCode } from '../common/error-code.js';
import { Problem } from '../common/problem.js';
import { APP_CONFIG, type AppConfig } from '../config/config.js';
import { Acts } from '../connection/acts.service.js';
import type { DatabaseCaller } from '../connection/caller.js';
import { CatalogReader, LOCK_NOT_AVAILABLE } from './catalog-reader.js';

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
  constructor(
    private readonly acts: Acts,
    @Inject(APP_CONFIG) private readonly config: AppConfig,
  ) {}

  /**
   * All of it takes no longer than a statement that asks for no time of its own.
   *
   * @throws Problem
   */
  read<T>(request: CatalogRequest, read: (reader: CatalogReader) => Promise<T>): Promise<T> {
    const { caller, auditCaller, database, gone } = request;
    const act = { action: 'catalog', database, gone } as const;
    const { defaultTimeoutMs } = this.config.query;
    return this.acts.run(caller, auditCaller, act, async (lease, signal) => {
      const late = new AbortController();
      const timer = setTimeout(() => {
        late.abort(tooSlow(defaultTimeoutMs));
      }, defaultTimeoutMs);
      try {
        return await read(await CatalogReader.open(lease, AbortSignal.any([signal, late.signal])));
      } catch (error) {
        throw errorCode(error) === LOCK_NOT_AVAILABLE ? catalogLocked(error) : error;
      } finally {
        clearTimeout(timer);
      }
    });
  }
}

function tooSlow(timeoutMs: number): Problem {
  return new Problem('query-timeout', {
    detail: `PostgreSQL took longer than ${timeoutMs} ms to read its catalog, so it was stopped. Ask for less: one schema, one kind, or a longer search text.`,
    owner: 'user',
  });
}

function catalogLocked(cause: unknown): Problem {
  return new Problem('query-timeout', {
    detail:
      "Somebody holds an ACCESS EXCLUSIVE lock on a table of PostgreSQL's own catalog, as VACUUM FULL does, so nothing was waited for. Try again in a while; a database administrator sees who it is in pg_locks.",
    owner: 'dba',
    sqlstate: LOCK_NOT_AVAILABLE,
    cause,
  });
}
