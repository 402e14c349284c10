import type { JSONWebKeySet, JWK } from 'jose';
import { Problem } from '../common/problem.js';
import { isRecord } from './claims.js';
import {
  isAllowedUrl,
  type ProviderAnswer,
  providerError,
  providerUnavailable,
} from './hardened-fetch.js';

/**
 * Signatures that are believed: asymmetric ones only. `none` proves nothing, and with HS256 the
 * provider's public key would do as the secret.
 */
export const SIGNING_ALGORITHMS = ['RS256', 'PS256', 'ES256', 'EdDSA'] as const;

/** What is used of the discovery document (OpenID Connect Discovery 1.0, section 3). */
export interface ProviderMetadata {
  readonly issuer: string;
  readonly authorization_endpoint: string;
  readonly token_endpoint: string;
  readonly jwks_uri: string;
  readonly id_token_signing_alg_values_supported: string[];
  readonly authorization_response_iss_parameter_supported: boolean;
  /** Undefined where the provider does not say. */
  readonly token_endpoint_auth_methods_supported: string[] | undefined;
  /** RFC 7662; undefined where the provider has none, or none that is usable. */
  readonly introspection_endpoint: string | undefined;
  /** OpenID Connect RP-Initiated Logout 1.0; undefined where there is none. */
  readonly end_session_endpoint: string | undefined;
}

const DISCOVERY = 'discovery document';
const TOKEN = 'token endpoint';
const KEYS = 'key set';
const INTROSPECTION = 'introspection endpoint';
const PUBLIC_KEY_TYPES: ReadonlySet<unknown> = new Set(['RSA', 'EC', 'OKP']);

/**
 * The discovery document, checked: exactly the configured issuer (byte for byte, so that a
 * trailing slash is another one), endpoints on https, and a signature that we believe on offer.
 *
 * @throws Problem `provider-error`
 */
export function readMetadata(
  document: Readonly<Record<string, unknown>>,
  issuer: string,
  loopbackHttp: boolean,
): ProviderMetadata {
  if (document['issuer'] !== issuer) throw providerError(DISCOVERY, 'names another issuer');
  const optional = (name: string): string | undefined => {
    const url = document[name];
    const usable = typeof url === 'string' && isAllowedUrl(url, loopbackHttp) && !url.includes('#');
    return usable ? url : undefined;
  };
  const endpoint = (name: string): string => {
    const url = optional(name);
    if (url !== undefined) return url;
    throw providerError(DISCOVERY, `has no usable https address as ${name}`);
  };
  const offered = document['id_token_signing_alg_values_supported'] ?? ['RS256'];
  const algorithms = SIGNING_ALGORITHMS.filter((name) => stringsOf(offered).includes(name));
  if (algorithms.length === 0) {
    throw providerError(DISCOVERY, `offers none of ${SIGNING_ALGORITHMS.join(', ')}`);
  }
  const methods = document['token_endpoint_auth_methods_supported'];
  return {
    issuer,
    authorization_endpoint: endpoint('authorization_endpoint'),
    token_endpoint: endpoint('token_endpoint'),
    jwks_uri: endpoint('jwks_uri'),
    id_token_signing_alg_values_supported: algorithms,
    authorization_response_iss_parameter_supported:
      document['authorization_response_iss_parameter_supported'] === true,
    token_endpoint_auth_methods_supported: methods === undefined ? undefined : stringsOf(methods),
    introspection_endpoint: optional('introspection_endpoint'),
    end_session_endpoint: optional('end_session_endpoint'),
  };
}

/** Three parts in base64url; the signature may be empty here and is refused later. */
const COMPACT_JWS = /^[\w-]+\.[\w-]+\.[\w-]*$/;

/** 401: nobody is logged in by an ID token like that. */
export function badIdToken(cause?: unknown): Problem {
  return new Problem('login-failed', {
    detail: 'The identity provider sent an ID token that could not be verified. Sign in again.',
    owner: 'admin',
    cause,
  });
}

/** The part of a token answer that is used, and nothing else of it. */
export interface TokenAnswer {
  readonly access_token: string;
  readonly token_type: string;
  /** A refreshed answer may have none (OpenID Connect Core 1.0, section 12.2). */
  readonly id_token?: string;
  readonly refresh_token?: string;
  /** Seconds. */
  readonly expires_in?: number;
}

/** What the token endpoint was given. */
export type GrantKind = 'code' | 'refresh';

/**
 * The token endpoint's answer (RFC 6749, section 5), reduced to what is used and is of the right
 * type, so that whatever fails after this is the fault of the ID token.
 *
 * @throws Problem `provider-error`, `provider-unavailable`, or `login-failed` for a refused grant and
 * for an ID token that is none
 */
export function readTokenAnswer(
  { status, text }: ProviderAnswer,
  grant: GrantKind = 'code',
): TokenAnswer {
  if (status === 429 || status === 503) throw providerUnavailable(TOKEN);
  const answer = parseRecord(TOKEN, text);
  if (status !== 200) throw tokenRefusal(status, answer['error']);
  const { access_token, token_type, id_token } = answer;
  if (typeof access_token !== 'string') throw providerError(TOKEN, 'sent no access token');
  if (typeof token_type !== 'string' || token_type.toLowerCase() !== 'bearer') {
    throw providerError(TOKEN, 'sent a token that is not a Bearer token');
  }
  const rest = refreshPart(answer);
  if (id_token === undefined && grant === 'refresh') return { access_token, token_type, ...rest };
  if (typeof id_token !== 'string') throw providerError(TOKEN, 'sent no ID token');
  if (!COMPACT_JWS.test(id_token)) throw badIdToken();
  return { access_token, token_type, id_token, ...rest };
}

/** Larger than any provider's; what is longer is as if it was not sent. */
const MAX_REFRESH_TOKEN = 16 * 1024;
const MAX_LIFETIME_SECONDS = 365 * 24 * 3600;

function refreshPart({
  refresh_token,
  expires_in,
}: Record<string, unknown>): Pick<TokenAnswer, 'refresh_token' | 'expires_in'> {
  const usable =
    typeof refresh_token === 'string' &&
    refresh_token !== '' &&
    refresh_token.length <= MAX_REFRESH_TOKEN;
  const dated =
    typeof expires_in === 'number' && expires_in > 0 && expires_in <= MAX_LIFETIME_SECONDS;
  return { ...(usable && { refresh_token }), ...(dated && { expires_in }) };
}

/** What a provider answers when a person, and not only this request, is to sign in again. */
const REFUSED_GRANT: ReadonlySet<unknown> = new Set([
  'invalid_grant',
  'interaction_required',
  'login_required',
  'consent_required',
]);

function tokenRefusal(status: number, error: unknown): Problem {
  if (status === 400 && REFUSED_GRANT.has(error)) {
    return new Problem('login-failed', {
      detail: 'The identity provider did not accept the authorization. Sign in again.',
      owner: 'user',
    });
  }
  return providerError(
    TOKEN,
    error === 'invalid_client' || error === 'unauthorized_client'
      ? 'does not accept our client; check its id, its credentials and how it is to present them'
      : `answered with status ${status}`,
  );
}

/**
 * A JWK set (RFC 7517, section 5) without its symmetric keys: a shared secret is no business of a
 * public address, and must not verify anything.
 *
 * @throws Problem `provider-error`
 */
export function readKeySet({ status, text }: ProviderAnswer): JSONWebKeySet {
  if (status !== 200) throw providerError(KEYS, `answered with status ${status}`);
  const { keys } = parseRecord(KEYS, text);
  const list: unknown[] = Array.isArray(keys) ? keys : [];
  const usable = list.filter(isPublicKey);
  if (usable.length === 0) throw providerError(KEYS, 'has no public key');
  return { keys: usable };
}

function isPublicKey(value: unknown): value is JWK {
  return isRecord(value) && PUBLIC_KEY_TYPES.has(value['kty']);
}

/**
 * What an introspection endpoint says about a token (RFC 7662, section 2.2).
 *
 * @throws Problem `provider-error`, `provider-unavailable`
 */
export function readIntrospection({ status, text }: ProviderAnswer): Record<string, unknown> {
  if (status === 429 || status === 503) throw providerUnavailable(INTROSPECTION);
  if (status !== 200) throw providerError(INTROSPECTION, `answered with status ${status}`);
  const answer = parseRecord(INTROSPECTION, text);
  if (typeof answer['active'] === 'boolean') return answer;
  throw providerError(INTROSPECTION, 'does not say whether the token is active');
}

function parseRecord(what: string, text: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw providerError(what, 'did not send JSON', error);
  }
  if (!isRecord(value)) throw providerError(what, 'did not send a JSON object');
  return value;
}

function stringsOf(value: unknown): string[] {
  if (!Array.isArray(value)) return [];
  const items: unknown[] = value;
  return items.filter((item) => typeof item === 'string');
}
