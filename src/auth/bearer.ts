import { Inject, Injectable } from '@nestjs/common';
import { errors, jwtVerify } from 'jose';
import { Problem } from '../common/problem.js';
import { APP_CONFIG, type AppConfig, type OidcConfig } from '../config/config.js';
import { type Claims, principalFromClaims, readClaim, TokenFault } from './claims.js';
import { checkAudience, checkIssuedAt, CLOCK_SKEW_SECONDS } from './id-token.js';
import { OidcProvider } from './oidc-provider.js';
import type { OAuthPrincipal } from './principal.js';
import { SIGNING_ALGORITHMS } from './provider-answers.js';

/**
 * Claims of other kinds of token: ID tokens (`nonce`, and hashes that tie them to a login), logout
 * tokens (`events`), and access tokens that only the holder of a key may use (`cnf`, RFC 9449),
 * whose key we do not ask for.
 */
const FOREIGN_CLAIMS = ['nonce', 'at_hash', 'c_hash', 's_hash', 'events', 'cnf'] as const;

/** The callers that come with an access token of the provider's (RFC 6750, RFC 9068). */
@Injectable()
export class BearerTokens {
  constructor(
    @Inject(APP_CONFIG) private readonly config: AppConfig,
    private readonly provider: OidcProvider,
  ) {}

  /**
   * Who an access token speaks for.
   *
   * @param token at most 8 KB
   * @throws Problem `unauthenticated` for any fault of the token, `provider-unavailable` when its
   * key cannot be had at the moment; a token is never believed for want of a key
   */
  async resolve(token: string): Promise<OAuthPrincipal> {
    const { adminGroups, providers } = this.config;
    const [oidc] = providers;
    if (oidc?.audience === undefined) throw invalidToken('Access tokens are not taken here.');
    try {
      const claims = await this.verify(token, oidc, oidc.audience);
      return principalFromClaims(claims, { ...oidc, adminGroups });
    } catch (error) {
      throw bearerProblem(error);
    }
  }

  private async verify(token: string, oidc: OidcConfig, audience: string): Promise<Claims> {
    const { payload } = await jwtVerify(token, this.provider.keyOf, {
      issuer: oidc.issuer,
      audience,
      typ: 'at+jwt',
      algorithms: [...SIGNING_ALGORITHMS],
      clockTolerance: CLOCK_SKEW_SECONDS,
      requiredClaims: ['exp', 'iat', 'sub'],
    });
    checkAudience(payload, audience, oidc.clientId);
    checkIssuedAt(payload, Date.now() / 1000);
    const foreign = FOREIGN_CLAIMS.find((name) => readClaim(payload, name) !== undefined);
    if (foreign !== undefined) throw new TokenFault(`"${foreign}" is not of an access token`);
    return payload;
  }
}

function bearerProblem(error: unknown): Problem {
  if (error instanceof TokenFault || error instanceof errors.JOSEError) {
    return invalidToken('The access token is not valid here, or not any more.', error);
  }
  return new Problem('provider-unavailable', {
    detail: 'The access token cannot be checked at the moment. Try again in a few seconds.',
    owner: 'admin',
    retryAfter: 5,
    cause: error,
  });
}

function invalidToken(detail: string, cause?: unknown): Problem {
  return new Problem('unauthenticated', { detail, owner: 'user', cause });
}
