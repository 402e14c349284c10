import { Inject, Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Problem } from '../common/problem.js';
import { APP_CONFIG, type AppConfig } from '../config/config.js';
import { callbackUrl } from './auth-paths.js';
import { type Claims, isRecord, principalFromClaims, TokenFault } from './claims.js';
import { readCookie, writeCookie } from './cookies.js';
import { randomId } from './keyed-hash.js';
import { LOGIN_LIFETIME_MS, LoginFlows } from './login-flows.js';
import { OidcProvider } from './oidc-provider.js';
import type { BeginStep, FinishStep, Step } from './oidc.strategy.js';
import type { OAuthPrincipal } from './principal.js';
import { safeReturnTo } from './return-to.js';

/** Prepares the two requests of a browser login for the strategy. */
@Injectable()
export class OidcLogin {
  constructor(
    @Inject(APP_CONFIG) private readonly config: AppConfig,
    private readonly provider: OidcProvider,
    private readonly flows: LoginFlows,
  ) {}

  /**
   * The browser gets a cookie that ties the login to it, so that nobody can have a login that they
   * began finished by somebody else's browser (login CSRF).
   *
   * @throws Problem `not-found` for another provider's name
   */
  beginStep(request: FastifyRequest, reply: FastifyReply): BeginStep {
    const common = this.step(request);
    const query = isRecord(request.query) ? request.query : {};
    const returnTo = safeReturnTo(query['returnTo'], this.config.http.publicOrigin);
    const browser = readCookie(request, this.config.http, 'login') ?? randomId();
    const cookie = { kind: 'login', value: browser, maxAgeMs: LOGIN_LIFETIME_MS } as const;
    return {
      ...common,
      kind: 'begin',
      scope: this.provider.settings().scopes,
      remember: async (login) => {
        const state = await this.flows.remember(browser, { ...login, returnTo });
        writeCookie(reply, this.config.http, cookie);
        return state;
      },
    };
  }

  /** @throws Problem `not-found` for another provider's name */
  finishStep(request: FastifyRequest): FinishStep {
    const common = this.step(request);
    const browser = readCookie(request, this.config.http, 'login');
    return {
      ...common,
      kind: 'finish',
      query: request.query,
      consume: async (state) =>
        browser === undefined ? undefined : this.flows.consume(browser, state),
      identify: (claims) => this.identify(claims),
    };
  }

  private step(request: FastifyRequest): Step {
    this.provider.requireName(isRecord(request.params) ? request.params['provider'] : undefined);
    const { id, clientId } = this.provider.settings();
    return {
      clientId,
      callbackUrl: callbackUrl(this.config.http, id),
      provider: () => this.provider.ready(),
    };
  }

  private identify(claims: Claims): OAuthPrincipal {
    const { adminGroups } = this.config;
    try {
      return principalFromClaims(claims, { ...this.provider.settings(), adminGroups });
    } catch (error) {
      if (!(error instanceof TokenFault)) throw error;
      throw new Problem('login-failed', {
        detail: 'The identity provider described you in a way that cannot be used.',
        owner: 'admin',
        cause: error,
      });
    }
  }
}
