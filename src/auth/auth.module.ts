import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AccountsController } from './accounts.controller.js';
import { AccountsService } from './accounts.service.js';
import { AdminSessionsController } from './admin-sessions.controller.js';
import { AuthController } from './auth.controller.js';
import { AuthGuard } from './auth.guard.js';
import { BackchannelController } from './backchannel.controller.js';
import { BackchannelLogout } from './backchannel-logout.js';
import { BearerTokens } from './bearer.js';
import { KeyedHash } from './keyed-hash.js';
import { LdapDirectory } from './ldap-directory.js';
import { LocalAccount } from './local-account.entity.js';
import { LocalAccounts } from './local-accounts.js';
import { Lockout } from './lockout.js';
import { LoginFlow } from './login-flow.entity.js';
import { LoginFlows } from './login-flows.js';
import { OidcLogin } from './oidc-login.js';
import { OidcProviders } from './oidc-providers.js';
import { OidcStrategy } from './oidc.strategy.js';
import { PasswordAttempt } from './password-attempt.entity.js';
import { PasswordLogins } from './password-logins.js';
import { DEFAULT_TIMEOUTS, PROVIDER_TIMEOUTS } from './provider-http.js';
import { LoginRateGuard, RateLimits } from './rate-limits.js';
import { RequestCredentials } from './request-credentials.js';
import { SealedTokens } from './sealed-tokens.js';
import { SessionDescriptions } from './session-description.js';
import { SessionEnds } from './session-ends.js';
import { SessionList } from './session-list.js';
import { SessionRefresh } from './session-refresh.js';
import { Session } from './session.entity.js';
import { SessionService } from './session.service.js';
import { SessionsController } from './sessions.controller.js';
import { SignIn } from './sign-in.js';
import { SignOut } from './sign-out.js';
import { UsedLogoutToken } from './used-logout-token.entity.js';

/**
 * Who is calling. Brings the global guard, so that importing this module closes every route of the
 * application that does not say `@Public()`. Needs `@fastify/cookie` and the configuration.
 */
@Module({
  imports: [
    TypeOrmModule.forFeature([LocalAccount, LoginFlow, PasswordAttempt, Session, UsedLogoutToken]),
  ],
  controllers: [
    AccountsController,
    AdminSessionsController,
    AuthController,
    BackchannelController,
    SessionsController,
  ],
  providers: [
    { provide: APP_GUARD, useExisting: AuthGuard },
    { provide: PROVIDER_TIMEOUTS, useValue: DEFAULT_TIMEOUTS },
    AccountsService,
    AuthGuard,
    BackchannelLogout,
    BearerTokens,
    KeyedHash,
    LdapDirectory,
    LocalAccounts,
    Lockout,
    LoginFlows,
    LoginRateGuard,
    OidcLogin,
    OidcProviders,
    OidcStrategy,
    PasswordLogins,
    RateLimits,
    RequestCredentials,
    SealedTokens,
    SessionDescriptions,
    SessionEnds,
    SessionList,
    SessionRefresh,
    SessionService,
    SignIn,
    SignOut,
  ],
  exports: [SessionEnds, SessionService],
})
export class AuthModule {}
