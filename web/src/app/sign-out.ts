import { useCallback } from 'react';
import { client } from '../client.ts';
import { notifyProblem } from '../problem/notify.ts';
import { tellOtherTabs } from './sign-in-state.ts';

/** Ends the session here and, where it has one, at the provider. The document is loaded anew. */
export function useSignOut(): () => Promise<void> {
  return useCallback(async () => {
    try {
      const answer = await client.call('signOut', {});
      tellOtherTabs('signed-out');
      location.assign(answer?.endSessionUrl ?? '/sign-in?signedOut=1');
    } catch (error) {
      notifyProblem(error);
    }
  }, []);
}
