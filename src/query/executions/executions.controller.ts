import { Controller, Delete, Get, Param, Query } from '@nestjs/common';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import { Caller } from '../../audit/audit-caller.js';
import type { AuditCaller } from '../../audit/audit.service.js';
import { CurrentPrincipal } from '../../auth/request-identity.js';
import type { Principal } from '../../auth/principal.js';
import { ClientGone } from '../../common/client-gone.js';
import { ExecutionDto, ExecutionListDto, ExecutionOptionsDto } from './executions.dto.js';
import { ExecutionsService } from './executions.service.js';
import { Problems } from '../../common/problems.js';

const ID = {
  name: 'id',
  description:
    'The run: the `X-Execution-Id` of its answer, or `<instance>.<X-Execution-Id>`, by which a proxy finds the instance.',
  schema: { type: 'string' },
};

@ApiTags('executions')
@Controller('executions')
export class ExecutionsController {
  constructor(private readonly executions: ExecutionsService) {}

  /** The caller's runs on this instance. */
  @Get()
  listExecutions(@CurrentPrincipal() principal: Principal): ExecutionListDto {
    return { executions: [...this.executions.list(principal)] };
  }

  /** One run: how far it is, what it waits for and who is in its way. */
  @Get(':id')
  @ApiParam(ID)
  @Problems('execution-not-found', 'wrong-instance')
  async getExecution(
    @CurrentPrincipal() principal: Principal,
    @Caller() caller: AuditCaller,
    @ClientGone() gone: AbortSignal,
    @Param('id') id: string,
    @Query() options: ExecutionOptionsDto,
  ): Promise<ExecutionDto> {
    return options.activity === 'false'
      ? this.executions.get(principal, id)
      : this.executions.look({ ...caller, principal }, id, gone);
  }

  /** Cancels a run and answers once PostgreSQL has. */
  @Delete(':id')
  @ApiParam(ID)
  @Problems('execution-not-found', 'wrong-instance')
  cancelExecution(
    @CurrentPrincipal() principal: Principal,
    @Param('id') id: string,
  ): Promise<ExecutionDto> {
    return this.executions.cancel(principal, id);
  }
}
