import { ProblemError } from '@pg-usher/sdk';
import { QueryClient } from '@tanstack/react-query';

/** What the page knows of the service. A refusal is an answer and is not asked for again. */
export const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      retry: (failures, error) => failures < 2 && !(error instanceof ProblemError),
      refetchOnWindowFocus: false,
    },
  },
});
