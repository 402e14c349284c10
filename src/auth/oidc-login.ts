import { Inject, Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Problem } from '../common/problem.js';
import { APP_CONFIG, type AppConfig } from '../config/config.js';
import { callbackUrl } from './auth-paths.js';
import { type Claims, isRecord, principalFromClaims, readClaim, TokenFault } from './claims.js';
import { readCookie, writeCookie } from './cookies.js';
import { randomId } from './keyed-hash.js';
import { type ConsumedLogin, LOGIN_LIFETIME_MS, LoginFlows } from './login-flows.js';
import { CLOCK_SKEW_SECONDS } from './id-token.js';
import { readLoginRequest } from './login-request.js';
import type { OidcProvider } from './oidc-provider.js';
import { OidcProviders } from './oidc-providers.js';
import type { BeginStep, FinishStep, Step } from './oidc.strategy.js';
import type { OAuthPrincipal } from './principal.js';

/** Prepares the two requests of a browser login for the strategy. */
@Injectable()
export class OidcLogin {
  constructor(
    @Inject(APP_CONFIG) private readonly config: AppConfig,
    private readonly providers: OidcProviders,
    private readonly flows: LoginFlows,
  ) {}

  /**
   * The browser gets a cookie that ties the login to it, so that nobody can have a login that they
   * began finished by somebody else's browser (login CSRF).
   *
   * @throws Problem `not-found` for an unknown provider's name, `validation-failed`
   */
  beginStep(request: FastifyRequest, reply: FastifyReply): BeginStep {
    const provider = this.providerOf(request);
    const { id, scopes } = provider.config;
    const asked = readLoginRequest(request.query, this.config.http.publicOrigin);
    const { returnTo, maxAge = null } = asked;
    const browser = readCookie(request, this.config.http, 'login') ?? randomId();
    const cookie = { kind: 'login', value: browser, maxAgeMs: LOGIN_LIFETIME_MS } as const;
    return {
      ...this.step(provider),
      kind: 'begin',
      scope: scopes,
      parameters: {
        ...(maxAge !== null && { max_age: String(maxAge) }),
        ...(asked.acrValues !== undefined && { acr_values: asked.acrValues }),
      },
      remember: async (login) => {
        const pending = { ...login, provider: id, returnTo, maxAge };
        const state = await this.flows.remember(browser, pending);
        writeCookie(reply, this.config.http, cookie);
        return state;
      },
    };
  }

  /** @throws Problem `not-found` for an unknown provider's name */
  finishStep(request: FastifyRequest): FinishStep {
    const provider = this.providerOf(request);
    const browser = readCookie(request, this.config.http, 'login');
    return {
      ...this.step(provider),
      kind: 'finish',
      query: request.query,
      consume: async (state) =>
        browser === undefined ? undefined : this.flows.consume(browser, state, provider.config.id),
      identify: (claims, login) => {
        requireRecentAuthentication(claims, login);
        return this.identify(claims, provider);
      },
    };
  }

  private providerOf(request: FastifyRequest): OidcProvider {
    return this.providers.byId(isRecord(request.params) ? request.params['provider'] : undefined);
  }

  private step(provider: OidcProvider): Step {
    const { id, clientId } = provider.config;
    return {
      clientId,
      callbackUrl: callbackUrl(this.config.http, id),
      provider: () => provider.ready(),
    };
  }

  private identify(claims: Claims, provider: OidcProvider): OAuthPrincipal {
    const { adminGroups } = this.config;
    try {
      return principalFromClaims(claims, { ...provider.config, adminGroups });
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

/**
 * Where a login asked for a recent authentication, the ID token must say that there was one
 * (OpenID Connect Core 1.0, section 3.1.2.1): counted from the moment it was asked for, as the time
 * that somebody takes for the provider's pages is not held against them.
 *
 * @throws Problem `login-failed`
 */
function requireRecentAuthentication(claims: Claims, { maxAge, begunAt }: ConsumedLogin): void {
  if (maxAge === null) return;
  const authTime = readClaim(claims, 'auth_time');
  const earliest = begunAt.getTime() / 1000 - maxAge - CLOCK_SKEW_SECONDS;
  const latest = Date.now() / 1000 + CLOCK_SKEW_SECONDS;
  if (typeof authTime === 'number' && authTime >= earliest && authTime <= latest) return;
  throw new Problem('login-failed', {
    detail: `You had to prove who you are not longer than ${maxAge} seconds ago, and the identity provider ${typeof authTime === 'number' ? 'let you pass with another sign-in than that' : 'does not say when you did ("auth_time")'}. Sign in again.`,
    owner: typeof authTime === 'number' ? 'user' : 'admin',
  });
}
