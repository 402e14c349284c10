import { Button, Group, Modal, Text } from '@mantine/core';
import { useFocusBack } from '../app/use-focus-back.ts';

export interface Question {
  readonly title: string;
  readonly text: string;
  /** What the button says that does it. */
  readonly yes: string;
  readonly onYes: () => void;
}

/** Asks before something is done that cannot be undone. Esc is no. */
export function QuestionDialog({
  question,
  onClose,
}: {
  readonly question: Question | undefined;
  readonly onClose: () => void;
}): React.JSX.Element {
  return (
    <Modal
      opened={question !== undefined}
      onClose={onClose}
      title={question?.title}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <FocusBack />
      <Text size="sm">{question?.text}</Text>
      <Group justify="flex-end" mt="md" gap="xs">
        <Button variant="default" onClick={onClose} data-autofocus>
          No
        </Button>
        <Button
          onClick={() => {
            onClose();
            question?.onYes();
          }}
        >
          {question?.yes}
        </Button>
      </Group>
    </Modal>
  );
}

/** Is there while the dialog is open. */
function FocusBack(): null {
  useFocusBack();
  return null;
}
