import type { components } from '@pg-usher/sdk';
import { Button, Group, Skeleton, Stack, Text } from '@mantine/core';
import {
  type InfiniteData,
  useInfiniteQuery,
  type UseInfiniteQueryResult,
  useQuery,
} from '@tanstack/react-query';
import { useEffect, useMemo, useRef } from 'react';
import { useCommands } from '../app/commands.tsx';
import { client } from '../client.ts';
import { Empty } from '../lists/Empty.tsx';
import { useFilters } from '../lists/filters.ts';
import { ListTable } from '../lists/ListTable.tsx';
import { PageHead } from '../lists/PageHead.tsx';
import { When } from '../lists/When.tsx';
import { ProblemNotice } from '../problem/ProblemNotice.tsx';
import { serversQuery } from '../servers/servers-query.ts';
import { AdminLayout } from './AdminLayout.tsx';
import { actsOf, type AuditEvent, type AuditFilter, fitsFilter, isBeyond } from './audit-acts.ts';
import { AuditFilters, FILTERS } from './AuditFilters.tsx';
import { AUDIT_COLUMNS, AuditRow } from './AuditRow.tsx';

/** `/admin/audit` */
export default function AdminAuditPage(): React.JSX.Element {
  return (
    <AdminLayout>
      <Audit />
    </AdminLayout>
  );
}

/** Rows of one request; and how many requests a filter makes by itself to find a screenful. */
const PAGE = 200;
const PAGES_BY_ITSELF = 10;
const SCREENFUL = 30;

const NO_CURSOR: string | undefined = undefined;

function Audit(): React.JSX.Element {
  const search = useRef<HTMLInputElement>(null);
  const [filters, change] = useFilters(FILTERS);
  const query = useAudit();
  const servers = useQuery(serversQuery);
  const names = new Map(servers.data?.items.map(({ id, name }) => [id, name]));
  const events = useMemo(
    () => query.data?.pages.flatMap((page) => page.events) ?? [],
    [query.data],
  );
  const acts = useMemo(
    () => actsOf(events).filter((act) => fitsFilter(act, filters)),
    [events, filters],
  );
  const oldest = events.at(-1);
  const more = query.hasNextPage && !isBeyond(oldest, filters);
  useLookFurther(query, { wanted: more && acts.length < SCREENFUL });
  useCommands([
    {
      id: 'admin.audit.renew',
      label: 'Look again at the audit',
      group: 'Audit',
      keys: 'r',
      run: () => void query.refetch(),
    },
    {
      id: 'admin.audit.search',
      label: 'Filter the audit',
      group: 'Audit',
      keys: '/',
      run: () => search.current?.focus(),
    },
  ]);
  return (
    <Stack gap="md">
      <PageHead
        title="Audit"
        actions={
          <Button variant="default" onClick={() => void query.refetch()} title="R">
            Look again
          </Button>
        }
      >
        Who did what, and how it ended, the newest first. An intent is on record before anything is
        sent to PostgreSQL. The text of statements is not here, only its hash.
      </PageHead>
      <AuditFilters filters={filters} onChange={change} searchRef={search} />
      {query.error === null ? null : (
        <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />
      )}
      {query.isPending ? <Skeleton h={240} aria-label="Loading" /> : null}
      {query.isSuccess && acts.length === 0 && !query.isFetchingNextPage ? (
        <NoActs filters={filters} />
      ) : null}
      {acts.length === 0 ? null : (
        <ListTable
          caption="The audit, the newest first"
          columns={AUDIT_COLUMNS}
          maxHeight="calc(100dvh - 290px)"
        >
          {acts.map((act) => (
            <AuditRow key={act.key} act={act} serverName={names.get(act.latest.serverId ?? '')} />
          ))}
        </ListTable>
      )}
      <Foot shown={acts.length} read={events.length} oldest={oldest} more={more} query={query} />
    </Stack>
  );
}

type AuditQuery = UseInfiniteQueryResult<InfiniteData<components['schemas']['AuditPageDto']>>;

function useAudit(): AuditQuery {
  return useInfiniteQuery({
    queryKey: ['listAudit'],
    queryFn: ({ signal, pageParam }) =>
      client.call('listAudit', {
        query: { limit: PAGE, ...(pageParam === undefined ? {} : { before: pageParam }) },
        signal,
      }),
    initialPageParam: NO_CURSOR,
    getNextPageParam: ({ events }) => (events.length < PAGE ? undefined : events.at(-1)?.id),
    staleTime: 0,
    gcTime: 0,
  });
}

/** The service does not filter; so the page reads on by itself until it has a screenful, within limits. */
function useLookFurther(query: AuditQuery, { wanted }: { readonly wanted: boolean }): void {
  const { data, isFetching, isError, fetchNextPage } = query;
  const read = data?.pages.length ?? 0;
  useEffect(() => {
    if (wanted && !isFetching && !isError && read > 0 && read < PAGES_BY_ITSELF)
      void fetchNextPage();
  }, [wanted, isFetching, isError, read, fetchNextPage]);
}

interface FootProps {
  readonly shown: number;
  readonly read: number;
  readonly oldest: AuditEvent | undefined;
  readonly more: boolean;
  readonly query: AuditQuery;
}

function Foot({ shown, read, oldest, more, query }: FootProps): React.JSX.Element {
  return (
    <Group justify="space-between">
      <Text size="sm" c="dimmed" aria-live="polite">
        {oldest === undefined ? (
          ''
        ) : (
          <>
            {shown === 1 ? '1 act' : `${shown} acts`} of {read} rows, back to{' '}
            <When at={oldest.at} />
            {more ? '' : '; there is nothing older to see'}
          </>
        )}
      </Text>
      {more ? (
        <Button
          variant="default"
          loading={query.isFetchingNextPage}
          onClick={() => void query.fetchNextPage()}
        >
          Load more
        </Button>
      ) : null}
    </Group>
  );
}

function NoActs({ filters }: { readonly filters: AuditFilter }): React.JSX.Element {
  return FILTERS.some((name) => filters[name] !== '') ? (
    <Empty title="Nothing fits in what was read so far">
      Load more to look further back, or take a filter away.
    </Empty>
  ) : (
    <Empty title="The audit is empty">
      Every sign-in, connection, statement, refusal and change is recorded here.
    </Empty>
  );
}
