import { ProblemError } from '@pg-usher/sdk';
import { useEffect } from 'react';
import { client } from '../client.ts';
import { isSomebodyThere } from './attendance.ts';
import { type Me, personKey } from './me.tsx';
import { queries } from './queries.ts';
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
}
