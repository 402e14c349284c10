import { Inject, Injectable } from '@nestjs/common';
import { Problem } from '../common/problem.js';
import { APP_CONFIG, type AppConfig } from '../config/config.js';
import { OidcProvider } from './oidc-provider.js';
import { PROVIDER_TIMEOUTS, type ProviderTimeouts } from './provider-http.js';

/** Every OpenID Connect provider that is configured, each with its own discovery and keys. */
@Injectable()
export class OidcProviders {
  readonly all: readonly OidcProvider[];

  constructor(
    @Inject(APP_CONFIG) config: AppConfig,
    @Inject(PROVIDER_TIMEOUTS) timeouts: ProviderTimeouts,
  ) {
    this.all = config.providers.map((provider) => new OidcProvider(provider, timeouts));
  }

  /** @throws Problem `not-found` when the name in the URL is not one of ours */
  byId(id: unknown): OidcProvider {
    const provider = this.all.find(({ config }) => config.id === id);
    if (provider !== undefined) return provider;
    throw notFound(
      this.all.length === 0
        ? 'No OpenID Connect provider is configured here.'
        : 'There is no identity provider of that name.',
    );
  }

  /** The provider with exactly this issuer, byte for byte. */
  byIssuer(issuer: unknown): OidcProvider | undefined {
    return this.all.find(({ config }) => config.issuer === issuer);
  }

  /**
   * The provider for who names none: the first that is configured.
   *
   * @throws Problem `not-found` when there is none
   */
  first(): OidcProvider {
    const [first] = this.all;
    if (first === undefined) throw notFound('No OpenID Connect provider is configured here.');
    return first;
  }
}

function notFound(detail: string): Problem {
  return new Problem('not-found', {
    detail: `${detail} GET /api/v1/auth/providers lists the ways to sign in.`,
    owner: 'user',
  });
}
