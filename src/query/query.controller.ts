import { Body, Controller, Headers, HttpCode, Post, Res, UseGuards } from '@nestjs/common';
import { ApiExtraModels, ApiOkResponse, ApiParam, ApiTags, getSchemaPath } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { Readable } from 'node:stream';
import { Caller } from '../audit/audit-caller.js';
import type { AuditCaller } from '../audit/audit.service.js';
import type { DatabaseCaller } from '../connection/caller.js';
import { CurrentCaller, PassthroughGuard } from '../connection/passthrough.guard.js';
import { ClientGone } from '../common/client-gone.js';
import { chooseFormat, CONTENT_TYPE } from './format.js';
import { QueryAnswerDto, QueryDto } from './query.dto.js';
import { QueryService } from './query.service.js';

@ApiTags('queries')
@ApiExtraModels(QueryAnswerDto)
@Controller('servers')
export class QueryController {
  constructor(private readonly queries: QueryService) {}

  /**
   * Runs SQL as the caller. JSON holds the whole answer up to `maxRows`; NDJSON streams: an object
   * is an event, an array is a row, and exactly one `done` or `error` event comes last.
   */
  @Post(':id/query')
  @HttpCode(200)
  @UseGuards(PassthroughGuard)
  @ApiParam({ name: 'id', description: 'The server.' })
  @ApiOkResponse({
    description: 'The result.',
    headers: { 'X-Execution-Id': { description: 'The run.', schema: { type: 'string' } } },
    content: {
      'application/json': { schema: { $ref: getSchemaPath(QueryAnswerDto) } },
      'application/x-ndjson': { schema: { type: 'string' } },
    },
  })
  async runQuery(
    @CurrentCaller() caller: DatabaseCaller,
    @Caller() auditCaller: AuditCaller,
    @ClientGone() gone: AbortSignal,
    @Headers('accept') accept: string | undefined,
    @Body() body: QueryDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<QueryAnswerDto | Readable> {
    const format = chooseFormat(accept);
    void reply.header('X-Execution-Id', auditCaller.requestId);
    const answer = await this.queries.run({ caller, auditCaller, query: body, format, gone });
    void reply.type(CONTENT_TYPE[format]);
    return answer;
  }
}
