import { Logger } from '@nestjs/common';
import type { MixedList } from 'typeorm';
import type { PostgresDataSourceOptions } from 'typeorm/driver/postgres/PostgresDataSourceOptions.js';
import { errorCode } from '../common/error-code.js';
import { MIGRATIONS } from './migrations.js';

const logger = new Logger('Store');

type Class = abstract new (...args: never[]) => unknown;

/** Options of TypeORM for our own store, and for nothing else: what people query never goes here. */
export type StoreOptions = PostgresDataSourceOptions & { readonly url: string };

/**
 * How our own store at `url` is spoken to. The service leaves the entities to its modules
 * (`autoLoadEntities`); the command line of TypeORM has no modules and hands them in.
 */
export function dataSourceOptions(url: string, entities: MixedList<Class> = []): StoreOptions {
  return {
    type: 'postgres',
    url,
    entities: [...Object.values(entities)],
    migrations: [...MIGRATIONS],
    migrationsTableName: 'schema_migration',
    // Under a lock, by openStore; two instances that start at once would run them twice otherwise.
    migrationsRun: false,
    synchronize: false,
    // gen_random_uuid() is part of PostgreSQL since 13: no extension, no privilege to create one.
    uuidExtension: 'pgcrypto',
    installExtensions: false,
    applicationName: 'pg-usher',
    poolSize: 10,
    connectTimeoutMS: 5000,
    logging: false,
    poolErrorHandler: reportLostConnection,
    extra: {
      keepAlive: true,
      // On our side, since a pooler in front of the store may refuse start-up parameters.
      query_timeout: 30_000,
      // A connection that a firewall has swallowed is replaced, at the latest, after this.
      maxLifetimeSeconds: 300,
    },
  };
}

/** An idle connection broke: the pool makes another one, and the process goes on. */
function reportLostConnection(error: unknown): void {
  logger.warn(
    `A connection to pg-usher's own database was lost (${errorCode(error) ?? 'no code'}).`,
  );
}
