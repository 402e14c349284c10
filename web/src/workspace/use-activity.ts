import type { SessionDescription } from '@pg-usher/sdk';
import { useQuery } from '@tanstack/react-query';
import { client } from '../client.ts';
import { placedId } from '../runs/placed-id.ts';
import type { Activity } from '../runs/run-types.ts';

const EVERY_MS = 2000;

/**
 * What PostgreSQL says about what runs on a session, asked every two seconds. For that the service
 * connects once more, so it is only for what takes long.
 */
export function useActivity(
  { id, instance }: SessionDescription,
  startedAt: number,
  isWanted: boolean,
): Activity | undefined {
  const { data } = useQuery({
    queryKey: ['getExecution', id, startedAt],
    queryFn: async ({ signal }) => {
      const { executionId } = await client.call('getDatabaseSession', { path: { id }, signal });
      if (executionId === null) return null;
      const path = { id: placedId(instance, executionId) };
      const execution = await client.call('getExecution', { path, signal });
      return execution.activity ?? null;
    },
    enabled: isWanted,
    refetchInterval: EVERY_MS,
    staleTime: 0,
    gcTime: 0,
    retry: false,
  });
  return data ?? undefined;
}
