import { decodeProtectedHeader } from 'jose';
import { type Claims, readClaim, subjectOf, TokenFault } from './claims.js';
import { SIGNING_ALGORITHMS } from './provider-answers.js';

/** Seconds by which the provider's clock and ours may differ. */
export const CLOCK_SKEW_SECONDS = 30;

interface Expected {
  readonly issuer: string;
  readonly clientId: string;
}

/**
 * What OpenID Connect Core 1.0, section 3.1.3.7, leaves to the client's judgement, on an ID token
 * whose signature and main claims the library has verified: the algorithm is one that we believe,
 * the token is an ID token and no other kind, it was not issued in the future, and it is for
 * nobody but us.
 *
 * @param nowSeconds the present, in seconds since 1970
 * @throws TokenFault
 */
export function checkIdToken(
  token: string,
  claims: Claims,
  expected: Expected,
  nowSeconds: number,
): void {
  const { alg, typ } = decodeProtectedHeader(token);
  if (!SIGNING_ALGORITHMS.some((name) => name === alg)) throw new TokenFault('"alg"');
  // RFC 9068 gives access tokens `at+jwt`, logout tokens have `logout+jwt`.
  if (typ !== undefined && !/^(application\/)?jwt$/i.test(typ)) throw new TokenFault('"typ"');
  if (readClaim(claims, 'events') !== undefined) throw new TokenFault('a logout token');
  if (readClaim(claims, 'iss') !== expected.issuer) throw new TokenFault('"iss"');
  checkAudience(claims, expected.clientId, expected.clientId);
  if (hasForeignParty(claims, expected.clientId)) throw new TokenFault('"azp"');
  checkIssuedAt(claims, nowSeconds);
  subjectOf(claims);
}

/**
 * The audience names us and nobody else, or else the token says that our client asked for it:
 * another audience that received the token could replay it here.
 *
 * @throws TokenFault
 */
export function checkAudience(claims: Claims, audience: string, clientId: string): void {
  const claim = readClaim(claims, 'aud');
  const audiences: unknown[] = Array.isArray(claim) ? claim : [claim];
  if (!audiences.includes(audience)) throw new TokenFault('"aud" does not name us');
  if (audiences.every((name) => name === audience)) return;
  const party = readClaim(claims, 'azp') ?? readClaim(claims, 'client_id');
  if (party !== clientId) throw new TokenFault('"aud" names others, too');
}

/** @throws TokenFault when `iat` is not a number or lies in the future by more than the skew */
export function checkIssuedAt(claims: Claims, nowSeconds: number): void {
  const issuedAt = readClaim(claims, 'iat');
  if (typeof issuedAt !== 'number' || issuedAt > nowSeconds + CLOCK_SKEW_SECONDS) {
    throw new TokenFault('"iat"');
  }
}

function hasForeignParty(claims: Claims, clientId: string): boolean {
  const party = readClaim(claims, 'azp');
  return party !== undefined && party !== clientId;
}
