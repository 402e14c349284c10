import { createClient, type ProblemError } from '@pg-usher/sdk';
import { noteSignedOut } from './app/sign-in-state.ts';

const SIGN_IN_AGAIN: ReadonlySet<string> = new Set(['unauthenticated', 'session-ended']);

/** The page's only way to the service: same origin, with the cookie. */
export const client = createClient({
  onProblem: (error: ProblemError) => {
    if (SIGN_IN_AGAIN.has(error.code)) noteSignedOut();
  },
});
