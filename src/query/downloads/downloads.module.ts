import { Module } from '@nestjs/common';
import { ConnectionModule } from '../../connection/connection.module.js';
import { QueryModule } from '../query.module.js';
import { DatabaseSessionsModule } from '../sessions/database-sessions.module.js';
import { DownloadOrders } from './download-orders.service.js';
import { DownloadRuns } from './download-runs.service.js';
import { DownloadsController } from './downloads.controller.js';
import { Downloads } from './downloads.service.js';
import { SessionDownloadsController } from './session-downloads.controller.js';

@Module({
  imports: [ConnectionModule, QueryModule, DatabaseSessionsModule],
  controllers: [DownloadsController, SessionDownloadsController],
  providers: [DownloadOrders, DownloadRuns, Downloads],
})
export class DownloadsModule {}
