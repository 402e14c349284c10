import { Paper, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';

interface Props {
  readonly title: string;
  /** How there would be something. */
  readonly children: ReactNode;
}

/** In the place of a list that has nothing. */
export function Empty({ title, children }: Props): React.JSX.Element {
  return (
    <Paper withBorder p="md">
      <Stack gap={4}>
        <Text fw={600}>{title}</Text>
        <Text component="div" size="sm" c="dimmed" maw="80ch">
          {children}
        </Text>
      </Stack>
    </Paper>
  );
}
