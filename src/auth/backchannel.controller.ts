import { Body, Controller, Header, HttpCode, Param, Post } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiOkResponse, ApiParam, ApiTags } from '@nestjs/swagger';
import type { AuthAuditCaller } from './auth-audit.js';
import { BackchannelLogout } from './backchannel-logout.js';
import { AuthCaller, Public } from './request-identity.js';
import { LogoutTokenDto } from './sessions.dto.js';
import { Problems } from '../common/problems.js';
import { AnyQuery } from '../common/query-parameters.js';

/** Where identity providers say that somebody has signed out. */
@ApiTags('auth')
@Controller('auth/backchannel-logout')
export class BackchannelController {
  constructor(private readonly logouts: BackchannelLogout) {}

  /** OpenID Connect Back-Channel Logout 1.0. The logout token is the only credential. */
  @Public()
  @Post(':provider')
  // An address that is registered with a provider may have a query (section 2.2).
  @AnyQuery()
  @Problems(
    'logout-token-invalid',
    'not-found',
    'provider-error',
    'provider-timeout',
    'provider-unavailable',
    'store-unavailable',
    'audit-unavailable',
  )
  @HttpCode(200)
  @Header('Cache-Control', 'no-store')
  @ApiConsumes('application/x-www-form-urlencoded')
  @ApiParam({ name: 'provider', description: 'See GET /auth/providers', type: String })
  @ApiBody({ type: LogoutTokenDto })
  @ApiOkResponse({ description: 'Whoever the token names is signed out here' })
  receiveLogout(
    @Param('provider') provider: string,
    @Body() body: LogoutTokenDto,
    @AuthCaller() caller: AuthAuditCaller,
  ): Promise<void> {
    return this.logouts.receive(provider, body.logout_token, caller);
  }
}
