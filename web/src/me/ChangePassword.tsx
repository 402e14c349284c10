import { Button, Group, PasswordInput, Stack, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { tellOtherTabs } from '../app/sign-in-state.ts';
import { client } from '../client.ts';
import { fieldErrors } from '../lists/field-errors.ts';
import { passwordMistake } from '../lists/password-rules.ts';
import { ProblemNotice } from '../problem/ProblemNotice.tsx';

/** For local accounts. All sessions of the account end, this one, too. */
export function ChangePassword({ username }: { readonly username: string }): React.JSX.Element {
  const [oldPassword, setOld] = useState('');
  const [newPassword, setNew] = useState('');
  const [again, setAgain] = useState('');
  const { mutate, isPending, error } = useMutation({
    mutationFn: () => client.call('changePassword', { body: { oldPassword, newPassword } }),
    onSuccess: () => {
      tellOtherTabs('signed-out');
      location.assign('/sign-in?signedOut=1');
    },
  });
  const said = fieldErrors(error);
  const mistake = newPassword === '' ? undefined : passwordMistake(newPassword, username);
  const differs = again !== '' && again !== newPassword;
  const ready =
    oldPassword !== '' && newPassword !== '' && mistake === undefined && again === newPassword;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (ready) mutate();
      }}
    >
      <Stack gap="xs" maw={360}>
        <Text size="sm">
          Every session of this account ends with the change, this one, too. Then you sign in anew.
        </Text>
        <input type="text" autoComplete="username" value={username} readOnly hidden />
        <PasswordInput
          label="Old password"
          autoComplete="current-password"
          value={oldPassword}
          onChange={({ currentTarget }) => setOld(currentTarget.value)}
          error={said.oldPassword}
        />
        <PasswordInput
          label="New password"
          description="At least 12 characters, and not the user name."
          autoComplete="new-password"
          value={newPassword}
          onChange={({ currentTarget }) => setNew(currentTarget.value)}
          error={said.newPassword ?? said.password ?? mistake}
        />
        <PasswordInput
          label="New password again"
          autoComplete="new-password"
          value={again}
          onChange={({ currentTarget }) => setAgain(currentTarget.value)}
          error={differs ? 'The two are different.' : undefined}
        />
        {error === null ? null : <ProblemNotice error={error} />}
        <Group>
          <Button type="submit" disabled={!ready} loading={isPending}>
            Change the password
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
