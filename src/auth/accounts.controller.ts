import { Body, Controller, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import {
  AccountDto,
  AccountListDto,
  AccountQueryDto,
  ChangeAccountDto,
  ChangePasswordDto,
  CreateAccountDto,
  ResetPasswordDto,
} from './accounts.dto.js';
import { AccountsService } from './accounts.service.js';
import type { AuthAuditCaller } from './auth-audit.js';
import { AdminOnly, AuthCaller } from './request-identity.js';
import { Problems } from '../common/problems.js';

const ID = { name: 'id', description: 'The account.', schema: { type: 'string', format: 'uuid' } };

/** The accounts that pg-usher keeps itself. */
@ApiTags('auth')
@Controller('auth')
export class AccountsController {
  constructor(private readonly accounts: AccountsService) {}

  /** The local accounts, by user name. For administrators. */
  @Get('accounts')
  @AdminOnly()
  listAccounts(@Query() query: AccountQueryDto): Promise<AccountListDto> {
    const { search: text, after, limit = 100 } = query;
    return this.accounts.list({ text, after, limit });
  }

  /** Makes a local account. For administrators. */
  @Post('accounts')
  @Problems('account-exists', 'audit-unavailable')
  @AdminOnly()
  createAccount(
    @AuthCaller() caller: AuthAuditCaller,
    @Body() body: CreateAccountDto,
  ): Promise<AccountDto> {
    return this.accounts.create(caller, body);
  }

  /** Disables or enables an account, or changes whether it is an administrator's. */
  @Patch('accounts/:id')
  @Problems('not-found', 'account-protected', 'audit-unavailable')
  @AdminOnly()
  @ApiParam(ID)
  changeAccount(
    @AuthCaller() caller: AuthAuditCaller,
    @Param('id') id: string,
    @Body() body: ChangeAccountDto,
  ): Promise<AccountDto> {
    return this.accounts.change(caller, id, body);
  }

  /** Sets a new password, ends a lock-out, and ends the account's sessions. */
  @Post('accounts/:id/password')
  @Problems('not-found', 'account-protected', 'audit-unavailable')
  @HttpCode(204)
  @AdminOnly()
  @ApiParam(ID)
  resetPassword(
    @AuthCaller() caller: AuthAuditCaller,
    @Param('id') id: string,
    @Body() body: ResetPasswordDto,
  ): Promise<void> {
    return this.accounts.resetPassword(caller, id, body.password);
  }

  /** Changes one's own password. Every session of the account ends, this one, too. */
  @Post('password')
  @Problems('login-failed', 'account-protected', 'audit-unavailable')
  @HttpCode(204)
  changePassword(
    @AuthCaller() caller: AuthAuditCaller,
    @Body() body: ChangePasswordDto,
  ): Promise<void> {
    return this.accounts.changeOwnPassword(caller, body);
  }
}
