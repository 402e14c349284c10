import { Button, Code, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { ProblemNotice } from '../problem/ProblemNotice.tsx';
import { useFocusBack } from '../app/use-focus-back.ts';

interface Props {
  readonly title: string;
  /** What will be different, and what ends. */
  readonly children: ReactNode;
  /** What the button does, as a verb. */
  readonly action: string;
  readonly onClose: () => void;
  /** Closes the question when it resolves; a failure is shown in it. */
  readonly onConfirm: () => Promise<void>;
  /** A text to be typed first, where it cannot be undone. */
  readonly typed?: string;
}

/** Asks before something that ends or deletes. */
export function Ask({
  title,
  children,
  action,
  onClose,
  onConfirm,
  typed,
}: Props): React.JSX.Element {
  useFocusBack();
  const [text, setText] = useState('');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(undefined);
  const ready = typed === undefined || text === typed;
  const confirm = async (): Promise<void> => {
    if (!ready || busy) return;
    setBusy(true);
    setError(undefined);
    try {
      await onConfirm();
      onClose();
    } catch (failure) {
      setError(failure);
      setBusy(false);
    }
  };
  return (
    <Modal opened onClose={onClose} title={title} closeButtonProps={{ 'aria-label': 'Close' }}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void confirm();
        }}
      >
        <Stack gap="sm">
          <Text component="div" size="sm" style={{ overflowWrap: 'anywhere' }}>
            {children}
          </Text>
          {typed === undefined ? null : (
            <TextInput
              label={
                <>
                  Type <Code>{typed}</Code> to go on
                </>
              }
              value={text}
              onChange={({ currentTarget }) => setText(currentTarget.value)}
              autoComplete="off"
              data-autofocus
            />
          )}
          {error === undefined ? null : <ProblemNotice error={error} />}
          <Group justify="end" gap="xs">
            <Button
              variant="default"
              onClick={onClose}
              {...(typed === undefined ? { 'data-autofocus': true } : {})}
            >
              Leave it
            </Button>
            <Button type="submit" color="red" disabled={!ready} loading={busy}>
              {action}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
