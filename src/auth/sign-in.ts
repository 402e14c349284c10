import { Inject, Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { APP_CONFIG, type AppConfig } from '../config/config.js';
import type { LoginProviderDto, MeDto } from './auth.dto.js';
import { loginPath } from './auth-paths.js';
import { clearCookie, readCookie, writeCookie } from './cookies.js';
import { LocalAccounts, type PasswordLogin } from './local-accounts.js';
import { describeCaller } from './me.js';
import { OidcProvider } from './oidc-provider.js';
import type { Principal } from './principal.js';
import { safeReturnTo } from './return-to.js';
import { SessionService } from './session.service.js';

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
    private readonly provider: OidcProvider,
    private readonly sessions: SessionService,
    private readonly accounts: LocalAccounts,
  ) {}

  /** The ways to sign in that are on offer here. */
  providers(): LoginProviderDto[] {
    const { providers } = this.config;
    const local: LoginProviderDto = { id: 'internal', kind: 'password', name: 'Local account' };
    const oidc = providers.map(({ id, name }): LoginProviderDto => {
      return { id, kind: 'oidc', name, loginUrl: loginPath(id) };
    });
    return [...oidc, local];
  }

  /** @throws Problem `not-found` when no provider is configured */
  onlyProvider(returnTo: unknown): Redirection {
    const path = loginPath(this.provider.settings().id);
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
    await this.open(login.principal, request, reply);
    return { url: login.returnTo, statusCode: 302 };
  }

  /** @throws Problem `login-failed`, `login-refused`, `store-unavailable` */
  async withPassword(
    login: PasswordLogin,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<MeDto> {
    const principal = await this.accounts.signIn(login, request.ip);
    await this.open(principal, request, reply);
    return this.describe(principal);
  }

  /** Who the caller is, and which database user that gives. */
  describe(principal: Principal): MeDto {
    return describeCaller(principal, this.config.providers);
  }

  /** Ends the session that the request came with; one with a Bearer token has none to end. */
  async out(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    if (request.sessionKey !== undefined) await this.sessions.end(request.sessionKey);
    clearCookie(reply, this.config.http, 'session');
  }

  private async open(
    principal: Principal,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<void> {
    const { http, session } = this.config;
    const value = await this.sessions.create(principal, {
      replaces: readCookie(request, http, 'session'),
      remoteAddress: request.ip,
      userAgent: request.headers['user-agent'],
    });
    writeCookie(reply, http, { kind: 'session', value, maxAgeMs: session.absoluteMs });
  }
}
