import {
  Body,
  Controller,
  Delete,
  Get,
  Headers,
  HttpCode,
  Param,
  Patch,
  Post,
  Res,
} from '@nestjs/common';
import { ApiCreatedResponse, ApiHeader, ApiOkResponse, ApiParam, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Caller } from '../audit/audit-caller.js';
import type { AuditCaller } from '../audit/audit.service.js';
import type { Principal } from '../auth/principal.js';
import { AdminOnly, CurrentPrincipal } from '../auth/request-identity.js';
import { etagOf } from './revision.js';
import {
  CreateServerDto,
  ServerDto,
  serverDtoFor,
  ServerListDto,
  UpdateServerDto,
} from './server.dto.js';
import { ServersService } from './servers.service.js';
import { Problems } from '../common/problems.js';

const ID = { name: 'id', description: 'The server.', schema: { type: 'string', format: 'uuid' } };
const ETAG = {
  ETag: {
    description: 'The revision of the definition, for If-Match.',
    schema: { type: 'string' },
  },
} as const;
const IF_MATCH = {
  name: 'If-Match',
  description: 'The ETag of the definition as the caller has seen it.',
  required: true,
  schema: { type: 'string', example: '"3"' },
};

@ApiTags('servers')
@Controller('servers')
export class ServersController {
  constructor(private readonly servers: ServersService) {}

  /** The servers that the caller may see. */
  @Get()
  async listServers(@CurrentPrincipal() principal: Principal): Promise<ServerListDto> {
    const servers = await this.servers.list(principal);
    return { items: servers.map((server) => serverDtoFor(principal, server)) };
  }

  /** One server; its revision is the ETag. */
  @Get(':id')
  @Problems('server-not-found')
  @ApiParam(ID)
  @ApiOkResponse({ type: ServerDto, headers: ETAG })
  async getServer(
    @CurrentPrincipal() principal: Principal,
    @Param('id') id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ServerDto> {
    const server = await this.servers.get(principal, id);
    reply.header('ETag', etagOf(server));
    return serverDtoFor(principal, server);
  }

  /** Registers a server. For administrators. */
  @Post()
  @Problems('passthrough-credentials', 'name-taken', 'audit-unavailable')
  @AdminOnly()
  @ApiCreatedResponse({ type: ServerDto, headers: ETAG })
  async createServer(
    @CurrentPrincipal() principal: Principal,
    @Caller() caller: AuditCaller,
    @Body() body: CreateServerDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ServerDto> {
    const server = await this.servers.create(caller, body);
    reply.header('ETag', etagOf(server));
    return serverDtoFor(principal, server);
  }

  /** Changes what the body names and leaves the rest. For administrators. */
  @Patch(':id')
  @Problems(
    'passthrough-credentials',
    'server-not-found',
    'name-taken',
    'managed-by-file',
    'revision-mismatch',
    'revision-required',
    'audit-unavailable',
  )
  @AdminOnly()
  @ApiParam(ID)
  @ApiHeader(IF_MATCH)
  @ApiOkResponse({ type: ServerDto, headers: ETAG })
  async updateServer(
    @CurrentPrincipal() principal: Principal,
    @Caller() caller: AuditCaller,
    @Param('id') id: string,
    @Headers('if-match') ifMatch: string | undefined,
    @Body() body: UpdateServerDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ServerDto> {
    const server = await this.servers.update(caller, { id, ifMatch }, body);
    reply.header('ETag', etagOf(server));
    return serverDtoFor(principal, server);
  }

  /** Removes a server. For administrators. */
  @Delete(':id')
  @Problems(
    'server-not-found',
    'managed-by-file',
    'revision-mismatch',
    'revision-required',
    'audit-unavailable',
  )
  @AdminOnly()
  @HttpCode(204)
  @ApiParam(ID)
  @ApiHeader(IF_MATCH)
  async removeServer(
    @Caller() caller: AuditCaller,
    @Param('id') id: string,
    @Headers('if-match') ifMatch: string | undefined,
  ): Promise<void> {
    await this.servers.remove(caller, { id, ifMatch });
  }
}
