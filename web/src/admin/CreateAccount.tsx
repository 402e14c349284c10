import { Button, Checkbox, Group, Modal, Stack, TextInput } from '@mantine/core';
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
  readonly onClose: () => void;
  readonly onDone: () => void;
}

export function CreateAccount({ onClose, onDone }: Props): React.JSX.Element {
  useFocusBack();
  const [username, setUsername] = useState('');
  const [password, setPassword] = useState('');
  const [isAdmin, setAdmin] = useState(false);
  const { mutate, error, isPending } = useMutation({
    mutationFn: () => client.call('createAccount', { body: { username, password, isAdmin } }),
    onSuccess: () => {
      notifyDone(`${username} can sign in.`);
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
      title="New local account"
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (mistake === undefined) mutate();
        }}
      >
        <Stack gap="sm">
          <TextInput
            label="User name"
            description="1 to 64 characters, no blanks; letter case counts."
            required
            data-autofocus
            autoComplete="off"
            spellCheck={false}
            value={username}
            error={errors['username']}
            onChange={({ currentTarget }) => setUsername(currentTarget.value)}
          />
          <NewPasswordField
            value={password}
            onChange={setPassword}
            error={errors['password'] ?? mistake}
          />
          <Checkbox
            size="xs"
            label="Administrator of pg-usher"
            checked={isAdmin}
            onChange={({ currentTarget }) => setAdmin(currentTarget.checked)}
          />
          {error === null ? null : <ProblemNotice error={error} />}
          <Group justify="end" gap="xs">
            <Button variant="default" onClick={onClose}>
              Leave it
            </Button>
            <Button type="submit" loading={isPending}>
              Create
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
