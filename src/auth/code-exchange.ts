import { errors, type JWTVerifyGetKey, jwtVerify } from 'jose';
import * as openid from 'openid-client';
import { Problem } from '../common/problem.js';
import type { OidcConfig } from '../config/config.js';
import { type Claims, isRecord, readClaim, TokenFault } from './claims.js';
import { clientAuthentication } from './client-authentication.js';
import { providerError } from './hardened-fetch.js';
import { checkIdToken, CLOCK_SKEW_SECONDS } from './id-token.js';
import { badIdToken, type ProviderMetadata, SIGNING_ALGORITHMS } from './provider-answers.js';
import type { ProviderHttp } from './provider-http.js';

/** An authorization code, and what the login that asked for it remembered. */
export interface CodeExchange {
  readonly code: string;
  readonly callbackUrl: string;
  /** The `iss` response parameter (RFC 9207), where the provider sent one. */
  readonly issuerParameter: string | undefined;
  readonly verifier: string;
  readonly nonce: string;
}

/** An ID token of which everything is verified. */
export interface VerifiedIdToken {
  readonly token: string;
  readonly claims: Claims;
}

/** What comes with a verified ID token and keeps a session true. */
export interface ExchangedTokens extends VerifiedIdToken {
  readonly refreshToken: string | undefined;
  /** Until the first of the tokens expires, in seconds; undefined where no token says. */
  readonly lifetime: number | undefined;
}

/** For a provider on this machine; anywhere else `hardenedFetch` insists on https, too. */
// eslint-disable-next-line @typescript-eslint/no-deprecated -- marked so only to make it stand out
const allowHttp: (client: openid.Configuration) => void = openid.allowInsecureRequests;

/** Failures by which openid-client says that the ID token is bad, and not how it was delivered. */
const TOKEN_FAULT_CODES: ReadonlySet<unknown> = new Set([
  'OAUTH_INVALID_RESPONSE',
  'OAUTH_PARSE_ERROR',
  'OAUTH_JWT_CLAIM_COMPARISON_FAILED',
  'OAUTH_JWT_TIMESTAMP_CHECK_FAILED',
  'OAUTH_KEY_SELECTION_FAILED',
  'OAUTH_UNSUPPORTED_OPERATION',
]);

/**
 * The discovery document as the provider serves it, for `readMetadata` to check.
 *
 * @throws Problem `provider-…`, whatever is wrong
 */
export async function discoverServer(
  config: OidcConfig,
  http: ProviderHttp,
): Promise<Readonly<Record<string, unknown>>> {
  try {
    const issuer = new URL(config.issuer);
    const client = await openid.discovery(issuer, config.clientId, undefined, openid.None(), {
      [openid.customFetch]: (url, { headers }) => http.discovery(url, headers),
      execute: http.loopbackHttp ? [allowHttp] : [],
    });
    return { ...client.serverMetadata() };
  } catch (error) {
    throw problemWithin(error) ?? providerError('discovery document', 'cannot be used', error);
  }
}

/** openid-client on what was checked of the discovery document, and on nothing else of it. */
export async function openidClient(
  config: OidcConfig,
  metadata: ProviderMetadata,
  http: ProviderHttp,
): Promise<openid.Configuration> {
  const { introspection_endpoint, end_session_endpoint } = metadata;
  const client = new openid.Configuration(
    {
      issuer: metadata.issuer,
      authorization_endpoint: metadata.authorization_endpoint,
      token_endpoint: metadata.token_endpoint,
      id_token_signing_alg_values_supported: metadata.id_token_signing_alg_values_supported,
      authorization_response_iss_parameter_supported:
        metadata.authorization_response_iss_parameter_supported,
      ...(introspection_endpoint !== undefined && { introspection_endpoint }),
      ...(end_session_endpoint !== undefined && { end_session_endpoint }),
    },
    config.clientId,
    { [openid.clockTolerance]: CLOCK_SKEW_SECONDS },
    await clientAuthentication(config, metadata),
  );
  if (http.loopbackHttp) allowHttp(client);
  // Signatures are verified by `verifyIdToken`, with keys that are newer than this library's.
  client[openid.customFetch] = (url, { headers, body }) => {
    if (!(body instanceof URLSearchParams)) throw new TypeError('Nothing else is fetched');
    return url === introspection_endpoint
      ? http.introspection(url, headers, body)
      : http.token(url, headers, body);
  };
  return client;
}

/**
 * Exchanges the code and verifies the ID token: signature, issuer, audience, times, nonce, kind.
 *
 * @throws Problem `login-failed` for a bad code or ID token, `provider-…` for a bad answer
 */
export async function exchangeCode(
  client: openid.Configuration,
  keyOf: JWTVerifyGetKey,
  exchange: CodeExchange,
): Promise<ExchangedTokens> {
  const url = new URL(exchange.callbackUrl);
  url.searchParams.set('code', exchange.code);
  if (exchange.issuerParameter !== undefined) url.searchParams.set('iss', exchange.issuerParameter);
  try {
    const tokens = await openid.authorizationCodeGrant(client, url, {
      pkceCodeVerifier: exchange.verifier,
      expectedNonce: exchange.nonce,
      idTokenExpected: true,
    });
    const token = tokens.id_token;
    if (token === undefined) throw new TokenFault('no ID token');
    const verified = await verifyIdToken(client, keyOf, token);
    return { ...verified, ...keepingTrue(tokens, verified.claims) };
  } catch (error) {
    throw exchangeProblem(error);
  }
}

/**
 * Everything about an ID token but its nonce: signature, issuer, audience, times, kind. The library
 * does not look at the signature of one that came over TLS.
 *
 * @throws TokenFault, an error of jose, or a Problem `provider-…`
 */
export async function verifyIdToken(
  client: openid.Configuration,
  keyOf: JWTVerifyGetKey,
  token: string,
): Promise<VerifiedIdToken> {
  const { issuer } = client.serverMetadata();
  const clientId = client.clientMetadata().client_id;
  const { payload } = await jwtVerify(token, keyOf, {
    issuer,
    audience: clientId,
    algorithms: [...SIGNING_ALGORITHMS],
    clockTolerance: CLOCK_SKEW_SECONDS,
    requiredClaims: ['exp', 'iat', 'sub'],
  });
  checkIdToken(token, payload, { issuer, clientId }, Date.now() / 1000);
  return { token, claims: payload };
}

/** For refreshing: with what, and how soon. */
export function keepingTrue(
  { refresh_token: refreshToken, expires_in: accessLifetime }: openid.TokenEndpointResponse,
  claims: Claims | undefined,
): Pick<ExchangedTokens, 'refreshToken' | 'lifetime'> {
  const expiry = claims === undefined ? undefined : readClaim(claims, 'exp');
  const idLifetime = typeof expiry === 'number' ? expiry - Date.now() / 1000 : undefined;
  const lifetimes = [accessLifetime, idLifetime].filter((seconds) => seconds !== undefined);
  return { refreshToken, lifetime: lifetimes.length === 0 ? undefined : Math.min(...lifetimes) };
}

/** What the failure of a grant means: whose fault it is. */
export function exchangeProblem(error: unknown): Problem {
  const known = problemWithin(error);
  if (known !== undefined) return known;
  const badToken =
    error instanceof TokenFault ||
    error instanceof errors.JOSEError ||
    (error instanceof openid.ClientError && TOKEN_FAULT_CODES.has(error.code));
  return badToken ? badIdToken(error) : providerError('answer', 'cannot be used', error);
}

/** A problem of ours that a library has wrapped as the cause of its own error. */
function problemWithin(error: unknown): Problem | undefined {
  let inner = error;
  for (let depth = 0; depth < 5 && isRecord(inner); depth++) {
    if (inner instanceof Problem) return inner;
    inner = inner['cause'];
  }
  return undefined;
}
