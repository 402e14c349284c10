import { Controller, HttpCode, Param, Post, Query, Res, UseGuards } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiOkResponse, ApiParam, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Caller } from '../../audit/audit-caller.js';
import type { AuditCaller } from '../../audit/audit.service.js';
import type { Principal } from '../../auth/principal.js';
import { CurrentPrincipal } from '../../auth/request-identity.js';
import { ClientGone } from '../../common/client-gone.js';
import { Problems } from '../../common/problems.js';
import { ADMISSION_PROBLEMS, LEASE_PROBLEMS } from '../../connection/lease-problems.js';
import { CopyAnswerDto, SessionCopyQueryDto } from '../copy/copy.dto.js';
import { UploadBody } from '../copy/upload-body.js';
import type { Upload } from '../copy/upload.js';
import { NoIdempotencyKeyGuard } from '../no-idempotency-key.guard.js';
import { SESSION_PROBLEMS } from '../run-problems.js';
import { SessionCopies } from './session-copies.service.js';
import { DATABASE_SESSION_ID } from './session-id.js';

@ApiTags('sessions')
@Controller('sessions')
export class SessionCopyController {
  constructor(private readonly copies: SessionCopies) {}

  /**
   * Copies rows into a table on the session, as POST /servers/{id}/copy does: all of them, or none. In
   * an open transaction they are a part of it, and a failure leaves it failed; a dry run undoes what it
   * did there and nothing else, by a savepoint.
   */
  @Post(':id/copy')
  @HttpCode(200)
  @UseGuards(NoIdempotencyKeyGuard)
  @ApiParam(DATABASE_SESSION_ID)
  @Problems(...ADMISSION_PROBLEMS, ...LEASE_PROBLEMS, ...SESSION_PROBLEMS, 'copy-data-invalid')
  @ApiConsumes('text/csv', 'application/x-ndjson')
  @ApiBody({ description: 'The rows.', schema: { type: 'string' } })
  @ApiOkResponse({
    description: 'What was copied.',
    type: CopyAnswerDto,
    headers: { 'X-Execution-Id': { description: 'The run.', schema: { type: 'string' } } },
  })
  copySessionRows(
    @CurrentPrincipal() principal: Principal,
    @Caller() caller: AuditCaller,
    @ClientGone() gone: AbortSignal,
    @Param('id') sessionId: string,
    @Query() query: SessionCopyQueryDto,
    @UploadBody() upload: Upload,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<CopyAnswerDto> {
    void reply.header('X-Execution-Id', caller.requestId);
    const auditCaller = { ...caller, principal };
    return this.copies.run({ auditCaller, sessionId, gone, query, upload });
  }
}
