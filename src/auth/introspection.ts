import { createHash } from 'node:crypto';
import * as openid from 'openid-client';
import { type Claims, readClaim, TokenFault } from './claims.js';
import { providerError, providerUnavailable } from './hardened-fetch.js';
import { checkAudience, checkIssuedAt, CLOCK_SKEW_SECONDS } from './id-token.js';
import type { OidcConfig } from '../config/config.js';
import type { ReadyProvider } from './oidc-provider.js';

/** So long may a token be believed after the provider has ended it. */
const CACHE_MS = 30_000;
const MAX_CACHED = 10_000;
/** More questions at a time would be an attack on the provider by way of us. */
const MAX_ASKING = 32;
/** Kinds of token that an answer may name; a refresh token is active, too. */
const ACCESS_TOKEN_TYPES: ReadonlySet<unknown> = new Set(['bearer', 'access_token']);

interface Cached {
  readonly until: number;
  readonly claims: Promise<Claims>;
}

/**
 * Access tokens that are no JWT, by asking the provider about each (RFC 7662). Answers are kept for
 * 30 seconds, by the token's hash, and never beyond the token's own end; a failure is not kept.
 */
export class Introspection {
  readonly #ready: () => Promise<ReadyProvider>;
  readonly #now: () => number;
  readonly #cache = new Map<string, Cached>();
  #asking = 0;

  /** @param now milliseconds since 1970 */
  constructor(ready: () => Promise<ReadyProvider>, now: () => number = Date.now) {
    this.#ready = ready;
    this.#now = now;
  }

  /**
   * What the provider says about a token, active or not.
   *
   * @throws Problem `provider-…` when it cannot be asked
   */
  async ask(token: string): Promise<Claims> {
    const hash = createHash('sha256').update(token).digest('base64url');
    const cached = this.#cache.get(hash);
    if (cached !== undefined && this.#now() < cached.until) return cached.claims;
    if (this.#asking >= MAX_ASKING) throw providerUnavailable('introspection endpoint');
    const claims = this.#askNow(token);
    this.#keep(hash, { claims, until: this.#now() + CACHE_MS });
    try {
      const answer = await claims;
      const expiry = readClaim(answer, 'exp');
      const end = typeof expiry === 'number' ? expiry * 1000 : Infinity;
      this.#keep(hash, { claims, until: Math.min(this.#now() + CACHE_MS, end) });
      return answer;
    } catch (error) {
      this.#cache.delete(hash);
      throw error;
    }
  }

  async #askNow(token: string): Promise<Claims> {
    this.#asking++;
    try {
      const { client, metadata } = await this.#ready();
      if (metadata.introspection_endpoint === undefined) {
        throw providerError('discovery document', 'names no usable introspection endpoint');
      }
      return await openid.tokenIntrospection(client, token, { token_type_hint: 'access_token' });
    } finally {
      this.#asking--;
    }
  }

  #keep(hash: string, entry: Cached): void {
    this.#cache.delete(hash);
    this.#cache.set(hash, entry);
    const oldest = this.#cache.size > MAX_CACHED ? this.#cache.keys().next().value : undefined;
    if (oldest !== undefined) this.#cache.delete(oldest);
  }
}

type Expected = Pick<OidcConfig, 'issuer' | 'clientId' | 'clientIds'> & {
  readonly audience: string;
};

/**
 * Whether an answer speaks of an access token for us. An answer that names no audience counts only
 * where the allowed clients are listed: otherwise a token of any client of the provider would do.
 *
 * @param nowSeconds the present, in seconds since 1970
 * @throws TokenFault
 */
export function checkIntrospection(claims: Claims, expected: Expected, nowSeconds: number): void {
  if (readClaim(claims, 'active') !== true) throw new TokenFault('not active');
  const issuer = readClaim(claims, 'iss');
  if (issuer !== undefined && issuer !== expected.issuer) throw new TokenFault('"iss"');
  if (readClaim(claims, 'aud') !== undefined) {
    checkAudience(claims, expected.audience, expected.clientId);
  } else if (expected.clientIds === undefined) {
    throw new TokenFault('no "aud", and no list of clients');
  }
  const kind = readClaim(claims, 'token_type');
  const known = typeof kind === 'string' && ACCESS_TOKEN_TYPES.has(kind.toLowerCase());
  if (kind !== undefined && !known) throw new TokenFault('"token_type"');
  checkTimes(claims, nowSeconds);
}

function checkTimes(claims: Claims, nowSeconds: number): void {
  const expiry = readClaim(claims, 'exp');
  if (expiry !== undefined && !(typeof expiry === 'number' && expiry > nowSeconds)) {
    throw new TokenFault('"exp"');
  }
  const from = readClaim(claims, 'nbf');
  const begun = typeof from === 'number' && from <= nowSeconds + CLOCK_SKEW_SECONDS;
  if (from !== undefined && !begun) throw new TokenFault('"nbf"');
  if (readClaim(claims, 'iat') !== undefined) checkIssuedAt(claims, nowSeconds);
}
