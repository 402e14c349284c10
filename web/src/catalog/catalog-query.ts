import type { QueryClient } from '@tanstack/react-query';

/** Where names are looked for. */
export interface Place {
  readonly serverId: string;
  readonly database: string;
}

export interface ReadContext {
  readonly signal: AbortSignal;
  readonly client: QueryClient;
  readonly queryKey: readonly unknown[];
}

/** A question to the service that TanStack Query keeps the answer of. */
export interface Read<Answer> {
  readonly queryKey: readonly unknown[];
  readonly queryFn: (context: ReadContext) => Promise<Answer>;
  /** Milliseconds for which the answer counts as new. */
  readonly staleTime: number;
  /** Milliseconds for which an answer that nobody looks at is kept. */
  readonly gcTime?: number;
}
