import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuditModule } from '../audit/audit.module.js';
import { ConnectionModule } from '../connection/connection.module.js';
import { Idempotency } from './idempotency.js';
import { IdempotencyKey } from './idempotency-key.entity.js';
import { CopyController } from './copy/copy.controller.js';
import { CopyService } from './copy/copy.service.js';
import { QueryController } from './query.controller.js';
import { QueryService } from './query.service.js';

@Module({
  imports: [ConnectionModule, AuditModule, TypeOrmModule.forFeature([IdempotencyKey])],
  controllers: [QueryController, CopyController],
  providers: [Idempotency, QueryService, CopyService],
})
export class QueryModule {}
