import type { components } from '@pg-usher/sdk';
import { queryOptions } from '@tanstack/react-query';
import { client } from '../client.ts';

export type Server = components['schemas']['ServerDto'];

export const serversQuery = queryOptions({
  queryKey: ['listServers'],
  queryFn: ({ signal }) => client.call('listServers', { signal }),
  staleTime: 30_000,
});

/** Asked again now and then while somebody looks at the list. */
export const reachabilityQuery = queryOptions({
  queryKey: ['listReachability'],
  queryFn: ({ signal }) => client.call('listReachability', { signal }),
  refetchInterval: 30_000,
  retry: false,
});
