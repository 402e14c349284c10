import { createClient, type ProblemError } from '@pg-usher/sdk';
import { isSomebodyThere } from './app/attendance.ts';
import { isProxyAnswer, noteReached } from './app/reachability.ts';
import { noteSignedOut } from './app/sign-in-state.ts';

const SIGN_IN_AGAIN: ReadonlySet<string> = new Set(['unauthenticated', 'session-ended']);

let expected: string | undefined;

/** From now on every request says for whom it is; the service refuses it for anybody else. */
export function expectPrincipal(principalKey: string): void {
  expected = principalKey;
}

/** The page's only way to the service: same origin, with the cookie. */
export const client = createClient({
  fetch: async (input, init) => {
    const headers = new Headers(init?.headers);
    if (expected !== undefined) headers.set('X-Usher-Principal', expected);
    if (!isSomebodyThere()) headers.set('X-Usher-Unattended', 'true');
    try {
      const response = await fetch(input, { ...init, headers });
      noteReached(!isProxyAnswer(response));
      return response;
    } catch (error) {
      if (init?.signal?.aborted !== true) noteReached(false);
      throw error;
    }
  },
  onProblem: (error: ProblemError) => {
    if (SIGN_IN_AGAIN.has(error.code)) noteSignedOut();
    // Nothing of the person that this page has shown may stay in it.
    if (error.code === 'principal-changed') location.assign('/');
  },
});
