import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuditModule } from '../audit/audit.module.js';
import { ConnectionModule } from '../connection/connection.module.js';
import { HistoryModule } from '../history/history.module.js';
import { Answers } from './answers.service.js';
import { DirectQueries } from './direct-queries.service.js';
import { ExecutionsController } from './executions/executions.controller.js';
import { ExecutionsService } from './executions/executions.service.js';
import { Executions } from './executions/executions.js';
import { Idempotency } from './idempotency.js';
import { IdempotencyKey } from './idempotency-key.entity.js';
import { CopyController } from './copy/copy.controller.js';
import { CopyService } from './copy/copy.service.js';
import { DirectCopies } from './copy/direct-copies.service.js';
import { LimitsController } from './limits/limits.controller.js';
import { QueryController } from './query.controller.js';
import { QueryService } from './query.service.js';
import { RunRecords } from './run-records.service.js';
import { Runs } from './runs.service.js';

@Module({
  imports: [
    ConnectionModule,
    AuditModule,
    HistoryModule,
    TypeOrmModule.forFeature([IdempotencyKey]),
  ],
  controllers: [QueryController, CopyController, ExecutionsController, LimitsController],
  providers: [
    Answers,
    CopyService,
    DirectCopies,
    DirectQueries,
    Executions,
    ExecutionsService,
    Idempotency,
    QueryService,
    RunRecords,
    Runs,
  ],
  exports: [Answers, CopyService, DirectQueries, Executions, QueryService],
})
export class QueryModule {}
