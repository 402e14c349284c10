import { Problem } from '../common/problem.js';
import { isRecord } from './claims.js';
import { safeReturnTo } from './return-to.js';

/** What a browser asks for when it begins to log in. */
export interface LoginRequest {
  /** A path on our own origin. */
  readonly returnTo: string;
  /** The provider must have asked for credentials at most this many seconds ago; 0: ask now. */
  readonly maxAge: number | undefined;
  /** How thoroughly it is to ask, in its own words, separated by blanks (`acr_values`). */
  readonly acrValues: string | undefined;
}

const MAX_AGE_SECONDS = 30 * 86_400;
const SECONDS = /^\d{1,7}$/;
const PRINTABLE = /^[\x21-\x7e][\x20-\x7e]{0,199}$/;

type Fault = { readonly pointer: string; readonly detail: string } | undefined;

/**
 * The parameters of `GET /auth/login/:provider`. An odd `returnTo` means `/`; an odd demand is
 * refused, since a login that is weaker than what was asked for would look like success.
 *
 * @throws Problem `validation-failed`
 */
export function readLoginRequest(query: unknown, origin: string): LoginRequest {
  const { returnTo, maxAge, acrValues } = isRecord(query) ? query : {};
  const seconds = secondsOf(maxAge);
  const errors: Fault[] = [
    seconds === null
      ? { pointer: '/maxAge', detail: `must be seconds, from 0 to ${MAX_AGE_SECONDS}` }
      : undefined,
    acrValues === undefined || isAcrValues(acrValues)
      ? undefined
      : { pointer: '/acrValues', detail: 'must be 1 to 200 printable ASCII characters' },
  ];
  const found = errors.filter((error) => error !== undefined);
  if (found.length > 0) {
    throw new Problem('validation-failed', {
      detail: found.map(({ pointer, detail }) => `${pointer.slice(1)} ${detail}.`).join(' '),
      owner: 'user',
      errors: found,
    });
  }
  return {
    returnTo: safeReturnTo(returnTo, origin),
    maxAge: seconds ?? undefined,
    acrValues: isAcrValues(acrValues) ? acrValues : undefined,
  };
}

/** Undefined where nothing is asked, null where it makes no sense. */
function secondsOf(value: unknown): number | undefined | null {
  if (value === undefined) return undefined;
  if (typeof value !== 'string' || !SECONDS.test(value)) return null;
  return Number(value) <= MAX_AGE_SECONDS ? Number(value) : null;
}

function isAcrValues(value: unknown): value is string {
  return typeof value === 'string' && PRINTABLE.test(value);
}
