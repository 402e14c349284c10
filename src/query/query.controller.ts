import type { Readable } from 'node:stream';
import { Body, Controller, HttpCode, Post, Query, UseGuards } from '@nestjs/common';
import { ApiExtraModels, ApiOkResponse, ApiParam, ApiTags } from '@nestjs/swagger';
import { Caller } from '../audit/audit-caller.js';
import type { AuditCaller } from '../audit/audit.service.js';
import type { DatabaseCaller } from '../connection/caller.js';
import { CurrentCaller, PassthroughGuard } from '../connection/passthrough.guard.js';
import { Wish } from './answer-wish.js';
import type { AnswerWish } from './answers.service.js';
import { DirectQueries } from './direct-queries.service.js';
import { CsvOptionsDto } from './encode/csv-options.dto.js';
import { QueryDto } from './query.dto.js';
import { Problems } from '../common/problems.js';
import { LEASE_PROBLEMS } from '../connection/lease-problems.js';
import { RUN_PROBLEMS } from './run-problems.js';
import { ANSWER_MODELS, QUERY_ANSWER_CONTENT } from './answer-content.js';

@ApiTags('queries')
@ApiExtraModels(...ANSWER_MODELS)
@Controller('servers')
export class QueryController {
  constructor(private readonly queries: DirectQueries) {}

  /**
   * Runs SQL as the caller. JSON holds the whole answer up to `maxRows`; NDJSON streams: an object
   * is an event, an array is a row, and exactly one `done` or `error` event comes last; CSV streams
   * one result.
   */
  @Post(':id/query')
  @HttpCode(200)
  @UseGuards(PassthroughGuard)
  @ApiParam({ name: 'id', description: 'The server.', schema: { type: 'string', format: 'uuid' } })
  @Problems(...LEASE_PROBLEMS, ...RUN_PROBLEMS)
  @ApiOkResponse({
    description: 'The result.',
    headers: { 'X-Execution-Id': { description: 'The run.', schema: { type: 'string' } } },
    content: QUERY_ANSWER_CONTENT,
  })
  runQuery(
    @CurrentCaller() caller: DatabaseCaller,
    @Caller() auditCaller: AuditCaller,
    @Wish() wish: Omit<AnswerWish, 'options'>,
    @Query() options: CsvOptionsDto,
    @Body() query: QueryDto,
  ): Promise<Buffer | Readable> {
    return this.queries.run({ caller, auditCaller }, query, { ...wish, options });
  }
}
