import './mantine-more.ts';
import { Group, Kbd, Modal, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useAllCommands } from './commands.tsx';
import { keysText } from './keys.ts';

/** `?`: the keys that do something on this screen. */
export default function ShortcutSheet(): React.JSX.Element {
  const [opened, setOpened] = useState(true);
  const commands = useAllCommands();
  return (
    <Modal
      opened={opened}
      onClose={() => setOpened(false)}
      title="Shortcuts"
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
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
    </Modal>
  );
}
