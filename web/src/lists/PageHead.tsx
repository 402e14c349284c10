import { Group, Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { usePageTitle } from '../app/page-title.ts';

interface Props {
  readonly title: string;
  readonly children?: ReactNode;
  /** Buttons for the whole page. */
  readonly actions?: ReactNode;
}

/** The heading of a page, a sentence about it, and what can be done with all of it. */
export function PageHead({ title, children, actions }: Props): React.JSX.Element {
  usePageTitle(title);
  return (
    <Group justify="space-between" align="start" gap="md">
      <Stack gap={2} style={{ flex: '1 1 320px' }}>
        <Title order={1} size="h3">
          {title}
        </Title>
        {children === undefined ? null : (
          <Text size="sm" c="dimmed" maw="80ch">
            {children}
          </Text>
        )}
      </Stack>
      {actions === undefined ? null : <Group gap="xs">{actions}</Group>}
    </Group>
  );
}
