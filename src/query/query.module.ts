import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module.js';
import { ConnectionModule } from '../connection/connection.module.js';
import { QueryController } from './query.controller.js';
import { QueryService } from './query.service.js';

@Module({
  imports: [ConnectionModule, AuditModule],
  controllers: [QueryController],
  providers: [QueryService],
})
export class QueryModule {}
