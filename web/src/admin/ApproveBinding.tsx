import { Autocomplete, Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { client } from '../client.ts';
import { fieldErrors } from '../lists/field-errors.ts';
import { ProblemNotice } from '../problem/ProblemNotice.tsx';
import { notifyDone } from '../problem/notify.ts';
import { useFocusBack } from '../app/use-focus-back.ts';

interface Props {
  /** Trust groups that there are. */
  readonly groups: readonly string[];
  readonly onClose: () => void;
  readonly onDone: () => void;
}

/** Says whose a database user is before they come. */
export function ApproveBinding({ groups, onClose, onDone }: Props): React.JSX.Element {
  useFocusBack();
  const [databaseUser, setUser] = useState('');
  const [issuer, setIssuer] = useState('');
  const [subject, setSubject] = useState('');
  const [trustGroup, setGroup] = useState('default');
  const { mutate, error, isPending } = useMutation({
    mutationFn: () =>
      client.call('approveBinding', { body: { databaseUser, issuer, subject, trustGroup } }),
    onSuccess: () => {
      notifyDone(`${databaseUser} is approved.`);
      onDone();
      onClose();
    },
  });
  const errors: Readonly<Record<string, string | undefined>> = fieldErrors(error);
  return (
    <Modal
      opened
      onClose={onClose}
      title="Approve a database user for somebody"
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          mutate();
        }}
      >
        <Stack gap="sm">
          <Text size="sm">
            The person finds their issuer and subject under Who am I. The role itself is made by a
            database administrator.
          </Text>
          <TextInput
            label="Database user"
            description="The role, exactly as it is written."
            required
            data-autofocus
            spellCheck={false}
            value={databaseUser}
            error={errors['databaseUser']}
            onChange={({ currentTarget }) => setUser(currentTarget.value)}
          />
          <TextInput
            label="Issuer"
            required
            spellCheck={false}
            value={issuer}
            error={errors['issuer']}
            onChange={({ currentTarget }) => setIssuer(currentTarget.value)}
          />
          <TextInput
            label="Subject"
            required
            spellCheck={false}
            value={subject}
            error={errors['subject']}
            onChange={({ currentTarget }) => setSubject(currentTarget.value)}
          />
          <Autocomplete
            label="Trust group"
            size="xs"
            required
            data={[...groups]}
            value={trustGroup}
            error={errors['trustGroup']}
            onChange={setGroup}
          />
          {error === null ? null : <ProblemNotice error={error} />}
          <Group justify="end" gap="xs">
            <Button variant="default" onClick={onClose}>
              Leave it
            </Button>
            <Button type="submit" loading={isPending}>
              Approve
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
