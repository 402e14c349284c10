import { Logger } from '@nestjs/common';
import { setTimeout as pause } from 'node:timers/promises';
import { DataSource } from 'typeorm';
import type { PostgresDataSourceOptions } from 'typeorm/driver/postgres/PostgresDataSourceOptions.js';
import { ConfigError } from '../config/config-error.js';
import { errorCode, errorField } from '../common/error-code.js';

const logger = new Logger('Store');

/** Any number that nobody else locks in this database. */
const MIGRATION_LOCK = 1_970_497_650;

export interface Patience {
  /** How long to wait for a store that is not there yet. */
  readonly totalMs: number;
  readonly pauseMs: number;
}

const PATIENCE: Patience = { totalMs: 30_000, pauseMs: 1000 };

/**
 * A store that is there and has our tables: waits for it, brings its tables up to date, connects.
 * Throws {@link ConfigError} when it does not come up in time, or refuses us for a reason that
 * waiting does not change.
 */
export async function openStore(
  options: PostgresDataSourceOptions,
  patience: Patience = PATIENCE,
): Promise<DataSource> {
  const forMigrations = withoutTimeLimit(options);
  const first = await connectPatiently(forMigrations, patience);
  try {
    await migrate(first);
  } finally {
    await first.destroy();
  }
  return new DataSource(options).initialize();
}

/** Building an index may take longer than a request may. */
function withoutTimeLimit(options: PostgresDataSourceOptions): PostgresDataSourceOptions {
  return { ...options, poolSize: 2, extra: { keepAlive: true } };
}

async function connectPatiently(
  options: PostgresDataSourceOptions,
  { totalMs, pauseMs }: Patience,
): Promise<DataSource> {
  const deadline = Date.now() + totalMs;
  for (;;) {
    try {
      return await new DataSource(options).initialize();
    } catch (error) {
      if (isRefusal(error)) {
        throw new ConfigError(
          [`DATABASE_URL: PostgreSQL refused the connection (${reason(error)}).`],
          {
            cause: error,
          },
        );
      }
      if (Date.now() + pauseMs > deadline) {
        const seconds = Math.round(totalMs / 1000);
        throw new ConfigError(
          [`DATABASE_URL: the database did not answer within ${seconds} s (${reason(error)}).`],
          { cause: error },
        );
      }
      logger.log(`Waiting for pg-usher's own database (${reason(error)}).`);
      await pause(pauseMs);
    }
  }
}

/**
 * Runs what has not run yet. The lock is held by a transaction on a second connection, so that it
 * is gone when this process dies; whoever waited for it then finds nothing left to run.
 */
async function migrate(dataSource: DataSource): Promise<void> {
  await dataSource.transaction(async (manager) => {
    await manager.query('select pg_advisory_xact_lock($1)', [MIGRATION_LOCK]);
    const done = await dataSource.runMigrations({ transaction: 'all' });
    for (const migration of done) {
      logger.log(`The tables of pg-usher's own database were brought up to ${migration.name}.`);
    }
  });
}

/** OpenSSL's and Node's codes for a server that does not prove who it is. */
const DISTRUST = /^(ERR_SSL_|ERR_TLS_|CERT_|SELF_SIGNED_|DEPTH_ZERO_|UNABLE_TO_)/;
/** Login refused, no such database, no privilege (PostgreSQL manual, appendix A). */
const REFUSED = /^(28...|3D000|42501)$/;

/** True when the same attempt will fail in a minute, too. */
function isRefusal(error: unknown): boolean {
  const code = errorCode(error) ?? '';
  return DISTRUST.test(code) || REFUSED.test(code);
}

/** Code and message; the driver's messages name host, user and database, never the password. */
function reason(error: unknown): string {
  return [errorCode(error), errorField(error, 'message')?.slice(0, 200)]
    .filter((part) => part !== undefined)
    .join(': ');
}
