import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { AdminOnly } from '../auth/request-identity.js';
import { AuditPageDto, AuditQueryDto } from './audit.dto.js';
import { AuditService } from './audit.service.js';

@ApiTags('audit')
@Controller('audit')
export class AuditController {
  constructor(private readonly audit: AuditService) {}

  /** The newest rows first. */
  @Get()
  @AdminOnly()
  async listAudit(@Query() query: AuditQueryDto): Promise<AuditPageDto> {
    return { events: await this.audit.list(query.limit ?? 100, query.before) };
  }
}
