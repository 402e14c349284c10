import type { JWK } from 'jose';
import type { Configuration } from 'oidc-provider';
import type { ProviderStorage } from './provider-storage.js';
import { PAGE_HEADERS, messagePage, signOutPage } from './sign-in-page.js';

const ACCESS_TOKEN_SECONDS = 15 * 60;
const HOUR = 60 * 60;
const DAY = 24 * HOUR;

export interface ProviderSettings {
  key: JWK;
  cookieKey: string;
  storage: ProviderStorage;
  audience: string;
  /** The client whose access tokens are for `audience` without asking. */
  defaultAudienceFor: string;
  claimsOf: (sub: string) => Record<string, unknown> | undefined;
  /** Every claim that some person has. */
  claimNames: () => string[];
}

const BY_SCOPE = {
  profile: ['name', 'preferred_username'],
  email: ['email', 'email_verified'],
  groups: ['groups'],
};

/**
 * The configuration of `oidc-provider`. It spells out what has a default, too, where the default
 * would print a remark.
 */
export function providerConfiguration(settings: ProviderSettings): Configuration {
  return {
    adapter: (kind) => settings.storage.adapterFor(kind),
    jwks: { keys: [settings.key] },
    cookies: { keys: [settings.cookieKey] },
    scopes: ['openid', 'offline_access'],
    claims: { openid: ['sub', ...ownClaims(settings)], ...BY_SCOPE },
    // The username claim and the groups belong into the ID token, where their signature is checked.
    conformIdTokenClaims: false,
    findAccount: (_ctx, sub) => {
      const claims = settings.claimsOf(sub);
      return claims && { accountId: sub, claims: () => ({ ...claims, sub }) };
    },
    extraTokenClaims: (_ctx, token) =>
      'accountId' in token && token.accountId ? settings.claimsOf(token.accountId) : undefined,
    interactions: { url: (_ctx, interaction) => `/sign-in/${interaction.uid}` },
    pkce: { required: () => true },
    // The services that it tells of a logout are on this machine, which its own dispatcher refuses.
    fetch: (url, options) => {
      const plain = { ...options };
      Reflect.deleteProperty(plain, 'dispatcher');
      return fetch(url, plain);
    },
    // To clients that keep a secret, without asking for consent each time.
    issueRefreshToken: (_ctx, client) =>
      client.clientAuthMethod !== 'none' && client.grantTypeAllowed('refresh_token'),
    clientBasedCORS: () => false,
    ttl: {
      AccessToken: ACCESS_TOKEN_SECONDS,
      AuthorizationCode: 60,
      Grant: 14 * DAY,
      IdToken: HOUR,
      Interaction: HOUR,
      RefreshToken: DAY,
      Session: 14 * DAY,
    },
    renderError: (ctx, { error, error_description: description }) => {
      ctx.set(PAGE_HEADERS);
      ctx.body = messagePage('That did not work', `${error}: ${description ?? 'no more is known'}`);
    },
    features: features(settings),
  };
}

/** Claims that no standard scope stands for; each ID token has them. */
function ownClaims({ claimNames }: ProviderSettings): string[] {
  const standard = new Set(['sub', ...Object.values(BY_SCOPE).flat()]);
  return [...new Set(['db_user', ...claimNames()])].filter((name) => !standard.has(name));
}

function features({ audience, defaultAudienceFor }: ProviderSettings): Configuration['features'] {
  return {
    devInteractions: { enabled: false },
    backchannelLogout: { enabled: true },
    resourceIndicators: {
      enabled: true,
      defaultResource: (_ctx, client, oneOf) =>
        oneOf?.[0] ?? (client.clientId === defaultAudienceFor ? audience : []),
      useGrantedResource: () => true,
      getResourceServerInfo: () => ({
        scope: '',
        audience,
        accessTokenFormat: 'jwt',
        accessTokenTTL: ACCESS_TOKEN_SECONDS,
        jwt: { sign: { alg: 'RS256' } },
      }),
    },
    rpInitiatedLogout: {
      enabled: true,
      logoutSource: (ctx, form) => {
        ctx.set(PAGE_HEADERS);
        ctx.body = signOutPage(form);
      },
      postLogoutSuccessSource: (ctx) => {
        ctx.set(PAGE_HEADERS);
        ctx.body = messagePage('Signed out', 'You have left the identity provider.');
      },
    },
  };
}
