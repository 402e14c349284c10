import { Inject, Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Problem } from '../common/problem.js';
import { APP_CONFIG, type AppConfig } from '../config/config.js';
import type { LogoutDto } from './auth.dto.js';
import { homeUrl } from './auth-paths.js';
import { clearCookie } from './cookies.js';
import { OidcProviders } from './oidc-providers.js';
import type { Principal } from './principal.js';
import { SessionService } from './session.service.js';

/** Longer ones would make an address that servers refuse; the provider then asks instead. */
const MAX_HINT = 4096;

/** Signs browsers out: the session, what runs in it, and the cookie. */
@Injectable()
export class SignOut {
  constructor(
    @Inject(APP_CONFIG) private readonly config: AppConfig,
    private readonly providers: OidcProviders,
    private readonly sessions: SessionService,
  ) {}

  /**
   * Ends the session that the request came with; one with a Bearer token has none to end. Sets the
   * status: 200 with the provider's own logout to go on to, or 204 where there is none.
   */
  async out(request: FastifyRequest, reply: FastifyReply): Promise<LogoutDto | undefined> {
    const { sessionKey, principal } = request;
    clearCookie(reply, this.config.http, 'session');
    void reply.status(204);
    if (sessionKey === undefined || principal === undefined) return undefined;
    const tokens = await this.sessions.tokensOf(sessionKey);
    await this.sessions.end(sessionKey);
    const endSessionUrl = await this.endSessionUrl(principal, tokens?.idToken);
    if (endSessionUrl === undefined) return undefined;
    void reply.status(200);
    return { endSessionUrl };
  }

  /** OpenID Connect RP-Initiated Logout 1.0, section 2. */
  private async endSessionUrl(
    principal: Principal,
    idToken: string | undefined,
  ): Promise<string | undefined> {
    if (principal.authSource !== 'oauth2') return undefined;
    const provider = this.providers.byIssuer(principal.issuer);
    const endpoint = await provider?.ready().then(
      ({ metadata }) => metadata.end_session_endpoint,
      (error: unknown) => {
        // Signing out here does not need the provider.
        if (error instanceof Problem) return undefined;
        throw error;
      },
    );
    if (provider === undefined || endpoint === undefined) return undefined;
    const url = new URL(endpoint);
    url.searchParams.set('client_id', provider.config.clientId);
    url.searchParams.set('post_logout_redirect_uri', homeUrl(this.config.http));
    if (idToken !== undefined && idToken.length <= MAX_HINT) {
      url.searchParams.set('id_token_hint', idToken);
    }
    return url.href;
  }
}
