import { Stack, Title } from '@mantine/core';
import type { ReactNode } from 'react';

interface Props {
  readonly title: string;
  /** Of the heading; 2 when left out. */
  readonly order?: 2 | 3;
  readonly children: ReactNode;
}

/** A part of a page, which has a name. */
export function Part({ title, order = 2, children }: Props): React.JSX.Element {
  return (
    <Stack component="section" gap="xs" aria-label={title}>
      <Title order={order} size="h5">
        {title}
      </Title>
      {children}
    </Stack>
  );
}
