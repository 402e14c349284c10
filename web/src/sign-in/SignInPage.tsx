import { Center, Code, Paper, Skeleton, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect } from 'react';
import { tellOtherTabs } from '../app/sign-in-state.ts';
import { client } from '../client.ts';
import { ProblemNotice } from '../problem/ProblemNotice.tsx';
import { requestId, returnPath, signInWords } from './sign-in-words.ts';
import { loginAddress, type LoginProvider, SignInWays } from './SignInWays.tsx';
import { Welcome } from './Welcome.tsx';

/**
 * `/sign-in`. Where there is one provider it goes there by itself, unless somebody has just signed out
 * or something went wrong: then it waits for a click. `/sign-in?password` waits, too, for accounts that
 * are not at the provider.
 */
export function SignInPage(): React.JSX.Element {
  const search: Readonly<Record<string, unknown>> = useSearch({ strict: false });
  const returnTo = returnPath(textOf(search['returnTo']));
  const problem = textOf(search['problem']);
  const waits = ['problem', 'signedOut', 'password'].some((name) => name in search);
  const navigate = useNavigate();
  const { data, error, refetch } = useQuery({
    queryKey: ['listLoginProviders'],
    queryFn: ({ signal }) => client.call('listLoginProviders', { signal }),
  });
  const only = waits ? undefined : onlyProvider(data);
  useEffect(() => {
    if (only !== undefined) location.replace(loginAddress(only, returnTo));
  }, [only, returnTo]);
  return (
    <Center component="main" mih="100dvh" p="md">
      <Stack w="100%" maw={420} gap="md">
        <Stack gap={2}>
          <Title order={1} size="h2">
            pg-usher
          </Title>
          <Text c="dimmed">PostgreSQL as yourself: your own role, no database password.</Text>
        </Stack>
        <FailedSignIn code={problem} request={textOf(search['request'])} />
        <Paper withBorder p="md">
          {error === null ? null : <ProblemNotice error={error} onRetry={() => void refetch()} />}
          {data === undefined && error === null ? <Skeleton h={34} /> : null}
          {data === undefined ? null : (
            <SignInWays
              providers={data}
              onProvider={(loginUrl) => location.assign(loginAddress(loginUrl, returnTo))}
              onPassword={() => {
                tellOtherTabs('signed-in');
                void navigate({ href: returnTo, reloadDocument: true });
              }}
            />
          )}
          {data?.length === 0 ? (
            <Text>No way to sign in is configured. An administrator sets OIDC_ISSUER.</Text>
          ) : null}
        </Paper>
        <Welcome />
      </Stack>
    </Center>
  );
}

interface FailedProps {
  readonly code: string | undefined;
  readonly request: string | undefined;
}

function FailedSignIn({ code, request }: FailedProps): React.JSX.Element | null {
  const words = signInWords(code);
  if (words === undefined) return null;
  const id = requestId(request);
  return (
    <Paper withBorder p="md" role="alert">
      <Text fw={600}>{words.title}</Text>
      <Text size="sm">{words.body}</Text>
      {id === undefined ? null : (
        <Text size="xs" mt={4}>
          Request <Code>{id}</Code>
        </Text>
      )}
    </Paper>
  );
}

/** Its address, where there is none to be chosen. */
function onlyProvider(providers: readonly LoginProvider[] = []): string | undefined {
  const addresses = providers.flatMap(({ loginUrl }) => (loginUrl === undefined ? [] : [loginUrl]));
  return addresses.length === 1 ? addresses[0] : undefined;
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
