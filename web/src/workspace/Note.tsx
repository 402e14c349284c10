import { Alert } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './Workspace.module.css';

interface Props {
  readonly color: 'blue' | 'yellow';
  readonly title: string;
  /** `alert` is read out at once. */
  readonly role?: 'alert' | 'status';
  readonly children: ReactNode;
}

/** Something to be known that is no failure. Its title is readable on its colour. */
export function Note({ color, title, role = 'status', children }: Props): React.JSX.Element {
  return (
    <Alert
      color={color}
      title={title}
      role={role}
      p="xs"
      classNames={{ title: classes['noteTitle'] ?? '' }}
    >
      {children}
    </Alert>
  );
}
