import { Injectable } from '@nestjs/common';
import type { AuthAuditCaller } from './auth-audit.js';
import { readLogoutToken } from './logout-token.js';
import { OidcProviders } from './oidc-providers.js';
import { SessionList } from './session-list.js';

/** The providers' own word that somebody has signed out there. */
@Injectable()
export class BackchannelLogout {
  constructor(
    private readonly providers: OidcProviders,
    private readonly sessions: SessionList,
  ) {}

  /**
   * Ends what a logout token names: sessions, and what runs in them or with tokens of them.
   *
   * @param id of the provider, as in the address
   * @throws Problem `not-found`, `logout-token-invalid`, `provider-…`, `store-unavailable`
   */
  async receive(id: string, token: string, caller: AuthAuditCaller): Promise<void> {
    const { config, keys } = this.providers.byId(id);
    const { issuer, clientId } = config;
    const order = await readLogoutToken(token, { issuer, clientId, keyOf: keys.keyOf });
    await this.sessions.endByProvider(issuer, order, caller);
  }
}
