import { Body, Controller, Param, Post, UseGuards } from '@nestjs/common';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import { Caller } from '../../audit/audit-caller.js';
import type { AuditCaller } from '../../audit/audit.service.js';
import type { Principal } from '../../auth/principal.js';
import { CurrentPrincipal } from '../../auth/request-identity.js';
import { Problems } from '../../common/problems.js';
import { ADMISSION_PROBLEMS } from '../../connection/lease-problems.js';
import { NoIdempotencyKeyGuard } from '../no-idempotency-key.guard.js';
import { DATABASE_SESSION_ID } from '../sessions/session-id.js';
import { CreateSessionDownloadDto, DownloadDto } from './downloads.dto.js';
import { Downloads } from './downloads.service.js';

/** Under the session's address, by which a proxy finds the instance that has it. */
@ApiTags('sessions')
@Controller('sessions')
export class SessionDownloadsController {
  constructor(private readonly downloads: Downloads) {}

  /**
   * Notes what to run on the session, whose result is to become a file. Nothing runs before a form is
   * posted to `url`, within a minute: see POST /downloads/{id}.
   */
  @Post(':id/downloads')
  @UseGuards(NoIdempotencyKeyGuard)
  @ApiParam(DATABASE_SESSION_ID)
  @Problems(...ADMISSION_PROBLEMS, 'session-not-found', 'session-closed', 'wrong-instance')
  createSessionDownload(
    @CurrentPrincipal() principal: Principal,
    @Caller() caller: AuditCaller,
    @Param('id') id: string,
    @Body() body: CreateSessionDownloadDto,
  ): Promise<DownloadDto> {
    return this.downloads.createOnSession({ ...caller, principal }, id, body);
  }
}
