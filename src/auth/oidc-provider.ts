import { Logger } from '@nestjs/common';
import type { Configuration } from 'openid-client';
import type { OidcConfig } from '../config/config.js';
import {
  type CodeExchange,
  discoverServer,
  type ExchangedTokens,
  exchangeCode,
  openidClient,
} from './code-exchange.js';
import { DEFAULT_KEY_TIMES, KeyStore } from './key-store.js';
import { type ProviderMetadata, readMetadata } from './provider-answers.js';
import { ProviderHttp, type ProviderTimeouts } from './provider-http.js';

const DISCOVERY_MAX_AGE_MS = 60 * 60_000;
/** Between two attempts to renew what is known already. */
const RENEWAL_RETRY_MS = 60_000;

/** The provider once it has been discovered. */
export interface ReadyProvider {
  readonly metadata: ProviderMetadata;
  readonly http: ProviderHttp;
  /** With our credentials in it; its requests go through {@link ProviderHttp}. */
  readonly client: Configuration;
  /** See {@link exchangeCode}. */
  readonly exchange: (exchange: CodeExchange) => Promise<ExchangedTokens>;
}

/**
 * One OpenID Connect provider. Discovered when somebody first needs it, so that the service boots
 * while the provider is down; a failed discovery is forgotten. A good one is renewed by the hour
 * and kept for as long as the provider has nothing better to say.
 */
export class OidcProvider {
  /** For access tokens and ID tokens. */
  readonly keys: KeyStore;
  readonly #timeouts: ProviderTimeouts;
  readonly #logger: Logger;
  #known: { readonly ready: ReadyProvider; readonly renewAt: number } | undefined;
  #discovery: Promise<ReadyProvider> | undefined;

  constructor(
    readonly config: OidcConfig,
    timeouts: ProviderTimeouts,
  ) {
    this.#timeouts = timeouts;
    this.#logger = new Logger(`Provider ${config.id}`);
    this.keys = new KeyStore({
      ...DEFAULT_KEY_TIMES,
      ...timeouts.keys,
      staleMs: config.staleKeysSeconds * 1000,
      fetch: async () => {
        const { http, metadata } = await this.ready();
        return http.keySet(metadata.jwks_uri);
      },
    });
  }

  /** @throws Problem `provider-error`, `provider-timeout`, `provider-unavailable` */
  async ready(): Promise<ReadyProvider> {
    const known = this.#known;
    if (known !== undefined && performance.now() < known.renewAt) return known.ready;
    const discovery = (this.#discovery ??= this.discover().finally(() => {
      this.#discovery = undefined;
    }));
    if (known === undefined) return discovery;
    // Nobody waits for news of what is known.
    this.#known = { ready: known.ready, renewAt: performance.now() + RENEWAL_RETRY_MS };
    discovery.catch((error: unknown) => {
      const reason = error instanceof Error ? error.message : typeof error;
      this.#logger.warn(`Discovery could not be renewed, the last one stays: ${reason}`);
    });
    return known.ready;
  }

  private async discover(): Promise<ReadyProvider> {
    const { config } = this;
    const http = await ProviderHttp.open(config, this.#timeouts);
    const document = await discoverServer(config, http);
    const metadata = readMetadata(document, config.issuer, http.loopbackHttp);
    const client = await openidClient(config, metadata, http);
    const ready = {
      metadata,
      http,
      client,
      exchange: (exchange: CodeExchange) => exchangeCode(client, this.keys.keyOf, exchange),
    };
    const lifetime = this.#timeouts.discoveryMaxAgeMs ?? DISCOVERY_MAX_AGE_MS;
    this.#known = { ready, renewAt: performance.now() + lifetime };
    return ready;
  }
}
