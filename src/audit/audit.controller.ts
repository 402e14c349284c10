import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { AdminOnly } from '../auth/request-identity.js';
import { AuditPageDto } from './audit.dto.js';
import { AuditQueryDto } from './audit-query.dto.js';
import { AuditSearch } from './audit-search.js';

@ApiTags('audit')
@Controller('audit')
export class AuditController {
  constructor(private readonly search: AuditSearch) {}

  /** The newest rows first, all of them or those that are asked for. */
  @Get()
  @AdminOnly()
  async listAudit(@Query() query: AuditQueryDto): Promise<AuditPageDto> {
    const { limit = 100, before, ...filter } = query;
    const { items, next } = await this.search.list(filter, { limit, before });
    return { events: items, next };
  }
}
