import type { Readable } from 'node:stream';
import {
  Body,
  Controller,
  Delete,
  Get,
  HttpCode,
  Param,
  Post,
  Query,
  UseGuards,
} from '@nestjs/common';
import { ApiExtraModels, ApiOkResponse, ApiParam, ApiTags } from '@nestjs/swagger';
import { Caller } from '../../audit/audit-caller.js';
import type { AuditCaller } from '../../audit/audit.service.js';
import type { Principal } from '../../auth/principal.js';
import { CurrentPrincipal } from '../../auth/request-identity.js';
import { ClientGone } from '../../common/client-gone.js';
import { Wish } from '../answer-wish.js';
import type { AnswerWish } from '../answers.service.js';
import { CsvOptionsDto } from '../encode/csv-options.dto.js';
import { NoIdempotencyKeyGuard } from '../no-idempotency-key.guard.js';
import { SessionQueryDto } from '../query.dto.js';
import {
  DatabaseSessionDto,
  DatabaseSessionListDto,
  OpenDatabaseSessionDto,
} from './database-sessions.dto.js';
import { DatabaseSessionsService } from './database-sessions.service.js';
import { DATABASE_SESSION_ID } from './session-id.js';
import { SessionQueries } from './session-queries.service.js';
import { Problems } from '../../common/problems.js';
import { ADMISSION_PROBLEMS, LEASE_PROBLEMS } from '../../connection/lease-problems.js';
import { RUN_PROBLEMS, SESSION_PROBLEMS } from '../run-problems.js';
import { ANSWER_MODELS, QUERY_ANSWER_CONTENT } from '../answer-content.js';

/** Connections that are kept from request to request. */
@ApiTags('sessions')
@ApiExtraModels(...ANSWER_MODELS)
@Controller('sessions')
export class DatabaseSessionsController {
  constructor(
    private readonly sessions: DatabaseSessionsService,
    private readonly queries: SessionQueries,
  ) {}

  /**
   * Opens a connection as the caller and keeps it: transactions, temporary tables and settings stay
   * from one statement to the next, until it is closed, or idle for too long.
   */
  @Post()
  @UseGuards(NoIdempotencyKeyGuard)
  @Problems(...ADMISSION_PROBLEMS, ...LEASE_PROBLEMS, 'too-many-sessions')
  openDatabaseSession(
    @CurrentPrincipal() principal: Principal,
    @Caller() caller: AuditCaller,
    @ClientGone() gone: AbortSignal,
    @Body() body: OpenDatabaseSessionDto,
  ): Promise<DatabaseSessionDto> {
    return this.sessions.open({ auditCaller: { ...caller, principal }, gone }, body);
  }

  /** The caller's sessions on this instance. */
  @Get()
  listDatabaseSessions(@CurrentPrincipal() principal: Principal): DatabaseSessionListDto {
    return { sessions: this.sessions.list(principal) };
  }

  /** One session: its transaction, what runs on it, and how long it lasts. */
  @Get(':id')
  @ApiParam(DATABASE_SESSION_ID)
  @Problems('session-not-found', 'session-closed', 'wrong-instance')
  getDatabaseSession(
    @CurrentPrincipal() principal: Principal,
    @Param('id') id: string,
  ): DatabaseSessionDto {
    return this.sessions.get(principal, id);
  }

  /**
   * Runs SQL on the session, one statement at a time; answers as POST /servers/{id}/query does. A
   * failure says in which state it leaves the transaction.
   */
  @Post(':id/query')
  @HttpCode(200)
  @ApiParam(DATABASE_SESSION_ID)
  @Problems(...ADMISSION_PROBLEMS, ...LEASE_PROBLEMS, ...RUN_PROBLEMS, ...SESSION_PROBLEMS)
  @ApiOkResponse({
    description: 'The result.',
    headers: { 'X-Execution-Id': { description: 'The run.', schema: { type: 'string' } } },
    content: QUERY_ANSWER_CONTENT,
  })
  runSessionQuery(
    @CurrentPrincipal() principal: Principal,
    @Caller() caller: AuditCaller,
    @Wish() wish: Omit<AnswerWish, 'options'>,
    @Query() options: CsvOptionsDto,
    @Param('id') sessionId: string,
    @Body() query: SessionQueryDto,
  ): Promise<Buffer | Readable> {
    const auditCaller = { ...caller, principal };
    return this.queries.run({ auditCaller, sessionId, query }, { ...wish, options });
  }

  /** Cancels what runs, rolls back, and closes the connection. */
  @Delete(':id')
  @HttpCode(204)
  @ApiParam(DATABASE_SESSION_ID)
  @Problems('session-not-found', 'session-closed', 'wrong-instance')
  closeDatabaseSession(
    @CurrentPrincipal() principal: Principal,
    @Param('id') id: string,
  ): Promise<void> {
    return this.sessions.close(principal, id);
  }
}
