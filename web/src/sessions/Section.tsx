import { Group, Skeleton, Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { ProblemNotice } from '../problem/ProblemNotice.tsx';

interface Props {
  readonly title: string;
  readonly about?: ReactNode;
  readonly actions?: ReactNode;
  /** Of what is listed. */
  readonly query: {
    readonly isPending: boolean;
    readonly error: unknown;
    readonly refetch: () => unknown;
  };
  readonly children: ReactNode;
}

/** A part of a page with a list of its own, which may be on its way, or have failed. */
export function Section({ title, about, actions, query, children }: Props): React.JSX.Element {
  const { isPending, error, refetch } = query;
  return (
    <Stack component="section" gap="xs" aria-label={title}>
      <Group justify="space-between" align="end">
        <Stack gap={0}>
          <Title order={2} size="h5">
            {title}
          </Title>
          {about === undefined ? null : (
            <Text size="sm" c="dimmed" maw="80ch">
              {about}
            </Text>
          )}
        </Stack>
        {actions}
      </Group>
      {error === null ? null : <ProblemNotice error={error} onRetry={() => void refetch()} />}
      {isPending && error === null ? <Skeleton h={60} aria-label="Loading" /> : children}
    </Stack>
  );
}
