import type { Readable } from 'node:stream';
import { Body, Controller, Headers, HttpCode, Post, Res, UseGuards } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiOkResponse, ApiParam, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Caller } from '../../audit/audit-caller.js';
import type { AuditCaller } from '../../audit/audit.service.js';
import type { Principal } from '../../auth/principal.js';
import { CurrentPrincipal } from '../../auth/request-identity.js';
import { ClientGone } from '../../common/client-gone.js';
import { QUERY_ANSWER_CONTENT } from '../answer-content.js';
import { NoIdempotencyKeyGuard } from '../no-idempotency-key.guard.js';
import { DownloadGuard, TakenDownload } from './download.guard.js';
import { DownloadRuns } from './download-runs.service.js';
import { CreateDownloadDto, DownloadDto } from './downloads.dto.js';
import { Downloads } from './downloads.service.js';
import type { PendingDownload } from './pending-downloads.js';
import { Problems } from '../../common/problems.js';
import { ADMISSION_PROBLEMS, LEASE_PROBLEMS } from '../../connection/lease-problems.js';
import { SESSION_PROBLEMS } from '../run-problems.js';

/** Results as files, which a browser saves by itself and keeps none of in its memory. */
@ApiTags('queries')
@Controller('downloads')
export class DownloadsController {
  constructor(
    private readonly downloads: Downloads,
    private readonly runs: DownloadRuns,
  ) {}

  /** Notes what to run. Nothing runs before a form is posted to `url`, within a minute. */
  @Post()
  @UseGuards(NoIdempotencyKeyGuard)
  @Problems(...ADMISSION_PROBLEMS)
  createDownload(
    @CurrentPrincipal() principal: Principal,
    @Caller() caller: AuditCaller,
    @Body() body: CreateDownloadDto,
  ): Promise<DownloadDto> {
    return this.downloads.create({ ...caller, principal }, body);
  }

  /**
   * Runs it, once, and answers with the file. Takes the form of a page of this origin, whose fields
   * are not read, or no body. A browser that follows such a form gets a problem as `text/plain`, since
   * some show JSON in a viewer that the page cannot read.
   */
  @Post(':id')
  @HttpCode(200)
  @UseGuards(NoIdempotencyKeyGuard, DownloadGuard)
  @Problems(...ADMISSION_PROBLEMS, ...LEASE_PROBLEMS, ...SESSION_PROBLEMS, 'statement-unsupported')
  @ApiParam({ name: 'id', description: 'The download.', schema: { type: 'string' } })
  @ApiConsumes('application/x-www-form-urlencoded')
  @ApiBody({ required: false, schema: { type: 'object' } })
  @ApiOkResponse({
    description: 'The file.',
    headers: {
      'X-Execution-Id': { description: 'The run.', schema: { type: 'string' } },
      'Content-Disposition': { description: 'Its name.', schema: { type: 'string' } },
    },
    content: QUERY_ANSWER_CONTENT,
  })
  fetchDownload(
    @CurrentPrincipal() principal: Principal,
    @Caller() caller: AuditCaller,
    @TakenDownload() download: PendingDownload,
    @Headers('accept-encoding') acceptEncoding: string | undefined,
    @ClientGone() gone: AbortSignal,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Buffer | Readable> {
    return this.runs.run({ ...caller, principal }, download, { acceptEncoding, gone, reply });
  }
}
