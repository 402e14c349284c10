import type { OAuthPrincipal } from './principal.js';

export type Claims = Readonly<Record<string, unknown>>;

/** How the identity in a verified token becomes a principal. */
export interface ClaimsReading {
  /** `OidcConfig.id` of the provider. */
  readonly id: string;
  readonly issuer: string;
  readonly usernameClaim: string;
  readonly groupsClaim: string | undefined;
  readonly adminGroups: readonly string[];
}

/** Something in a token itself is wrong; never leaves this room. The message is for our log only. */
export class TokenFault extends Error {
  override readonly name = 'TokenFault';
}

/** OpenID Connect Core 1.0, section 2: at most 255 characters. */
const MAX_SUBJECT = 255;
const MAX_DEPTH = 32;
const MAX_USERNAME = 128;
const UNPRINTABLE = /[\p{C}\p{Zl}\p{Zp}]/gu;

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * A claim by its exact name, as an own property: a name may hold `.`, `/` or `:` and is no path,
 * and `__proto__` or `toString` is found only where the provider really sent it.
 */
export function readClaim(claims: Claims, name: string): unknown {
  return Object.hasOwn(claims, name) ? claims[name] : undefined;
}

/**
 * The subject: a non-empty string of at most 255 characters without controls or lone surrogates,
 * which our own database could not hold faithfully.
 *
 * @throws TokenFault
 */
export function subjectOf(claims: Claims): string {
  const subject = readClaim(claims, 'sub');
  if (typeof subject !== 'string' || subject === '' || subject.length > MAX_SUBJECT) {
    throw new TokenFault('"sub" is not a string of 1 to 255 characters');
  }
  if (/[\p{Cc}\p{Cs}]/u.test(subject)) throw new TokenFault('"sub" has control characters');
  return subject;
}

/**
 * The principal in a token whose signature, issuer, audience and times have been verified. The
 * username claim is kept raw; only the gate decides whether it names a database user.
 *
 * @throws TokenFault when the subject is unusable or the username claim is nested too deeply to
 * be stored
 */
export function principalFromClaims(claims: Claims, reading: ClaimsReading): OAuthPrincipal {
  const subject = subjectOf(claims);
  const claimValue = readClaim(claims, reading.usernameClaim);
  if (isDeeperThan(claimValue, MAX_DEPTH)) throw new TokenFault('the username claim is too deep');
  const groups = groupsOf(claims, reading.groupsClaim);
  return {
    authSource: 'oauth2',
    provider: reading.id,
    issuer: reading.issuer,
    subject,
    username: printable(typeof claimValue === 'string' ? claimValue : '') || printable(subject),
    groups,
    isAdmin: groups.some((group) => reading.adminGroups.includes(group)),
    claimName: reading.usernameClaim,
    claimValue,
    // `"true"` and 1 are not `true`: Core 1.0, section 5.1, says boolean.
    ...(reading.usernameClaim === 'email' && {
      emailVerified: readClaim(claims, 'email_verified') === true,
    }),
    ...authenticationOf(claims),
  };
}

/** What the token says about the authentication itself; what has another type is not said at all. */
function authenticationOf(claims: Claims): Pick<OAuthPrincipal, 'authTime' | 'acr' | 'sid'> {
  const authTime = readClaim(claims, 'auth_time');
  const acr = readClaim(claims, 'acr');
  const sid = readClaim(claims, 'sid');
  return {
    ...(isPast(authTime, readClaim(claims, 'iat')) && { authTime }),
    ...(isShortText(acr) && { acr }),
    ...(isShortText(sid) && { sid }),
  };
}

/** Nobody signs in after the token that says so; whoever could would be fresh for ever. */
function isPast(authTime: unknown, issuedAt: unknown): authTime is number {
  return typeof authTime === 'number' && (typeof issuedAt !== 'number' || authTime <= issuedAt);
}

function isShortText(value: unknown): value is string {
  return typeof value === 'string' && value !== '' && value.length <= MAX_SUBJECT;
}

/** A list of strings, or one string; anything else is no group at all. */
function groupsOf(claims: Claims, groupsClaim: string | undefined): readonly string[] {
  const value = groupsClaim === undefined ? undefined : readClaim(claims, groupsClaim);
  if (typeof value === 'string') return [value];
  if (!Array.isArray(value)) return [];
  const names: unknown[] = value;
  return names.every((name) => typeof name === 'string') ? names : [];
}

/** For people to read: short, and without characters that could disturb a log, a page or a store. */
function printable(text: string): string {
  return [...text.replace(UNPRINTABLE, '\ufffd')].slice(0, MAX_USERNAME).join('');
}

/** Level by level and not by recursion, so that the check itself cannot exhaust the stack. */
function isDeeperThan(value: unknown, limit: number): boolean {
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > limit) return true;
    level = level.flatMap((item): unknown[] =>
      typeof item === 'object' && item !== null ? Object.values(item) : [],
    );
  }
  return false;
}
