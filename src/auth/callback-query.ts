import { Problem } from '../common/problem.js';
import { isRecord } from './claims.js';
import { isRandomId } from './keyed-hash.js';

const MAX_CODE_LENGTH = 4096;

/** The parameters of a callback that ended well, RFC 6749, section 4.1.2, and RFC 9207. */
export interface AuthorizationResponse {
  readonly code: string;
  readonly issuerParameter: string | undefined;
}

/**
 * The `state` of a callback: one, in the form that we give out.
 *
 * @throws Problem `login-refused`
 */
export function stateOf(query: unknown): string {
  const state = isRecord(query) ? query['state'] : undefined;
  if (isRandomId(state)) return state;
  throw loginRefused('The answer of the identity provider belongs to no sign-in.');
}

/**
 * What the provider answered, read once the state has proved that there is a login to answer.
 * Nothing of `error` and `error_description` is passed on: anybody can write them.
 *
 * @param issuer the `iss` that the parameter must have where it is present
 * @param issuerRequired whether the provider promised to send it
 * @throws Problem `login-failed` for an error, `login-refused` for another provider's answer
 */
export function readCallback(
  query: unknown,
  issuer: string,
  issuerRequired: boolean,
): AuthorizationResponse {
  const { code, iss, error } = isRecord(query) ? query : {};
  if (iss === undefined ? issuerRequired : iss !== issuer) {
    throw loginRefused('The answer does not come from the identity provider that was asked.');
  }
  if (error !== undefined) {
    throw new Problem('login-failed', {
      detail: 'The identity provider ended the sign-in without saying who you are. Sign in again.',
      owner: 'user',
    });
  }
  if (typeof code !== 'string' || code === '' || code.length > MAX_CODE_LENGTH) {
    throw loginRefused('The identity provider sent no authorization code.');
  }
  return { code, issuerParameter: iss === undefined ? undefined : issuer };
}

/** 403: the callback cannot be completed, and trying it again will not help. */
export function loginRefused(what: string): Problem {
  return new Problem('login-refused', {
    detail: `${what} It may have been finished already, or begun in another browser or more than ten minutes ago. Sign in again.`,
    owner: 'user',
  });
}
