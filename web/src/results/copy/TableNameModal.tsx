import { Button, Group, Modal, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useFocusBack } from '../../app/use-focus-back.ts';

interface Props {
  readonly onName: (name: string) => void;
  readonly onClose: () => void;
}

/** Asks which table copied INSERTs are for. */
export function TableNameModal({ onName, onClose }: Props): React.JSX.Element {
  const [name, setName] = useState('');
  useFocusBack();
  return (
    <Modal opened onClose={onClose} title="Copy as INSERT">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (name.trim() !== '') onName(name.trim());
        }}
      >
        <TextInput
          data-autofocus
          label="Table"
          description="As you would write it in SQL, for example sales.orders."
          value={name}
          onChange={(event) => {
            setName(event.currentTarget.value);
          }}
        />
        <Group justify="end" mt="sm">
          <Button type="submit" disabled={name.trim() === ''}>
            Copy
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
