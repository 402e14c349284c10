import type { components } from '@pg-usher/sdk';
import { Button, Divider, Stack } from '@mantine/core';
import { PasswordForm } from './PasswordForm.tsx';

export type LoginProvider = components['schemas']['LoginProviderDto'];

interface Props {
  readonly providers: readonly LoginProvider[];
  /** Goes on to a provider's address. */
  readonly onProvider: (loginUrl: string) => void;
  readonly onPassword: () => void;
}

/** A button for each provider, and a form where there are accounts with a password. */
export function SignInWays({ providers, onProvider, onPassword }: Props): React.JSX.Element {
  const passwordSources = providers.filter(({ kind }) => kind === 'password');
  const oidc = providers.flatMap(({ id, name, loginUrl }) =>
    loginUrl === undefined ? [] : [{ id, name, loginUrl }],
  );
  return (
    <Stack gap="md">
      {oidc.map(({ id, name, loginUrl }, index) => (
        <Button
          key={id}
          size="sm"
          fullWidth
          variant={index === 0 ? 'filled' : 'default'}
          onClick={() => onProvider(loginUrl)}
        >
          Sign in with {name}
        </Button>
      ))}
      {oidc.length > 0 && passwordSources.length > 0 ? (
        <Divider label="or with a password" labelPosition="center" />
      ) : null}
      {passwordSources.length > 0 ? (
        <PasswordForm sources={passwordSources} onSignedIn={onPassword} />
      ) : null}
    </Stack>
  );
}

/** The provider's address, coming back to a path of this page. */
export function loginAddress(loginUrl: string, returnTo: string): string {
  const url = new URL(loginUrl, location.origin);
  url.searchParams.set('returnTo', returnTo);
  return url.href;
}
