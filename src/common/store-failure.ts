import { QueryFailedError, TypeORMError } from 'typeorm';
import { errorCode, errorField } from '../common/error-code.js';
import { Problem } from './problem.js';

/**
 * SQLSTATE classes in which PostgreSQL says that it cannot serve us now: connection exception,
 * insufficient resources, operator intervention, system error (PostgreSQL manual, appendix A).
 */
const UNAVAILABLE_CLASSES: ReadonlySet<string> = new Set(['08', '53', '57', '58']);

/** Read-only: a standby, or a disk that is nearly full. */
const READ_ONLY_TRANSACTION = '25006';

/**
 * Runs a call on our own database.
 *
 * @throws Problem `store-unavailable` when the database cannot be reached or cannot serve; any
 * other failure is a fault of ours and passes unchanged
 */
export async function withStore<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (!isStoreUnavailable(error)) throw error;
    throw new Problem('store-unavailable', {
      detail:
        'pg-usher cannot read or write its own records at the moment. Try again in a few seconds.',
      owner: 'admin',
      retryAfter: 5,
      cause: error,
    });
  }
}

function isStoreUnavailable(error: unknown): boolean {
  const cause: unknown = error instanceof QueryFailedError ? error.driverError : error;
  if (isMistakeOfOurs(cause)) return false;
  // Only an answer of PostgreSQL has a severity; without one there was no answer: a socket, TLS,
  // name look-up or pool failed, and `pg` gives several of those no code at all.
  if (errorField(cause, 'severity') === undefined) return true;
  const sqlstate = errorCode(cause) ?? '';
  return sqlstate === READ_ONLY_TRANSACTION || UNAVAILABLE_CLASSES.has(sqlstate.slice(0, 2));
}

function isMistakeOfOurs(error: unknown): boolean {
  return (
    error instanceof TypeORMError ||
    error instanceof TypeError ||
    error instanceof RangeError ||
    error instanceof Problem
  );
}
