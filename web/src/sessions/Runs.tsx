import { Anchor } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useMe } from '../app/me.tsx';
import { client } from '../client.ts';
import { Empty } from '../lists/Empty.tsx';
import { EndedRuns } from './EndedRuns.tsx';
import { RunningRuns } from './RunningRuns.tsx';
import { Section } from './Section.tsx';

/** What runs for one, and what ended lately. */
export function Runs({ every }: { readonly every: number }): React.JSX.Element {
  const me = useMe();
  const query = useQuery({
    queryKey: ['listExecutions', me.issuer, me.subject],
    queryFn: ({ signal }) => client.call('listExecutions', { signal }),
    refetchInterval: every,
  });
  const runs = query.data?.executions ?? [];
  const running = runs.filter(({ state }) => state !== 'ended');
  const ended = runs.filter(({ state }) => state === 'ended');
  return (
    <>
      <Section title="What runs now" query={query}>
        {running.length === 0 ? (
          <Empty title="Nothing runs">
            What you run in any tab, window or program is listed here while it runs.
          </Empty>
        ) : (
          <RunningRuns runs={running} every={every} onChange={() => void query.refetch()} />
        )}
      </Section>
      {query.data === undefined ? null : (
        <Section
          title="What ended in the last ten minutes"
          about={
            <>
              Older runs are in your{' '}
              <Anchor underline="always" component={Link} to="/history">
                history
              </Anchor>
              .
            </>
          }
          query={{ ...query, error: null }}
        >
          {ended.length === 0 ? (
            <Empty title="Nothing ended lately">A run stays here for ten minutes.</Empty>
          ) : (
            <EndedRuns runs={ended} />
          )}
        </Section>
      )}
    </>
  );
}
