import { Global, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuthAudit } from '../auth/auth-audit.js';
import { ActRecords } from './act-records.js';
import { ActWatch } from './act-watch.js';
import { AuditController } from './audit.controller.js';
import { AuditEvent } from './audit-event.entity.js';
import { AuditSearch } from './audit-search.js';
import { AuditService } from './audit.service.js';
import { OpenActRow } from './open-act.entity.js';

@Global()
@Module({
  imports: [TypeOrmModule.forFeature([AuditEvent, OpenActRow])],
  controllers: [AuditController],
  providers: [
    ActRecords,
    ActWatch,
    AuditSearch,
    AuditService,
    { provide: AuthAudit, useExisting: AuditService },
  ],
  exports: [AuditService, AuthAudit],
})
export class AuditModule {}
