import { Group, Kbd, Modal, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useAllCommands, useCommands } from './commands.tsx';
import { keysText } from './keys.ts';

/** `?`: the keys that do something on this screen. */
export function ShortcutSheet(): React.JSX.Element {
  const [opened, { open, close }] = useDisclosure(false);
  useCommands([
    { id: 'shortcuts', label: 'Show the shortcuts', group: 'Page', keys: '?', run: open },
  ]);
  const commands = useAllCommands();
  return (
    <Modal opened={opened} onClose={close} title="Shortcuts" size="md">
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
