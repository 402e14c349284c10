import { Inject, Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { APP_CONFIG, type AppConfig } from '../config/config.js';
import type { LoginProviderDto, MeDto } from './auth.dto.js';
import { loginPath } from './auth-paths.js';
import type { ExchangedTokens } from './code-exchange.js';
import { clearCookie, readCookie, writeCookie } from './cookies.js';
import { describeCaller } from './me.js';
import { OidcProviders } from './oidc-providers.js';
import { loginFailed, type PasswordLogin, PasswordLogins } from './password-logins.js';
import type { Principal } from './principal.js';
import { nextRefresh } from './refresh-time.js';
import { safeReturnTo } from './return-to.js';
import { type KeptTokens, SessionService } from './session.service.js';

/** Where the handler sends the browser. */
export interface Redirection {
  readonly url: string;
  readonly statusCode: 302;
}

/** Signs browsers in and out: the sessions together with their cookie. */
@Injectable()
export class SignIn {
  constructor(
    @Inject(APP_CONFIG) private readonly config: AppConfig,
    private readonly oidc: OidcProviders,
    private readonly sessions: SessionService,
    private readonly passwords: PasswordLogins,
  ) {}

  /** The ways to sign in that are on offer here. */
  providers(): LoginProviderDto[] {
    const { providers } = this.config;
    const local: LoginProviderDto = { id: 'internal', kind: 'password', name: 'Local account' };
    const oidc = providers.map(({ id, name }): LoginProviderDto => {
      return { id, kind: 'oidc', name, loginUrl: loginPath(id) };
    });
    const directory: LoginProviderDto = { id: 'ldap', kind: 'password', name: 'Directory' };
    return this.config.ldap === undefined ? [...oidc, local] : [...oidc, directory, local];
  }

  /** @throws Problem `not-found` without a provider */
  onlyProvider(returnTo: unknown): Redirection {
    const path = loginPath(this.oidc.first().config.id);
    const target = safeReturnTo(returnTo, this.config.http.publicOrigin);
    return {
      url: `${path}?${new URLSearchParams({ returnTo: target }).toString()}`,
      statusCode: 302,
    };
  }

  /** To the provider, where the guard has found the way. */
  toProvider(request: FastifyRequest): Redirection {
    const url = request.oidcRedirect;
    if (url === undefined) throw new TypeError('OidcLoginGuard has not run');
    return { url, statusCode: 302 };
  }

  /** Back from the provider, where the guard has verified who it is. */
  async fromProvider(request: FastifyRequest, reply: FastifyReply): Promise<Redirection> {
    const login = request.oidcLogin;
    if (login === undefined) throw new TypeError('OidcCallbackGuard has not run');
    await this.open(login.principal, request, reply, this.kept(login.tokens));
    return { url: login.returnTo, statusCode: 302 };
  }

  /** @throws Problem as {@link PasswordLogins.signIn} */
  async withPassword(
    login: PasswordLogin,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<MeDto> {
    const { principal, stillStands } = await this.passwords.signIn(login, request.ip);
    const id = await this.open(principal, request, reply);
    if (!(await stillStands())) {
      await this.sessions.end(this.sessions.keyOf(id));
      clearCookie(reply, this.config.http, 'session');
      throw loginFailed(login, undefined);
    }
    const session = await this.sessions.resolve(id);
    return this.describe(principal, session?.expiresAt);
  }

  /** Who the caller is, which database user that gives, and of which claim. */
  describe(principal: Principal, sessionEndsAt: Date | undefined): MeDto {
    return describeCaller(principal, this.config.providers, sessionEndsAt);
  }

  /** What a session keeps of the provider's tokens. */
  private kept({ token, refreshToken, lifetime }: ExchangedTokens): KeptTokens {
    if (refreshToken === undefined) return { idToken: token, refreshAt: undefined };
    const refreshAt = nextRefresh(lifetime, this.config.session.refreshMs);
    return { idToken: token, refreshToken, refreshAt };
  }

  private async open(
    principal: Principal,
    request: FastifyRequest,
    reply: FastifyReply,
    tokens?: KeptTokens,
  ): Promise<string> {
    const { http, session } = this.config;
    const value = await this.sessions.create(principal, {
      replaces: readCookie(request, http, 'session'),
      remoteAddress: request.ip,
      userAgent: request.headers['user-agent'],
      ...(tokens !== undefined && { tokens }),
    });
    writeCookie(reply, http, { kind: 'session', value, maxAgeMs: session.absoluteMs });
    return value;
  }
}
