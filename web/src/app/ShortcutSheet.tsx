import './mantine-more.ts';
import { Group, Kbd, Modal, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useAllCommands } from './commands.tsx';
import { keysText } from './keys.ts';
import { useFocusBack } from './use-focus-back.ts';

/** `?`: the keys that do something on this screen. */
export default function ShortcutSheet(): React.JSX.Element {
  const [opened, setOpened] = useState(true);
  return (
    <Modal
      opened={opened}
      onClose={() => setOpened(false)}
      title="Shortcuts"
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <Shortcuts />
    </Modal>
  );
}

function Shortcuts(): React.JSX.Element {
  const commands = useAllCommands();
  useFocusBack();
  return (
    <Stack gap={4}>
      {commands.flatMap(({ id, label, keys }) =>
        keys === undefined
          ? []
          : [
              <Group key={id} justify="space-between" wrap="nowrap">
                <Text size="sm">{label}</Text>
                <Kbd>{keysText(keys)}</Kbd>
              </Group>,
            ],
      )}
    </Stack>
  );
}
