import * as openid from 'openid-client';
import { Problem } from '../common/problem.js';
import type { OidcConfig } from '../config/config.js';
import { type Claims, isRecord, TokenFault } from './claims.js';
import { providerError } from './hardened-fetch.js';
import { checkIdToken, CLOCK_SKEW_SECONDS } from './id-token.js';
import { badIdToken, type ProviderMetadata } from './provider-answers.js';
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
export function openidClient(
  config: OidcConfig,
  metadata: ProviderMetadata,
  http: ProviderHttp,
): openid.Configuration {
  const client = new openid.Configuration(
    { ...metadata },
    config.clientId,
    { [openid.clockTolerance]: CLOCK_SKEW_SECONDS },
    clientAuthentication(config, metadata),
  );
  if (http.loopbackHttp) allowHttp(client);
  // Without this the signature of an ID token that came over TLS is not looked at.
  openid.enableNonRepudiationChecks(client);
  client[openid.customFetch] = (url, { headers, body }) =>
    body instanceof URLSearchParams ? http.token(url, headers, body) : http.keySet(url, headers);
  return client;
}

/**
 * Exchanges the code and verifies the ID token: signature, issuer, audience, times, nonce, kind.
 *
 * @throws Problem `login-failed` for a bad code or ID token, `provider-…` for a bad answer
 */
export async function exchangeCode(
  client: openid.Configuration,
  exchange: CodeExchange,
): Promise<VerifiedIdToken> {
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
    const claims = tokens.claims();
    if (token === undefined || claims === undefined) throw new TokenFault('no ID token');
    const { issuer } = client.serverMetadata();
    const clientId = client.clientMetadata().client_id;
    checkIdToken(token, claims, { issuer, clientId }, Date.now() / 1000);
    return { token, claims };
  } catch (error) {
    throw problemWithin(error) ?? exchangeProblem(error);
  }
}

function exchangeProblem(error: unknown): Problem {
  const badToken =
    error instanceof TokenFault ||
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

/** Basic, or the form where the provider does not take Basic (RFC 6749, section 2.3.1). */
function clientAuthentication(config: OidcConfig, metadata: ProviderMetadata): openid.ClientAuth {
  if (config.clientSecret === undefined) return openid.None();
  const secret = config.clientSecret.reveal();
  return metadata.token_endpoint_auth_methods_supported.includes('client_secret_basic')
    ? openid.ClientSecretBasic(secret)
    : openid.ClientSecretPost(secret);
}
