import {
  Body,
  Controller,
  Delete,
  Get,
  HttpCode,
  HttpStatus,
  Param,
  ParseUUIDPipe,
  Post,
  Query,
} from '@nestjs/common';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import { Caller } from '../audit/audit-caller.js';
import type { AuditCaller } from '../audit/audit.service.js';
import { parseDatabaseUser } from '../auth/database-user.js';
import { AdminOnly } from '../auth/request-identity.js';
import { readBindingCursor } from './binding-cursor.js';
import { BindingDto, BindingListDto, BindingQueryDto, CreateBindingDto } from './bindings.dto.js';
import { RoleBindings } from './role-bindings.service.js';
import { Problems } from '../common/problems.js';

/** Whose each database user is. For administrators. */
@ApiTags('bindings')
@AdminOnly()
@Controller('bindings')
export class BindingsController {
  constructor(private readonly bindings: RoleBindings) {}

  /** Whose each database user is, by group of trust and name. For administrators. */
  @Get()
  listBindings(@Query() query: BindingQueryDto): Promise<BindingListDto> {
    const { search: text, trustGroup, after = '', limit = 100 } = query;
    return this.bindings.list({ text, trustGroup, after: readBindingCursor(after), limit });
  }

  /** Says whose a database user is before they come. */
  @Post()
  @Problems('claim-invalid', 'binding-taken', 'role-protected', 'audit-unavailable')
  approveBinding(
    @Caller() caller: AuditCaller,
    @Body() body: CreateBindingDto,
  ): Promise<BindingDto> {
    const { trustGroup = 'default', databaseUser, issuer, subject } = body;
    const role = parseDatabaseUser('databaseUser', databaseUser);
    return this.bindings.approve(caller, { trustGroup, databaseUser: role, issuer, subject });
  }

  /** Forgets whose a database user is. */
  @Delete(':id')
  @HttpCode(204)
  @ApiParam({ name: 'id', description: 'The binding.', schema: { type: 'string', format: 'uuid' } })
  @Problems('not-found', 'audit-unavailable')
  releaseBinding(
    @Caller() caller: AuditCaller,
    @Param('id', new ParseUUIDPipe({ errorHttpStatusCode: HttpStatus.NOT_FOUND })) id: string,
  ): Promise<void> {
    return this.bindings.release(caller, id);
  }
}
