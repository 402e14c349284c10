import { ProblemError } from '@pg-usher/sdk';
import { AppShell, Center, Container, Loader } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Outlet, useNavigate } from '@tanstack/react-router';
import { useEffect } from 'react';
import { client, expectPrincipal } from '../client.ts';
import { ProblemNotice } from '../problem/ProblemNotice.tsx';
import { useCommandKeys } from './commands.tsx';
import { Header } from './Header.tsx';
import { keepLink } from './kept-link.ts';
import { type Me, MeProvider } from './me.tsx';
import { Sheets } from './sheets.tsx';
import { useSamePerson } from './same-person.ts';

/** Around every page that is for somebody. Once it knows who, the page below it stays mounted. */
export function AppLayout(): React.JSX.Element {
  const { data, error, refetch } = useQuery<Me>({
    queryKey: ['getMe'],
    queryFn: async ({ signal }) => {
      const me = await client.call('getMe', { signal });
      expectPrincipal(me.principalKey);
      return me;
    },
    staleTime: Infinity,
  });
  if (data !== undefined) return <SignedIn me={data} />;
  if (error instanceof ProblemError && error.status === 401) {
    return <ToSignIn />;
  }
  if (error !== null) {
    return (
      <Container component="main" size="sm" py="xl">
        <ProblemNotice error={error} onRetry={() => void refetch()} />
      </Container>
    );
  }
  return (
    <Center component="main" mih="100dvh">
      <Loader aria-label="Loading" />
    </Center>
  );
}

/** Goes to the sign-in, once, and back to here after it. */
function ToSignIn(): null {
  const navigate = useNavigate();
  useEffect(() => {
    const { pathname, search, hash } = location;
    const returnTo = `${pathname}${search}${hash === '' || keepLink(pathname, hash) ? '' : hash}`;
    void navigate({ to: '/sign-in', search: { returnTo }, replace: true });
  }, [navigate]);
  return null;
}

function SignedIn({ me }: { readonly me: Me }): React.JSX.Element {
  useCommandKeys();
  useSamePerson(me);
  return (
    <MeProvider value={me}>
      <a className="skip-link" href="#content">
        Go to the content
      </a>
      <AppShell header={{ height: 44 }}>
        <AppShell.Header>
          <Header />
        </AppShell.Header>
        <AppShell.Main id="content" tabIndex={-1}>
          <Outlet />
        </AppShell.Main>
      </AppShell>
      <Sheets />
    </MeProvider>
  );
}
