import { Inject, Injectable } from '@nestjs/common';
import { createRemoteJWKSet, customFetch, errors, type JWTVerifyGetKey } from 'jose';
import { Problem } from '../common/problem.js';
import { APP_CONFIG, type AppConfig, type OidcConfig } from '../config/config.js';
import { TokenFault } from './claims.js';
import {
  type CodeExchange,
  discoverServer,
  exchangeCode,
  openidClient,
  type VerifiedIdToken,
} from './code-exchange.js';
import { providerError } from './hardened-fetch.js';
import { type ProviderMetadata, readMetadata } from './provider-answers.js';
import { PROVIDER_TIMEOUTS, ProviderHttp, type ProviderTimeouts } from './provider-http.js';

/** An unknown `kid` fetches the key set anew at most this often. */
const KEY_SET_COOLDOWN_MS = 30_000;
const KEY_SET_MAX_AGE_MS = 10 * 60_000;

/** The provider once it has been discovered. */
export interface ReadyProvider {
  readonly metadata: ProviderMetadata;
  readonly keys: ReturnType<typeof createRemoteJWKSet>;
  /** See {@link exchangeCode}. */
  readonly exchange: (exchange: CodeExchange) => Promise<VerifiedIdToken>;
}

/**
 * Our one OpenID Connect provider. Discovered when somebody first needs it, so that the service
 * boots while the provider is down; a failed discovery is forgotten, a good one is kept until the
 * process ends.
 */
@Injectable()
export class OidcProvider {
  /** Undefined when no provider is configured. */
  readonly config: OidcConfig | undefined;
  readonly #timeouts: ProviderTimeouts;
  #discovery: Promise<ReadyProvider> | undefined;

  constructor(
    @Inject(APP_CONFIG) config: AppConfig,
    @Inject(PROVIDER_TIMEOUTS) timeouts: ProviderTimeouts,
  ) {
    this.config = config.providers[0];
    this.#timeouts = timeouts;
  }

  /** @throws Problem `not-found` when no provider is configured */
  settings(): OidcConfig {
    if (this.config !== undefined) return this.config;
    throw noSuchProvider('No OpenID Connect provider is configured here.');
  }

  /** @throws Problem `not-found` when the provider's name in the URL is not ours */
  requireName(name: unknown): void {
    if (this.settings().id !== name) {
      throw noSuchProvider('There is no identity provider of that name.');
    }
  }

  /** @throws Problem `provider-error`, `provider-timeout`, `provider-unavailable` */
  async ready(): Promise<ReadyProvider> {
    const discovery = (this.#discovery ??= this.discover(this.settings()));
    try {
      return await discovery;
    } catch (error) {
      // Whoever comes next tries again; unless somebody already does.
      if (this.#discovery === discovery) this.#discovery = undefined;
      throw error;
    }
  }

  /**
   * The key that an access token names, for `jwtVerify`.
   *
   * @throws TokenFault, or an error of jose, when no key of the provider's fits the token
   * @throws Problem `provider-…` when the keys cannot be had or used
   */
  readonly keyOf: JWTVerifyGetKey = async (header, token) => {
    const { keys } = await this.ready();
    try {
      const key = await keys(header, token);
      if (header.kid === undefined && (keys.jwks()?.keys.length ?? 0) > 1) {
        throw new TokenFault('no "kid", and the provider has several keys');
      }
      return key;
    } catch (error) {
      throw isFaultOfToken(error, header.kid)
        ? error
        : providerError('key set', 'has a key that cannot be used', error);
    }
  };

  private async discover(config: OidcConfig): Promise<ReadyProvider> {
    const http = new ProviderHttp(config.issuer, this.#timeouts);
    const document = await discoverServer(config, http);
    const metadata = readMetadata(document, config.issuer, http.loopbackHttp);
    const client = openidClient(config, metadata, http);
    return {
      metadata,
      keys: createRemoteJWKSet(new URL(metadata.jwks_uri), {
        cooldownDuration: KEY_SET_COOLDOWN_MS,
        cacheMaxAge: KEY_SET_MAX_AGE_MS,
        [customFetch]: (url, { headers }) => http.keySet(url, headers),
      }),
      exchange: (exchange) => exchangeCode(client, exchange),
    };
  }
}

/** Two keys of one `kid` are the provider's fault; several that fit where none is named are not. */
function isFaultOfToken(error: unknown, kid: string | undefined): boolean {
  return (
    error instanceof Problem ||
    error instanceof TokenFault ||
    error instanceof errors.JWKSNoMatchingKey ||
    (error instanceof errors.JWKSMultipleMatchingKeys && kid === undefined)
  );
}

function noSuchProvider(detail: string): Problem {
  return new Problem('not-found', {
    detail: `${detail} GET /auth/providers lists the ways to sign in.`,
    owner: 'user',
  });
}
