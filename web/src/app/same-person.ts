import { ProblemError } from '@pg-usher/sdk';
import { useEffect } from 'react';
import { client } from '../client.ts';
import { isSomebodyThere } from './attendance.ts';
import { type Me, personKey } from './me.tsx';
import { isUnanswered, queries } from './queries.ts';
import { isAway, onAwayChange, onBack } from './reachability.ts';
import { isSignedOut, noteSignedInAgain, noteSignedOut, onOtherTabs } from './sign-in-state.ts';

/**
 * Asks who is signed in now. The same person: the page goes on. Somebody else, signed in in another
 * tab of this browser: the document is loaded anew, so that nothing of the first one is left in it.
 */
export async function lookWhoItIs(me: Me): Promise<void> {
  try {
    const now = await client.call('getMe', {});
    if (personKey(now) !== personKey(me)) {
      location.assign('/');
      return;
    }
    queries.setQueryData(['getMe'], now);
    const wasSignedOut = isSignedOut();
    noteSignedInAgain();
    if (wasSignedOut) await queries.invalidateQueries();
  } catch (error) {
    // Any other failure says nothing about who is signed in.
    if (error instanceof ProblemError && error.status === 401) noteSignedOut();
  }
}

/** How often a page that is left open asks whether its session still is. */
const LOOK_EVERY_MS = 60_000;
/** How often it asks while the service is away. */
const LOOK_FOR_SERVICE_MS = 3000;

/**
 * Looks when another tab says that something changed, when somebody or the network comes back, and now
 * and then: a session also ends elsewhere.
 */
export function useSamePerson(me: Me): void {
  useEffect(() => onOtherTabs(() => void lookWhoItIs(me)), [me]);
  useEffect(() => {
    const look = (): void => {
      if (document.visibilityState === 'visible') void lookWhoItIs(me);
    };
    const lookNowAndThen = (): void => {
      // Also out of sight while something is waited for, so that its session is not idle.
      if (!isSignedOut() && (isSomebodyThere() || document.visibilityState === 'visible')) {
        void lookWhoItIs(me);
      }
    };
    const timer = setInterval(lookNowAndThen, LOOK_EVERY_MS);
    document.addEventListener('visibilitychange', look);
    window.addEventListener('focus', look);
    window.addEventListener('online', look);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', look);
      window.removeEventListener('focus', look);
      window.removeEventListener('online', look);
    };
  }, [me]);
  useEffect(() => whileAway(() => void lookWhoItIs(me)), [me]);
  useEffect(() => onBack(askAgain), []);
}

/** Looks for the service for as long as it is away and the page in sight. */
function whileAway(look: () => void): () => void {
  let timer: ReturnType<typeof setInterval> | undefined;
  const change = (): void => {
    clearInterval(timer);
    timer = isAway()
      ? setInterval(() => {
          if (document.visibilityState === 'visible') look();
        }, LOOK_FOR_SERVICE_MS)
      : undefined;
  };
  const stop = onAwayChange(change);
  change();
  return () => {
    stop();
    clearInterval(timer);
  };
}

/** What was asked for in vain; and what a service that was started anew may have set anew. */
function askAgain(): void {
  void queries.invalidateQueries({
    predicate: ({ queryKey, state: { error } }) =>
      queryKey[0] === 'getLimits' || (error !== null && isUnanswered(error)),
  });
}
