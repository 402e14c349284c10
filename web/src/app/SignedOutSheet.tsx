import { ProblemError } from '@pg-usher/sdk';
import { Modal, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useCallback, useEffect, useSyncExternalStore } from 'react';
import { client } from '../client.ts';
import { ProblemNotice } from '../problem/ProblemNotice.tsx';
import { loginAddress, SignInWays } from '../sign-in/SignInWays.tsx';
import { personKey, useMe } from './me.tsx';
import { queries } from './queries.ts';
import {
  isSignedOut,
  noteSignedInAgain,
  noteSignedOut,
  onOtherTabs,
  onSignedOutChange,
} from './sign-in-state.ts';

/**
 * Over the page when the session has ended: the page below stays as it is, and goes on after the same
 * person has signed in again. When it is somebody else, the document is loaded anew, so that nothing
 * of the first one is left in it.
 */
export function SignedOutSheet(): React.JSX.Element {
  const me = useMe();
  const signedOut = useSyncExternalStore(onSignedOutChange, isSignedOut);
  const lookAgain = useCallback(async () => {
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
  }, [me]);
  useEffect(() => onOtherTabs(() => void lookAgain()), [lookAgain]);
  useEffect(() => {
    const look = (): void => {
      if (document.visibilityState === 'visible') void lookAgain();
    };
    document.addEventListener('visibilitychange', look);
    return () => {
      document.removeEventListener('visibilitychange', look);
    };
  }, [lookAgain]);
  return (
    <Modal
      opened={signedOut}
      onClose={() => void lookAgain()}
      title="Please sign in again"
      closeOnClickOutside={false}
      withCloseButton={false}
      overlayProps={{ backgroundOpacity: 0.6 }}
    >
      <Stack gap="sm">
        <Text size="sm">
          Your session has ended. Your SQL is kept, and this page goes on where you are. A
          transaction that was open has been rolled back.
        </Text>
        <Ways onPassword={() => void lookAgain()} />
      </Stack>
    </Modal>
  );
}

function Ways({ onPassword }: { readonly onPassword: () => void }): React.JSX.Element | null {
  const { data, error } = useQuery({
    queryKey: ['listLoginProviders'],
    queryFn: ({ signal }) => client.call('listLoginProviders', { signal }),
  });
  if (error !== null) return <ProblemNotice error={error} compact />;
  if (data === undefined) return null;
  return (
    <SignInWays
      providers={data}
      // A window of its own: this document, and what was typed in it, stays.
      onProvider={(loginUrl) => {
        window.open(loginAddress(loginUrl, '/signed-in'), '_blank', 'popup,width=520,height=640');
      }}
      onPassword={onPassword}
    />
  );
}
