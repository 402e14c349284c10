import type { DatabaseSessionLimits, HistoryConfig, QueryLimits } from './config.js';
import type { EnvironmentReader } from './environment-reader.js';

const MINUTE_MS = 60_000;
const MIB = 1024 * 1024;
/** One backend message; a value can be no larger. */
const MAX_MESSAGE_BYTES = 16 * MIB;

/** What one run may take. */
export function queryLimits(reader: EnvironmentReader): QueryLimits {
  const maxRows = reader.wholeNumber('QUERY_MAX_ROWS', {
    fallback: 100_000,
    min: 1,
    max: 10_000_000,
  });
  const maxTimeoutMs = reader.wholeNumber('QUERY_TIMEOUT_MS', {
    fallback: 10 * MINUTE_MS,
    min: 1000,
    max: 24 * 60 * MINUTE_MS,
  });
  const maxBytes = reader.wholeNumber('QUERY_MAX_BYTES', {
    fallback: 0,
    min: 0,
    max: 999_999_999_999_999,
  });
  return {
    defaultMaxRows: Math.min(1000, maxRows),
    maxRows,
    maxJsonBytes: 64 * MIB,
    maxBytes: maxBytes === 0 ? undefined : maxBytes,
    maxCellBytes: reader.wholeNumber('QUERY_MAX_CELL_BYTES', {
      fallback: MAX_MESSAGE_BYTES,
      min: 1024,
      max: MAX_MESSAGE_BYTES,
    }),
    maxMessageBytes: MAX_MESSAGE_BYTES,
    defaultTimeoutMs: Math.min(MINUTE_MS, maxTimeoutMs),
    maxTimeoutMs,
    connectTimeoutMs: 5000,
    stallTimeoutMs: MINUTE_MS,
  };
}

/** How long a pinned connection lasts, and how many one person may have on this instance. */
export function databaseSessionLimits(reader: EnvironmentReader): DatabaseSessionLimits {
  const minutes = (
    name: 'DATABASE_SESSION_IDLE_MINUTES' | 'DATABASE_SESSION_TRANSACTION_IDLE_MINUTES',
    fallback: number,
  ): number => reader.wholeNumber(name, { fallback, min: 1, max: 1440 }) * MINUTE_MS;
  return {
    idleMs: minutes('DATABASE_SESSION_IDLE_MINUTES', 30),
    transactionIdleMs: minutes('DATABASE_SESSION_TRANSACTION_IDLE_MINUTES', 5),
    absoluteMs:
      reader.wholeNumber('DATABASE_SESSION_ABSOLUTE_HOURS', { fallback: 8, min: 1, max: 168 }) *
      60 *
      MINUTE_MS,
    perPerson: reader.wholeNumber('DATABASE_SESSIONS_PER_PERSON', {
      fallback: 5,
      min: 1,
      max: 100,
    }),
  };
}

/** What is kept of the runs of a person, for that person. */
export function historyConfig(reader: EnvironmentReader): HistoryConfig {
  const sqlText = reader.text('HISTORY_SQL_TEXT') ?? 'false';
  if (sqlText !== 'true' && sqlText !== 'false') {
    reader.mistake('HISTORY_SQL_TEXT must be true or false.');
  }
  return {
    days: reader.wholeNumber('HISTORY_DAYS', { fallback: 30, min: 0, max: 3650 }),
    sqlText: sqlText === 'true',
  };
}

/** What tells this instance from others on the same store. */
export function instanceName(reader: EnvironmentReader): string {
  const name = reader.text('INSTANCE_NAME') ?? 'main';
  if (!/^[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?$/.test(name)) {
    reader.mistake(
      'INSTANCE_NAME must be 1 to 32 small letters, digits and hyphens, with no hyphen at its ends.',
    );
  }
  return name;
}
