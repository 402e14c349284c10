import { Button, Group, Skeleton, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { ProblemNotice } from '../problem/ProblemNotice.tsx';
import { countText, type Page, type Pages } from './pages.ts';

interface Props {
  readonly query: Pages<Page>;
  /** How many rows are shown of the pages that are there. */
  readonly count: number;
  /** What one of them is called, and several. */
  readonly noun: readonly [one: string, many: string];
  /** In the place of the list when nothing was found. */
  readonly empty: ReactNode;
  /** The list. */
  readonly children: ReactNode;
}

/** A list that is read page by page: what failed, what is on its way, how much there is, and more of it. */
export function PagedList({ query, count, noun, empty, children }: Props): React.JSX.Element {
  const { error, isPending, isSuccess, hasNextPage, isFetchingNextPage } = query;
  return (
    <>
      {error === null ? null : <ProblemNotice error={error} onRetry={() => void query.refetch()} />}
      {isPending ? <Skeleton h={240} aria-label="Loading" /> : null}
      {count > 0 ? children : isSuccess ? empty : null}
      <Group justify="space-between">
        <Text size="sm" c="dimmed" aria-live="polite">
          {isSuccess ? countText(count, noun, hasNextPage) : ''}
        </Text>
        {hasNextPage ? (
          <Button
            variant="default"
            loading={isFetchingNextPage}
            onClick={() => void query.fetchNextPage()}
          >
            Load more
          </Button>
        ) : null}
      </Group>
    </>
  );
}
