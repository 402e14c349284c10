import { errorCode } from '../common/error-code.js';
import type { Row } from '../connection/data-rows.js';
import { CatalogQuery, type Dialect } from './catalog-query.js';

/** The SQLSTATE when `lock_timeout` is reached. */
export const LOCK_NOT_AVAILABLE = '55P03';

/** A connection that is the person's. */
export interface CatalogConnection {
  rows(
    sql: string,
    params: readonly (string | null)[],
    signal: AbortSignal,
  ): Promise<readonly Row[]>;
}

/**
 * What a person, or whoever set up their role, may have changed, and what would change the answers or
 * the time they take. With an empty search path PostgreSQL qualifies every name that it writes.
 */
const SETTINGS: Readonly<Record<string, string>> = {
  search_path: '',
  // Milliseconds. Changes that take a moment are waited for; whoever waits longer gets less.
  lock_timeout: '500',
  // Our own clock ends what takes too long, and says so.
  statement_timeout: '0',
  default_transaction_read_only: 'on',
  jit: 'off',
  plan_cache_mode: 'auto',
  datestyle: 'ISO, MDY',
  intervalstyle: 'postgres',
  extra_float_digits: '3',
  bytea_output: 'hex',
  quote_all_identifiers: 'off',
  standard_conforming_strings: 'on',
};

export const SETTINGS_SQL = `select ${Object.entries(SETTINGS)
  .map(([name, value]) => `pg_catalog.set_config('${name}', '${value}', false)`)
  .join(',\n       ')}`;

/** Asked before the settings, which replace the search path. */
export const FACTS = new CatalogQuery((column) => ({
  version: column.whole(`pg_catalog.current_setting('server_version_num')`),
  database: column.text('pg_catalog.current_database()'),
  searchPath: column.texts('pg_catalog.current_schemas(false)'),
}));

/** One view of the catalog for all statements, and nothing that could be changed by one of them. */
export const BEGIN_SQL = 'begin isolation level repeatable read read only';
export const COMMIT_SQL = 'commit';
export const ROLLBACK_SQL = 'rollback';

/** Reads the catalog as one person, over one connection. */
export class CatalogReader {
  private constructor(
    readonly dialect: Dialect,
    readonly database: string,
    /** Schemas that are there and that the person may use, in the order of their search path. */
    readonly searchPath: readonly string[],
    private readonly send: (sql: string, params: Parameters) => Promise<readonly Row[]>,
  ) {}

  /** Prepares a connection for reading; it is of no use for anything else afterwards. */
  static async open(connection: CatalogConnection, signal: AbortSignal): Promise<CatalogReader> {
    const send = (sql: string, params: Parameters): Promise<readonly Row[]> =>
      connection.rows(sql, params, signal);
    const dialect = { version: 0, lockFree: false };
    const facts = await new CatalogReader(dialect, '', [], send).only(FACTS);
    await send(SETTINGS_SQL, []);
    const { version, database, searchPath } = facts;
    return new CatalogReader({ ...dialect, version }, database, searchPath, send);
  }

  async rows<T>(query: CatalogQuery<T>, params: Parameters = []): Promise<T[]> {
    const rows = await this.send(query.sql(this.dialect), params);
    return rows.map((row) => query.read(row, this.dialect));
  }

  async first<T>(query: CatalogQuery<T>, params: Parameters = []): Promise<T | undefined> {
    return (await this.rows(query, params))[0];
  }

  /** For queries that have one row whatever happens. */
  async only<T>(query: CatalogQuery<T>, params: Parameters = []): Promise<T> {
    const row = await this.first(query, params);
    if (row === undefined) throw new Error('A query of the catalog gave no row.');
    return row;
  }

  /**
   * Runs several statements on one view of the catalog. When one of them waits for a lock for too
   * long, all are run again in the lock-free dialect.
   */
  async inSnapshot<T>(read: (reader: CatalogReader) => Promise<T>): Promise<T> {
    await this.send(BEGIN_SQL, []);
    try {
      const result = await read(this);
      await this.send(COMMIT_SQL, []);
      return result;
    } catch (error) {
      if (this.dialect.lockFree || errorCode(error) !== LOCK_NOT_AVAILABLE) throw error;
    }
    await this.send(ROLLBACK_SQL, []);
    return this.#lockFree().inSnapshot(read);
  }

  #lockFree(): CatalogReader {
    const dialect = { ...this.dialect, lockFree: true };
    return new CatalogReader(dialect, this.database, this.searchPath, this.send);
  }
}

export type Parameters = readonly (string | null)[];
