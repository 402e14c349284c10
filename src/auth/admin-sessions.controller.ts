import {
  Body,
  Controller,
  Delete,
  Get,
  HttpCode,
  Param,
  ParseUUIDPipe,
  Query,
  Req,
} from '@nestjs/common';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import type { AuthAuditCaller } from './auth-audit.js';
import { AdminOnly, AuthCaller } from './request-identity.js';
import { SessionDescriptions } from './session-description.js';
import { SessionList } from './session-list.js';
import { EndedSessionsDto, IdentityDto, SessionListDto, SessionQueryDto } from './sessions.dto.js';
import { Problems } from '../common/problems.js';
import { readCursor } from '../common/time-cursor.js';

/** Everybody's sessions, for administrators. */
@ApiTags('auth')
@Controller('auth/admin')
export class AdminSessionsController {
  constructor(
    private readonly sessions: SessionList,
    private readonly descriptions: SessionDescriptions,
  ) {}

  /** Who is signed in, the newest sessions first. For administrators. */
  @Get('sessions')
  @AdminOnly()
  async listSessions(
    @Query() query: SessionQueryDto,
    @Req() request: FastifyRequest,
  ): Promise<SessionListDto> {
    const { issuer, subject, search: text, limit = 100, before = '' } = query;
    const search = { issuer, subject, text, limit, before: readCursor(before) };
    const { items, next } = await this.sessions.open(search);
    return { items: this.descriptions.of(items, request.sessionKey), next };
  }

  /** Ends a session and what runs in it. For administrators. */
  @Delete('sessions/:id')
  @HttpCode(204)
  @AdminOnly()
  @Problems('malformed-request', 'not-found', 'audit-unavailable')
  @ApiParam({ name: 'id', description: 'The session.', schema: { type: 'string', format: 'uuid' } })
  endSession(
    @Param('id', ParseUUIDPipe) id: string,
    @AuthCaller() caller: AuthAuditCaller,
  ): Promise<void> {
    return this.sessions.endAny(id, caller);
  }

  /** Ends every session of an identity, and what runs with its tokens. For administrators. */
  @Delete('identities/sessions')
  @Problems('audit-unavailable')
  @HttpCode(200)
  @AdminOnly()
  async endSessionsOfIdentity(
    @Body() identity: IdentityDto,
    @AuthCaller() caller: AuthAuditCaller,
  ): Promise<EndedSessionsDto> {
    return { ended: await this.sessions.endIdentity(identity, caller) };
  }
}
