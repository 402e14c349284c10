import { ProblemError } from '@pg-usher/sdk';
import { QueryClient } from '@tanstack/react-query';

/** Whether a question stays open: the service is away, or was being stopped. */
export function isUnanswered(error: unknown): boolean {
  return !(error instanceof ProblemError) || error.code === 'query-cancelled';
}

/** What the page knows of the service. A refusal is an answer and is not asked for again. */
export const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      retry: (failures, error) => failures < 2 && isUnanswered(error),
      refetchOnWindowFocus: false,
    },
  },
});
