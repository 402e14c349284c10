import { Menu, Text } from '@mantine/core';
import { keysText } from '../app/keys.ts';
import type { NodeAction } from './tree-actions.ts';
import classes from './tree.module.css';

interface Props {
  readonly label: string;
  /** In the window. */
  readonly at: { readonly x: number; readonly y: number };
  readonly actions: readonly NodeAction[];
  readonly onClose: () => void;
}

/** The context menu of a node, where the mouse is, or below the row. */
export function NodeMenu({ label, at, actions, onClose }: Props): React.JSX.Element {
  return (
    <Menu
      opened
      onClose={onClose}
      position="bottom-start"
      offset={2}
      trapFocus
      hideDetached={false}
      returnFocus={false}
      transitionProps={{ duration: 0 }}
    >
      <Menu.Target>
        <span
          aria-hidden
          style={{
            position: 'fixed',
            insetInlineStart: at.x,
            insetBlockStart: at.y,
            inlineSize: 1,
            blockSize: 1,
          }}
        />
      </Menu.Target>
      <Menu.Dropdown aria-label={`Actions for ${label}`} aria-labelledby={undefined}>
        {actions.map(({ id, label: name, keys, run }) => (
          <Menu.Item
            key={id}
            onClick={run}
            rightSection={
              <Text className={classes.note} aria-hidden>
                {keysText(keys)}
              </Text>
            }
          >
            {name}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
