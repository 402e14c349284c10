import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuthController } from './auth.controller.js';
import { AuthGuard } from './auth.guard.js';
import { BearerTokens } from './bearer.js';
import { KeyedHash } from './keyed-hash.js';
import { LocalAccount } from './local-account.entity.js';
import { LocalAccounts } from './local-accounts.js';
import { LoginFlow } from './login-flow.entity.js';
import { LoginFlows } from './login-flows.js';
import { OidcLogin } from './oidc-login.js';
import { OidcProvider } from './oidc-provider.js';
import { OidcStrategy } from './oidc.strategy.js';
import { DEFAULT_TIMEOUTS, PROVIDER_TIMEOUTS } from './provider-http.js';
import { SealedTokens } from './sealed-tokens.js';
import { SessionEnds } from './session-ends.js';
import { Session } from './session.entity.js';
import { SessionService } from './session.service.js';
import { SignIn } from './sign-in.js';

/**
 * Who is calling. Brings the global guard, so that importing this module closes every route of the
 * application that does not say `@Public()`. Needs `@fastify/cookie` and the configuration.
 */
@Module({
  imports: [TypeOrmModule.forFeature([LocalAccount, LoginFlow, Session])],
  controllers: [AuthController],
  providers: [
    { provide: APP_GUARD, useExisting: AuthGuard },
    { provide: PROVIDER_TIMEOUTS, useValue: DEFAULT_TIMEOUTS },
    AuthGuard,
    BearerTokens,
    KeyedHash,
    LocalAccounts,
    LoginFlows,
    OidcLogin,
    OidcProvider,
    OidcStrategy,
    SealedTokens,
    SessionEnds,
    SessionService,
    SignIn,
  ],
  exports: [SessionEnds, SessionService],
})
export class AuthModule {}
