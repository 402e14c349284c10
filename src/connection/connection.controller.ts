import { Body, Controller, Get, HttpCode, Post, UseGuards } from '@nestjs/common';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import { Caller } from '../audit/audit-caller.js';
import type { AuditCaller } from '../audit/audit.service.js';
import type { Principal } from '../auth/principal.js';
import { CurrentPrincipal } from '../auth/request-identity.js';
import { ClientGone } from '../common/client-gone.js';
import { ConnectDto, ConnectionReportDto } from './connect.dto.js';
import { ConnectionService } from './connection.service.js';
import type { DatabaseCaller } from './caller.js';
import { CurrentCaller, PassthroughGuard } from './passthrough.guard.js';
import { ReachabilityListDto } from './reachability.dto.js';
import { Reachability } from './reachability.service.js';
import { Problems } from '../common/problems.js';
import { LEASE_PROBLEMS } from './lease-problems.js';

@ApiTags('connections')
@Controller('servers')
export class ConnectionController {
  constructor(
    private readonly connections: ConnectionService,
    private readonly reachability: Reachability,
  ) {}

  /**
   * Which of the servers that the caller may see are there and prove who they are. Nobody is signed in to
   * find out: a TLS handshake without a certificate of ours, every twenty seconds at most.
   */
  @Get('reachability')
  async listReachability(@CurrentPrincipal() principal: Principal): Promise<ReachabilityListDto> {
    return { items: await this.reachability.list(principal) };
  }

  /** Opens a connection as the caller, reports who PostgreSQL says they are, and closes it. */
  @Post(':id/connect')
  @HttpCode(200)
  @UseGuards(PassthroughGuard)
  @ApiParam({ name: 'id', description: 'The server.', schema: { type: 'string', format: 'uuid' } })
  @Problems(...LEASE_PROBLEMS)
  connectToServer(
    @CurrentCaller() caller: DatabaseCaller,
    @Caller() auditCaller: AuditCaller,
    @ClientGone() gone: AbortSignal,
    @Body() body: ConnectDto,
  ): Promise<ConnectionReportDto> {
    return this.connections.connect(caller, auditCaller, { database: body.database, gone });
  }
}
