import { Controller, Delete, Get, HttpCode, Param, ParseUUIDPipe, Req } from '@nestjs/common';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import type { AuthAuditCaller } from './auth-audit.js';
import type { Principal } from './principal.js';
import { AuthCaller, CurrentPrincipal } from './request-identity.js';
import { describeOwn } from './session-description.js';
import { SessionList } from './session-list.js';
import { OwnSessionListDto } from './sessions.dto.js';
import { Problems } from '../common/problems.js';

/** One's own sessions. */
@ApiTags('auth')
@Controller('auth/sessions')
export class SessionsController {
  constructor(private readonly sessions: SessionList) {}

  /** Where one is signed in; the newest first. */
  @Get()
  async listOwnSessions(
    @CurrentPrincipal() principal: Principal,
    @Req() request: FastifyRequest,
  ): Promise<OwnSessionListDto> {
    const rows = await this.sessions.openOf(principal);
    return { items: rows.map((row) => describeOwn(row, request.sessionKey)) };
  }

  /** Signs out there, and ends what runs there. */
  @Delete(':id')
  @HttpCode(204)
  @Problems('malformed-request', 'not-found', 'audit-unavailable')
  @ApiParam({ name: 'id', description: 'The session.', schema: { type: 'string', format: 'uuid' } })
  endOwnSession(
    @CurrentPrincipal() principal: Principal,
    @Param('id', ParseUUIDPipe) id: string,
    @AuthCaller() caller: AuthAuditCaller,
  ): Promise<void> {
    return this.sessions.endOwn(principal, id, caller);
  }
}
