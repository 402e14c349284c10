import { Controller, HttpCode, Post, Query, Res, UseGuards } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiOkResponse, ApiParam, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Caller } from '../../audit/audit-caller.js';
import type { AuditCaller } from '../../audit/audit.service.js';
import { ClientGone } from '../../common/client-gone.js';
import type { DatabaseCaller } from '../../connection/caller.js';
import { CurrentCaller, PassthroughGuard } from '../../connection/passthrough.guard.js';
import { NoIdempotencyKeyGuard } from '../no-idempotency-key.guard.js';
import { CopyAnswerDto, CopyQueryDto } from './copy.dto.js';
import { DirectCopies } from './direct-copies.service.js';
import { UploadBody } from './upload-body.js';
import type { Upload } from './upload.js';
import { Problems } from '../../common/problems.js';
import { LEASE_PROBLEMS } from '../../connection/lease-problems.js';

@ApiTags('queries')
@Controller('servers')
export class CopyController {
  constructor(private readonly copies: DirectCopies) {}

  /**
   * Copies rows into a table as the caller: all of them, or none. The body is streamed and has no
   * limit. CSV goes to PostgreSQL as it is. In NDJSON a line is a row: an object, whose keys are
   * columns and where a missing one is NULL, or an array. Numbers are exact to the last digit; arrays
   * and objects within a row go in as JSON; NDJSON answers of queries can be sent back in.
   */
  @Post(':id/copy')
  @HttpCode(200)
  @UseGuards(PassthroughGuard, NoIdempotencyKeyGuard)
  @ApiParam({ name: 'id', description: 'The server.', schema: { type: 'string', format: 'uuid' } })
  @Problems(...LEASE_PROBLEMS, 'copy-data-invalid')
  @ApiConsumes('text/csv', 'application/x-ndjson')
  @ApiBody({ description: 'The rows.', schema: { type: 'string' } })
  @ApiOkResponse({
    description: 'What was copied.',
    type: CopyAnswerDto,
    headers: { 'X-Execution-Id': { description: 'The run.', schema: { type: 'string' } } },
  })
  copyRows(
    @CurrentCaller() caller: DatabaseCaller,
    @Caller() auditCaller: AuditCaller,
    @ClientGone() gone: AbortSignal,
    @Query() query: CopyQueryDto,
    @UploadBody() upload: Upload,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<CopyAnswerDto> {
    void reply.header('X-Execution-Id', auditCaller.requestId);
    return this.copies.run({ caller, auditCaller, query, upload, gone });
  }
}
