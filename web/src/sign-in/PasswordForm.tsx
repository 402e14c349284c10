import type { components } from '@pg-usher/sdk';
import { Button, NativeSelect, PasswordInput, Stack, Text, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { client } from '../client.ts';
import { ProblemNotice } from '../problem/ProblemNotice.tsx';

interface Props {
  readonly sources: readonly components['schemas']['LoginProviderDto'][];
  readonly onSignedIn: () => void;
}

type Source = components['schemas']['PasswordLoginDto']['source'];

const SOURCES: Readonly<Record<string, Source>> = {
  internal: 'internal',
  ldap: 'ldap',
  kerberos: 'kerberos',
  webserver: 'webserver',
};

/** For accounts that are not at a provider. Says that they have no database identity. */
export function PasswordForm({ sources, onSignedIn }: Props): React.JSX.Element {
  const [source, setSource] = useState(sources[0]?.id ?? 'internal');
  const [username, setUsername] = useState('');
  const [password, setPassword] = useState('');
  const signIn = useMutation({
    mutationFn: () =>
      client.call('signInWithPassword', {
        body: { source: SOURCES[source] ?? 'internal', username, password },
      }),
    onSuccess: onSignedIn,
    onSettled: () => setPassword(''),
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        signIn.mutate();
      }}
    >
      <Stack gap="xs">
        {sources.length > 1 ? (
          <NativeSelect
            label="Kind of account"
            value={source}
            onChange={({ currentTarget }) => setSource(currentTarget.value)}
            data={sources.map(({ id, name }) => ({ value: id, label: name }))}
          />
        ) : null}
        <TextInput
          label="User name"
          autoComplete="username"
          required
          value={username}
          onChange={({ currentTarget }) => setUsername(currentTarget.value)}
        />
        <PasswordInput
          label="Password"
          autoComplete="current-password"
          required
          value={password}
          onChange={({ currentTarget }) => setPassword(currentTarget.value)}
        />
        <Text size="xs" c="dimmed">
          Such an account administers pg-usher. It has no identity that a database could be shown.
        </Text>
        <Button type="submit" variant="default" loading={signIn.isPending}>
          Sign in
        </Button>
        {signIn.error === null ? null : <ProblemNotice error={signIn.error} compact />}
      </Stack>
    </form>
  );
}
