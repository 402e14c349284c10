import { decodeProtectedHeader, errors, type JWTVerifyGetKey, jwtVerify } from 'jose';
import { Problem } from '../common/problem.js';
import { type Claims, isRecord, readClaim, subjectOf, TokenFault } from './claims.js';
import { checkAudience, checkIssuedAt, CLOCK_SKEW_SECONDS } from './id-token.js';
import { SIGNING_ALGORITHMS } from './provider-answers.js';

/** Whose sessions a provider wants ended. */
export interface LogoutOrder {
  /** The token's own name, by which it is known when it comes again. */
  readonly id: string;
  readonly subject: string | undefined;
  readonly sid: string | undefined;
}

export interface LogoutSender {
  readonly issuer: string;
  readonly clientId: string;
  readonly keyOf: JWTVerifyGetKey;
}

/** A logout is sent when it happens; one that is older is not news. */
export const LOGOUT_MAX_AGE_SECONDS = 120;

const EVENT = 'http://schemas.openid.net/event/backchannel-logout';
const MAX_NAME = 255;

/**
 * What a logout token orders (OpenID Connect Back-Channel Logout 1.0, section 2.6): signed by the
 * provider, for our client, fresh, and a logout token and nothing else. `typ` may be missing or
 * `JWT`, as older providers have it; the `events` claim tells logout tokens from all others.
 *
 * @throws Problem `logout-token-invalid`; `provider-…` when the provider's keys cannot be had
 */
export async function readLogoutToken(token: string, sender: LogoutSender): Promise<LogoutOrder> {
  try {
    const { payload } = await jwtVerify(token, sender.keyOf, {
      issuer: sender.issuer,
      audience: sender.clientId,
      algorithms: [...SIGNING_ALGORITHMS],
      clockTolerance: CLOCK_SKEW_SECONDS,
      maxTokenAge: LOGOUT_MAX_AGE_SECONDS,
      requiredClaims: ['iat', 'jti'],
    });
    checkKind(token, payload);
    checkAudience(payload, sender.clientId, sender.clientId);
    checkIssuedAt(payload, Date.now() / 1000);
    return orderIn(payload);
  } catch (error) {
    if (error instanceof Problem) throw error;
    if (!(error instanceof TokenFault || error instanceof errors.JOSEError)) throw error;
    throw new Problem('logout-token-invalid', {
      detail: 'The logout token is not valid here, or not any more; nobody was signed out.',
      owner: 'admin',
      cause: error,
    });
  }
}

function checkKind(token: string, claims: Claims): void {
  const { typ } = decodeProtectedHeader(token);
  if (typ !== undefined && !/^(application\/)?(logout\+)?jwt$/i.test(typ)) {
    throw new TokenFault('"typ"');
  }
  const events = readClaim(claims, 'events');
  if (!isRecord(events) || !isRecord(readClaim(events, EVENT))) throw new TokenFault('"events"');
  // So that an ID token cannot be made to look like one.
  if (readClaim(claims, 'nonce') !== undefined) throw new TokenFault('"nonce"');
}

function orderIn(claims: Claims): LogoutOrder {
  const id = nameIn(claims, 'jti');
  const sid = nameIn(claims, 'sid');
  const subject = readClaim(claims, 'sub') === undefined ? undefined : subjectOf(claims);
  if (id === undefined) throw new TokenFault('"jti"');
  if (subject === undefined && sid === undefined) throw new TokenFault('neither "sub" nor "sid"');
  return { id, subject, sid };
}

function nameIn(claims: Claims, name: string): string | undefined {
  const value = readClaim(claims, name);
  if (value === undefined) return undefined;
  const usable = typeof value === 'string' && value !== '' && value.length <= MAX_NAME;
  if (!usable || /[\p{Cc}\p{Cs}]/u.test(value)) throw new TokenFault(`"${name}"`);
  return value;
}
