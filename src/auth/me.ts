import { Problem } from '../common/problem.js';
import type { MeDto } from './auth.dto.js';
import { parseDatabaseUser } from './database-user.js';
import { type Principal, principalIdentity } from './principal.js';

/** What the caller is told about themselves. */
export function describeCaller(principal: Principal): MeDto {
  const { authSource, username, groups, isAdmin } = principal;
  return {
    authSource,
    username,
    ...databaseUserOf(principal),
    ...principalIdentity(principal),
    groups: [...groups],
    isAdmin,
    roles: isAdmin ? ['admin'] : [],
  };
}

function databaseUserOf(principal: Principal): Pick<MeDto, 'databaseUser' | 'databaseUserProblem'> {
  if (principal.authSource !== 'oauth2') {
    return { databaseUser: null, databaseUserProblem: 'not-oauth' };
  }
  try {
    return { databaseUser: parseDatabaseUser(principal.claimName, principal.claimValue) };
  } catch (error) {
    if (error instanceof Problem) return { databaseUser: null, databaseUserProblem: error.code };
    throw error;
  }
}
