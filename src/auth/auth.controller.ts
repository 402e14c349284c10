import {
  Body,
  Controller,
  Get,
  Header,
  HttpCode,
  Post,
  Query,
  Redirect,
  Req,
  Res,
  UseGuards,
} from '@nestjs/common';
import {
  ApiFoundResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiParam,
  ApiQuery,
  ApiResponse,
  ApiTags,
} from '@nestjs/swagger';
import { RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { LoginProviderDto, LogoutDto, MeDto, PasswordLoginDto } from './auth.dto.js';
import { OidcCallbackGuard, OidcLoginGuard } from './oidc.guards.js';
import type { Principal } from './principal.js';
import { LoginRateGuard } from './rate-limits.js';
import { CurrentPrincipal, Public } from './request-identity.js';
import { type Redirection, SignIn } from './sign-in.js';
import { SignOut } from './sign-out.js';
import { Problems } from '../common/problems.js';
import { AnyQuery } from '../common/query-parameters.js';

const PROVIDER = {
  name: 'provider',
  type: String,
  description: 'See GET /auth/providers',
} as const;
const RETURN_TO = {
  name: 'returnTo',
  type: String,
  required: false,
  description: 'A path of this site to come back to; anything else means `/`',
} as const;

const MAX_AGE = {
  name: 'maxAge',
  type: String,
  required: false,
  description: 'Seconds; the provider must have asked for credentials no longer ago than this',
} as const;
const ACR_VALUES = {
  name: 'acrValues',
  type: String,
  required: false,
  description: 'How thoroughly the provider is to ask, in its own words (`acr_values`)',
} as const;

/** The way through the provider is one of pages: a browser ends at ours where it leads to nothing. */
const FOR_BROWSERS = { problemPage: '/sign-in' };

// Identity providers write the addresses of these, and a client must ignore what it does not know in
// them: the answer to a login (RFC 6749, section 4.1.2), and a login that the provider's own portal begins
// (OpenID Connect Core 1.0, section 4).
const WRITTEN_BY_PROVIDERS = AnyQuery();

const SEE_OTHER = {
  status: 303,
  description: 'A failure, for a browser: on to `/sign-in?problem=<code>&request=<id>`',
} as const;

/** Signing in and out. */
@ApiTags('auth')
@Controller('auth')
export class AuthController {
  constructor(
    private readonly logins: SignIn,
    private readonly logouts: SignOut,
  ) {}

  /** The ways to sign in. */
  @Public()
  @Get('providers')
  listLoginProviders(): LoginProviderDto[] {
    return this.logins.providers();
  }

  /** Sends a browser to the OpenID Connect provider, where there is only one. */
  @Public()
  @Get('login')
  @WRITTEN_BY_PROVIDERS
  @RouteConfig(FOR_BROWSERS)
  @ApiResponse(SEE_OTHER)
  @Problems('not-found')
  @Header('Cache-Control', 'no-store')
  @Redirect()
  @ApiQuery(RETURN_TO)
  @ApiFoundResponse({ description: 'The login of the provider' })
  beginOnlyLogin(@Query('returnTo') returnTo: unknown): Redirection {
    return this.logins.onlyProvider(returnTo);
  }

  /** Sends a browser to an OpenID Connect provider to log in there. */
  @Public()
  @UseGuards(LoginRateGuard, OidcLoginGuard)
  @Get('login/:provider')
  @WRITTEN_BY_PROVIDERS
  @RouteConfig(FOR_BROWSERS)
  @ApiResponse(SEE_OTHER)
  @Problems(
    'validation-failed',
    'not-found',
    'provider-error',
    'provider-timeout',
    'provider-unavailable',
    'store-unavailable',
  )
  @Header('Cache-Control', 'no-store')
  @Redirect()
  @ApiParam(PROVIDER)
  @ApiQuery(RETURN_TO)
  @ApiQuery(MAX_AGE)
  @ApiQuery(ACR_VALUES)
  @ApiFoundResponse({ description: "The provider's own page" })
  beginLogin(@Req() request: FastifyRequest): Redirection {
    return this.logins.toProvider(request);
  }

  /** Where the provider sends the browser back to; ends in a session and at `returnTo`. */
  @Public()
  @UseGuards(LoginRateGuard, OidcCallbackGuard)
  @Get('callback/:provider')
  @WRITTEN_BY_PROVIDERS
  @RouteConfig(FOR_BROWSERS)
  @ApiResponse(SEE_OTHER)
  @Problems(
    'validation-failed',
    'login-failed',
    'login-refused',
    'not-found',
    'provider-error',
    'provider-timeout',
    'provider-unavailable',
    'store-unavailable',
    'audit-unavailable',
  )
  @Header('Cache-Control', 'no-store')
  @Redirect()
  @ApiParam(PROVIDER)
  @ApiFoundResponse({ description: 'Signed in; on to where the login began' })
  finishLogin(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Redirection> {
    return this.logins.fromProvider(request, reply);
  }

  /** Signs in with a password, for accounts that are not at the provider. */
  @Public()
  @UseGuards(LoginRateGuard)
  @Post('login')
  @Problems(
    'login-failed',
    'login-refused',
    'provider-error',
    'provider-unavailable',
    'store-unavailable',
    'audit-unavailable',
  )
  @HttpCode(200)
  @Header('Cache-Control', 'no-store')
  signInWithPassword(
    @Body() login: PasswordLoginDto,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<MeDto> {
    return this.logins.withPassword(login, request, reply);
  }

  /** Ends the session, and what runs in it. */
  @Post('logout')
  @ApiOkResponse({ description: 'Ended here; the provider has a logout, too', type: LogoutDto })
  @ApiNoContentResponse({ description: 'Ended' })
  signOut(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<LogoutDto | undefined> {
    return this.logouts.out(request, reply);
  }

  /** Who the caller is, and which database user that gives. */
  @Get('me')
  @Header('Cache-Control', 'no-store')
  getMe(@CurrentPrincipal() principal: Principal, @Req() request: FastifyRequest): MeDto {
    return this.logins.describe(principal, request.sessionEndsAt);
  }
}
