import './mantine-more.ts';
import { Modal, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { client } from '../client.ts';
import { ProblemNotice } from '../problem/ProblemNotice.tsx';
import { loginAddress, SignInWays } from '../sign-in/SignInWays.tsx';
import { useMe } from './me.tsx';
import { lookWhoItIs } from './same-person.ts';
import { useFocusBack } from './use-focus-back.ts';

/** Over the page when the session has ended; the page below stays as it is, and goes on afterwards. */
export default function SignedOutSheet(): React.JSX.Element {
  const me = useMe();
  useFocusBack();
  const lookAgain = (): void => void lookWhoItIs(me);
  return (
    <Modal
      opened
      onClose={lookAgain}
      title="Please sign in again"
      closeOnClickOutside={false}
      withCloseButton={false}
      overlayProps={{ backgroundOpacity: 0.6 }}
    >
      <Stack gap="sm">
        {/* Not a button: whoever is typing when the session ends would press it. */}
        <Text size="sm" tabIndex={-1} data-autofocus style={{ outline: 'none' }}>
          Your session has ended. Your SQL is kept, and this page goes on where you are. A
          transaction that was open has been rolled back.
        </Text>
        <Ways onPassword={lookAgain} />
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
