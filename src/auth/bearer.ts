import { Inject, Injectable } from '@nestjs/common';
import { decodeJwt, decodeProtectedHeader, errors, jwtVerify } from 'jose';
import { Problem } from '../common/problem.js';
import { APP_CONFIG, type AppConfig, type OidcConfig } from '../config/config.js';
import { type Claims, principalFromClaims, readClaim, TokenFault } from './claims.js';
import { checkAudience, checkIssuedAt, CLOCK_SKEW_SECONDS } from './id-token.js';
import { checkIntrospection, Introspection } from './introspection.js';
import type { OidcProvider } from './oidc-provider.js';
import { OidcProviders } from './oidc-providers.js';
import type { OAuthPrincipal } from './principal.js';
import { SIGNING_ALGORITHMS } from './provider-answers.js';

/**
 * Claims of other kinds of token: ID tokens (`nonce`, and hashes that tie them to a login), logout
 * tokens (`events`), and access tokens that only the holder of a key may use (`cnf`, RFC 9449),
 * whose key we do not ask for.
 */
const FOREIGN_CLAIMS = ['nonce', 'at_hash', 'c_hash', 's_hash', 'events', 'cnf'] as const;
/** Claims that access tokens have and ID tokens have not, for providers without `at+jwt`. */
const ACCESS_CLAIMS = ['scope', 'scp', 'client_id'] as const;
const ACCESS_TOKEN_TYPES: ReadonlySet<unknown> = new Set([undefined, 'JWT', 'at+jwt']);

/** A verified token: of which provider, and what it says. */
interface Verified {
  readonly config: OidcConfig;
  readonly claims: Claims;
}

/** The callers that come with an access token of a provider's (RFC 6750, RFC 9068). */
@Injectable()
export class BearerTokens {
  /** The one provider that is asked about tokens that are no JWT; they do not say whose they are. */
  readonly #opaque: { config: OidcConfig; introspection: Introspection } | undefined;

  constructor(
    @Inject(APP_CONFIG) private readonly config: AppConfig,
    private readonly providers: OidcProviders,
  ) {
    const asked = providers.all.find(({ config: { introspection } }) => introspection);
    this.#opaque = asked && {
      config: asked.config,
      introspection: new Introspection(() => asked.ready()),
    };
  }

  /**
   * Who an access token speaks for.
   *
   * @param token at most 8 KB
   * @throws Problem `unauthenticated` for any fault of the token, `provider-unavailable` when its
   * key cannot be had at the moment; a token is never believed for want of a key
   */
  async resolve(token: string): Promise<OAuthPrincipal> {
    const { adminGroups, providers } = this.config;
    if (providers.every(({ audience }) => audience === undefined)) {
      throw invalidToken('Access tokens are not taken here.');
    }
    try {
      const { config, claims } = isJwt(token)
        ? await this.verify(token)
        : await this.introspect(token);
      refuseForeign(claims, config);
      const expiresAt = readClaim(claims, 'exp');
      return {
        ...principalFromClaims(claims, { ...config, adminGroups }),
        ...(typeof expiresAt === 'number' && { expiresAt }),
      };
    } catch (error) {
      throw bearerProblem(error);
    }
  }

  /** A JWT, by the keys of the provider that it claims to come from. */
  private async verify(token: string): Promise<Verified> {
    // Read unverified, only to choose among the issuers that are configured; verified below.
    const provider = this.providers.byIssuer(decodeJwt(token).iss);
    if (provider === undefined) throw new TokenFault('"iss" is none of ours');
    const { config } = provider;
    const claims = await verifiedClaims(token, provider, audienceOf(config));
    const { exp = Infinity, iat = -Infinity } = claims;
    if (exp - iat > config.maxTokenAgeSeconds) throw new TokenFault('lives too long');
    return { config, claims };
  }

  /** Any other token, by asking; revoked ones end within 30 seconds, so they may live long. */
  private async introspect(token: string): Promise<Verified> {
    if (this.#opaque === undefined) throw new TokenFault('not a JWT');
    const { config, introspection } = this.#opaque;
    const claims = await introspection.ask(token);
    checkIntrospection(claims, { ...config, audience: audienceOf(config) }, Date.now() / 1000);
    return { config, claims };
  }
}

async function verifiedClaims(
  token: string,
  { config, keys }: OidcProvider,
  audience: string,
): Promise<Claims & { readonly exp?: number; readonly iat?: number }> {
  const onlyMarked = config.accessTokenTyp !== 'jwt';
  const { payload, protectedHeader } = await jwtVerify(token, keys.keyOf, {
    issuer: config.issuer,
    audience,
    algorithms: [...SIGNING_ALGORITHMS],
    clockTolerance: CLOCK_SKEW_SECONDS,
    requiredClaims: ['exp', 'iat', 'sub'],
    ...(onlyMarked && { typ: 'at+jwt' }),
  });
  if (!onlyMarked) requireAccessToken(payload, protectedHeader.typ);
  checkAudience(payload, audience, config.clientId);
  checkIssuedAt(payload, Date.now() / 1000);
  return payload;
}

/**
 * For providers whose access tokens do not say in their header what they are: told from ID tokens
 * by what only access tokens carry, and from Keycloak's other tokens by its own `typ` claim.
 */
function requireAccessToken(claims: Claims, typ: unknown): void {
  const kind = readClaim(claims, 'typ');
  if (!ACCESS_TOKEN_TYPES.has(typ)) throw new TokenFault('"typ"');
  if (kind !== undefined && kind !== 'Bearer') throw new TokenFault('"typ" of the claims');
  if (ACCESS_CLAIMS.every((name) => readClaim(claims, name) === undefined)) {
    throw new TokenFault('nothing in it says that it is an access token');
  }
}

function refuseForeign(claims: Claims, { clientIds }: OidcConfig): void {
  const foreign = FOREIGN_CLAIMS.find((name) => readClaim(claims, name) !== undefined);
  if (foreign !== undefined) throw new TokenFault(`"${foreign}" is not of an access token`);
  if (clientIds === undefined) return;
  const named = [readClaim(claims, 'azp'), readClaim(claims, 'client_id')];
  const parties = named.filter((party) => party !== undefined);
  const listed = parties.every((party) => clientIds.some((id) => id === party));
  if (parties.length === 0 || !listed) throw new TokenFault('of a client that is not listed');
}

function audienceOf({ audience }: OidcConfig): string {
  if (audience !== undefined) return audience;
  throw new TokenFault('its provider has no audience configured');
}

/** Three parts, and a header that can be read; whatever else it is may be an opaque token. */
function isJwt(token: string): boolean {
  try {
    return token.split('.').length === 3 && decodeProtectedHeader(token).alg !== undefined;
  } catch (error) {
    if (error instanceof TypeError) return false;
    throw error;
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
