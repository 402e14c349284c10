import { createHash } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { Problem } from '../common/problem.js';
import { type Principal, principalIdentity } from './principal.js';

/** Says for whom a request is meant; see {@link refuseOtherPrincipal}. */
export const EXPECTED_PRINCIPAL = 'x-usher-principal';

/** Names a principal without saying who it is: a SHA-256 of source, issuer and subject, in base64url. */
export function principalKey(principal: Principal): string {
  const { issuer, subject } = principalIdentity(principal);
  const text = JSON.stringify([principal.authSource, issuer, subject]);
  return createHash('sha256').update(text).digest('base64url');
}

/**
 * A browser has one cookie for all of its tabs. When somebody else signs in in one of them, a page in
 * another still shows the first person, and would act as the second. So a page may say with each
 * request for whom it is, and the request is refused when that is not who the cookie stands for.
 *
 * @throws Problem `principal-changed`
 */
export function refuseOtherPrincipal(request: FastifyRequest, principal: Principal): void {
  const expected = request.headers[EXPECTED_PRINCIPAL];
  if (expected === undefined || expected === principalKey(principal)) return;
  throw new Problem('principal-changed', {
    detail:
      'Somebody else has signed in in this browser since the page was opened. Nothing was run. Load the page again.',
    owner: 'user',
  });
}
