import type { JWTVerifyGetKey } from 'jose';
import * as openid from 'openid-client';
import {
  exchangeProblem,
  keepingTrue,
  type VerifiedIdToken,
  verifyIdToken,
} from './code-exchange.js';

/** What a provider said when it was asked again. */
export interface RefreshedTokens {
  /** Undefined where it sent no new ID token: it vouches for the person, and says nothing new. */
  readonly idToken: VerifiedIdToken | undefined;
  /** A new refresh token, where the provider changes it with each use. */
  readonly refreshToken: string | undefined;
  /** See {@link keepingTrue}. */
  readonly lifetime: number | undefined;
}

/**
 * Asks the provider with a refresh token (OpenID Connect Core 1.0, section 12). A new ID token is
 * verified like the first: signature, issuer, audience, times, kind; whether it is about the same
 * person is for the caller to see.
 *
 * @throws Problem `login-failed` when the provider refuses, or sends an ID token that is not
 * acceptable; `provider-…` when it cannot be asked at the moment
 */
export async function refreshTokens(
  client: openid.Configuration,
  keyOf: JWTVerifyGetKey,
  refreshToken: string,
): Promise<RefreshedTokens> {
  try {
    const tokens = await openid.refreshTokenGrant(client, refreshToken);
    const token = tokens.id_token;
    const idToken = token === undefined ? undefined : await verifyIdToken(client, keyOf, token);
    return { idToken, ...keepingTrue(tokens, idToken?.claims) };
  } catch (error) {
    throw exchangeProblem(error);
  }
}
