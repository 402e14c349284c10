import { type DynamicModule, Module } from '@nestjs/common';
import { AuditModule } from './audit/audit.module.js';
import { AuthModule } from './auth/auth.module.js';
import { CatalogModule } from './catalog/catalog.module.js';
import { ConfigModule } from './config/config.module.js';
import type { AppConfig } from './config/config.js';
import { ConnectionModule } from './connection/connection.module.js';
import { DatabaseModule } from './database/database.module.js';
import { HealthModule } from './health/health.module.js';
import { HistoryModule } from './history/history.module.js';
import { OpenApiModule } from './openapi.module.js';
import { PageModule } from './page/page.module.js';
import { DownloadsModule } from './query/downloads/downloads.module.js';
import { QueryModule } from './query/query.module.js';
import { DatabaseSessionsModule } from './query/sessions/database-sessions.module.js';
import { ServersModule } from './servers/servers.module.js';

/** The whole service. */
@Module({})
export class AppModule {
  static forRoot(config: AppConfig): DynamicModule {
    return {
      module: AppModule,
      imports: [
        ConfigModule.forRoot(config),
        DatabaseModule,
        AuthModule,
        AuditModule,
        ServersModule,
        ConnectionModule,
        HistoryModule,
        QueryModule,
        DatabaseSessionsModule,
        DownloadsModule,
        CatalogModule,
        HealthModule,
        OpenApiModule,
        PageModule,
      ],
    };
  }
}
