import { Problem } from '../common/problem.js';
import type { OidcConfig } from '../config/config.js';
import type { MeDto } from './auth.dto.js';
import { principalKey } from './expected-principal.js';
import { type Principal, principalIdentity } from './principal.js';
import { databaseUserOf } from './username-transform.js';

/** What the caller is told about themselves. */
export function describeCaller(
  principal: Principal,
  providers: readonly OidcConfig[],
  sessionEndsAt: Date | undefined,
): MeDto {
  const { authSource, username, groups, isAdmin } = principal;
  return {
    authSource,
    provider: principal.authSource === 'oauth2' ? principal.provider : null,
    username,
    ...databaseUserOrProblem(principal, providers),
    ...principalIdentity(principal),
    principalKey: principalKey(principal),
    ...claimsUsed(principal, providers),
    sessionEndsAt:
      sessionEndsAt ??
      instantOf(principal.authSource === 'oauth2' ? principal.expiresAt : undefined),
    groups: [...groups],
    isAdmin,
    roles: isAdmin ? ['admin'] : [],
  };
}

type ClaimsUsed = Pick<
  MeDto,
  | 'providerName'
  | 'usernameClaim'
  | 'usernameClaimValue'
  | 'usernameTransform'
  | 'groupsClaim'
  | 'authTime'
  | 'acr'
>;

/** What was read of what the provider said, and nothing else of it. */
function claimsUsed(principal: Principal, providers: readonly OidcConfig[]): ClaimsUsed {
  if (principal.authSource !== 'oauth2') return NO_CLAIMS;
  const provider = providers.find(
    ({ id, issuer }) => id === principal.provider && issuer === principal.issuer,
  );
  return {
    providerName: provider?.name ?? null,
    usernameClaim: principal.claimName,
    usernameClaimValue: principal.claimValue ?? null,
    usernameTransform: provider?.transform.kind ?? null,
    groupsClaim: provider?.groupsClaim ?? null,
    authTime: instantOf(principal.authTime),
    acr: principal.acr ?? null,
  };
}

const NO_CLAIMS: ClaimsUsed = {
  providerName: null,
  usernameClaim: null,
  usernameClaimValue: null,
  usernameTransform: null,
  groupsClaim: null,
  authTime: null,
  acr: null,
};

/** The largest time that a `Date` can hold, in seconds (ECMA-262, section 21.4.1.1). */
const MAX_SECONDS = 8.64e12;

/** A token's time, which may be any number; null for one that is no time. */
function instantOf(seconds: number | undefined): Date | null {
  return seconds === undefined || !(Math.abs(seconds) <= MAX_SECONDS)
    ? null
    : new Date(seconds * 1000);
}

function databaseUserOrProblem(
  principal: Principal,
  providers: readonly OidcConfig[],
): Pick<MeDto, 'databaseUser' | 'databaseUserProblem'> {
  if (principal.authSource !== 'oauth2') {
    return { databaseUser: null, databaseUserProblem: 'not-oauth' };
  }
  try {
    return { databaseUser: databaseUserOf(principal, providers) };
  } catch (error) {
    if (error instanceof Problem) return { databaseUser: null, databaseUserProblem: error.code };
    throw error;
  }
}
