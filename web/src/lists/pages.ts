import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query';

/** A page of a list, with what asks for the one after it; null for the last. */
export interface Page {
  readonly next: string | null;
}

export type Pages<P extends Page> = UseInfiniteQueryResult<InfiniteData<P>>;

const START: string | undefined = undefined;

/** How a list of pages goes on: for `useInfiniteQuery`. A list is asked for anew each time it is opened. */
export const PAGE_AFTER_PAGE = {
  initialPageParam: START,
  getNextPageParam: ({ next }: Page): string | null => next,
  staleTime: 0,
};

/** How many there are: `3 runs, and that is all`, `Nothing found`. */
export function countText(
  count: number,
  [one, many]: readonly [string, string],
  more: boolean,
): string {
  if (count === 0 && !more) return 'Nothing found';
  return `${count} ${count === 1 ? one : many}, and ${more ? 'there are more' : 'that is all'}`;
}
