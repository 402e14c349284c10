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
  readonly token_endpoint_auth_methods_supported: string[];
}

const DISCOVERY = 'discovery document';
const TOKEN = 'token endpoint';
const KEYS = 'key set';
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
  const endpoint = (name: string): string => {
    const url = document[name];
    if (typeof url === 'string' && isAllowedUrl(url, loopbackHttp) && !url.includes('#'))
      return url;
    throw providerError(DISCOVERY, `has no usable https address as ${name}`);
  };
  const offered = document['id_token_signing_alg_values_supported'] ?? ['RS256'];
  const algorithms = SIGNING_ALGORITHMS.filter((name) => stringsOf(offered).includes(name));
  if (algorithms.length === 0) {
    throw providerError(DISCOVERY, `offers none of ${SIGNING_ALGORITHMS.join(', ')}`);
  }
  // What the specification says where the provider says nothing.
  const methods = document['token_endpoint_auth_methods_supported'] ?? ['client_secret_basic'];
  return {
    issuer,
    authorization_endpoint: endpoint('authorization_endpoint'),
    token_endpoint: endpoint('token_endpoint'),
    jwks_uri: endpoint('jwks_uri'),
    id_token_signing_alg_values_supported: algorithms,
    authorization_response_iss_parameter_supported:
      document['authorization_response_iss_parameter_supported'] === true,
    token_endpoint_auth_methods_supported: stringsOf(methods),
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
  readonly id_token: string;
}

/**
 * The token endpoint's answer (RFC 6749, section 5), reduced to three strings, so that whatever
 * fails after this is the fault of the ID token.
 *
 * @throws Problem `provider-error`, `provider-unavailable`, or `login-failed` for a refused code and
 * for an ID token that is none
 */
export function readTokenAnswer({ status, text }: ProviderAnswer): TokenAnswer {
  if (status === 429 || status === 503) throw providerUnavailable(TOKEN);
  const answer = parseRecord(TOKEN, text);
  if (status !== 200) throw tokenRefusal(status, answer['error']);
  const { access_token, token_type, id_token } = answer;
  if (typeof access_token !== 'string' || typeof id_token !== 'string') {
    throw providerError(TOKEN, 'sent no ID token or no access token');
  }
  if (typeof token_type !== 'string' || token_type.toLowerCase() !== 'bearer') {
    throw providerError(TOKEN, 'sent a token that is not a Bearer token');
  }
  if (!COMPACT_JWS.test(id_token)) throw badIdToken();
  return { access_token, token_type, id_token };
}

function tokenRefusal(status: number, error: unknown): Problem {
  if (status === 400 && error === 'invalid_grant') {
    return new Problem('login-failed', {
      detail: 'The identity provider did not accept the authorization code. Sign in again.',
      owner: 'user',
    });
  }
  return providerError(
    TOKEN,
    error === 'invalid_client' || error === 'unauthorized_client'
      ? 'does not accept our client; check OIDC_CLIENT_ID and OIDC_CLIENT_SECRET'
      : `answered with status ${status}`,
  );
}

/**
 * A JWK set (RFC 7517, section 5) without its symmetric keys: a shared secret is no business of a
 * public address, and must not verify anything.
 *
 * @throws Problem `provider-error`
 */
export function readKeySet({ status, text }: ProviderAnswer): { keys: object[] } {
  if (status !== 200) throw providerError(KEYS, `answered with status ${status}`);
  const { keys } = parseRecord(KEYS, text);
  const list: unknown[] = Array.isArray(keys) ? keys : [];
  const usable = list.filter(isRecord).filter((key) => PUBLIC_KEY_TYPES.has(key['kty']));
  if (usable.length === 0) throw providerError(KEYS, 'has no public key');
  return { keys: usable };
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
