import { Module } from '@nestjs/common';
import { TypeOrmModule, type TypeOrmModuleOptions } from '@nestjs/typeorm';
import type { DataSource, DataSourceOptions } from 'typeorm';
import { APP_CONFIG, type AppConfig } from '../config/config.js';
import { dataSourceOptions } from './data-source.js';
import { openStore } from './open-store.js';

/** Our own store, connected and up to date before anything else starts. */
@Module({
  imports: [
    TypeOrmModule.forRootAsync({
      inject: [APP_CONFIG],
      useFactory: (config: AppConfig): TypeOrmModuleOptions => ({
        ...dataSourceOptions(config.store.url.reveal()),
        autoLoadEntities: true,
        // openStore waits as long as there is something to wait for.
        toRetry: () => false,
      }),
      dataSourceFactory: open,
    }),
  ],
})
export class DatabaseModule {}

function open(options?: DataSourceOptions): Promise<DataSource> {
  if (options?.type !== 'postgres') {
    throw new TypeError('The store is PostgreSQL, as dataSourceOptions() says');
  }
  return openStore(options);
}
