import { Problem } from '../common/problem.js';
import type { OidcConfig } from '../config/config.js';
import type { MeDto } from './auth.dto.js';
import { type Principal, principalIdentity } from './principal.js';
import { databaseUserOf } from './username-transform.js';

/** What the caller is told about themselves. */
export function describeCaller(principal: Principal, providers: readonly OidcConfig[]): MeDto {
  const { authSource, username, groups, isAdmin } = principal;
  return {
    authSource,
    provider: principal.authSource === 'oauth2' ? principal.provider : null,
    username,
    ...databaseUserOrProblem(principal, providers),
    ...principalIdentity(principal),
    groups: [...groups],
    isAdmin,
    roles: isAdmin ? ['admin'] : [],
  };
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
