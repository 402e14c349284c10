import type { components } from '@pg-usher/sdk';
import { useQuery } from '@tanstack/react-query';
import { client } from '../client.ts';

export type Limits = components['schemas']['LimitsDto'];

/** What the service allows; undefined until it has said so. */
export function useLimits(): Limits | undefined {
  const { data } = useQuery({
    queryKey: ['getLimits'],
    queryFn: ({ signal }) => client.call('getLimits', { signal }),
    staleTime: Infinity,
  });
  return data;
}
