import type { components } from '@pg-usher/sdk';
import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { client } from '../client.ts';
import { fieldErrors } from '../lists/field-errors.ts';
import { passwordMistake } from '../lists/password-rules.ts';
import { ProblemNotice } from '../problem/ProblemNotice.tsx';
import { notifyDone } from '../problem/notify.ts';
import { NewPasswordField } from './NewPasswordField.tsx';
import { useFocusBack } from '../app/use-focus-back.ts';

interface Props {
  readonly account: components['schemas']['AccountDto'];
  readonly onClose: () => void;
  readonly onDone: () => void;
}

export function ResetPassword({
  account: { id, username },
  onClose,
  onDone,
}: Props): React.JSX.Element {
  useFocusBack();
  const [password, setPassword] = useState('');
  const { mutate, error, isPending } = useMutation({
    mutationFn: () => client.call('resetPassword', { path: { id }, body: { password } }),
    onSuccess: () => {
      notifyDone(`${username} has a new password.`);
      onDone();
      onClose();
    },
  });
  const errors: Readonly<Record<string, string | undefined>> = fieldErrors(error);
  const mistake = password === '' ? undefined : passwordMistake(password, username);
  return (
    <Modal
      opened
      onClose={onClose}
      title={`Reset the password of ${username}`}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (mistake === undefined) mutate();
        }}
      >
        <Stack gap="sm">
          <Text size="sm">
            The old password stops working, a lock after wrong passwords is lifted, and the
            account&apos;s sessions end.
          </Text>
          <NewPasswordField
            value={password}
            onChange={setPassword}
            error={errors['password'] ?? mistake}
          />
          {error === null ? null : <ProblemNotice error={error} />}
          <Group justify="end" gap="xs">
            <Button variant="default" onClick={onClose}>
              Leave it
            </Button>
            <Button type="submit" loading={isPending} color="red">
              Reset it
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
