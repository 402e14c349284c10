import type { components } from '@pg-usher/sdk';
import { Button, Stack } from '@mantine/core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useMemo, useRef } from 'react';
import { useCommands } from '../app/commands.tsx';
import { client } from '../client.ts';
import { Empty } from '../lists/Empty.tsx';
import { useFilters } from '../lists/filters.ts';
import { ListTable } from '../lists/ListTable.tsx';
import { PagedList } from '../lists/PagedList.tsx';
import { PageHead } from '../lists/PageHead.tsx';
import { PAGE_AFTER_PAGE, type Pages } from '../lists/pages.ts';
import { serversQuery } from '../servers/servers-query.ts';
import { AdminLayout } from './AdminLayout.tsx';
import { actsOf } from './audit-acts.ts';
import { askedFor, type AuditFilter, auditQuery, FILTERS } from './audit-filter.ts';
import { AuditFilters } from './AuditFilters.tsx';
import { AUDIT_COLUMNS, AuditRow } from './AuditRow.tsx';

/** `/admin/audit` */
export default function AdminAuditPage(): React.JSX.Element {
  return (
    <AdminLayout>
      <Audit />
    </AdminLayout>
  );
}

/** Rows of one request. An act has two. */
const PAGE = 200;

const ABOUT =
  'Who did what, and how it ended, the newest first. An intent is on record before anything is sent to PostgreSQL. The text of statements is not here, only its hash.';

function Audit(): React.JSX.Element {
  const search = useRef<HTMLInputElement>(null);
  const [filters, change] = useFilters(FILTERS);
  const query = useAudit(filters);
  const servers = useQuery(serversQuery);
  const names = new Map(servers.data?.items.map(({ id, name }) => [id, name]));
  const acts = useMemo(
    () => actsOf(query.data?.pages.flatMap(({ events }) => events) ?? []),
    [query.data],
  );
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
        {ABOUT}
      </PageHead>
      <AuditFilters filters={filters} onChange={change} searchRef={search} />
      <PagedList
        query={query}
        count={acts.length}
        noun={['act', 'acts']}
        empty={<NoActs asked={askedFor(filters, names.get(filters.server))} />}
      >
        <ListTable
          caption="The audit, the newest first"
          columns={AUDIT_COLUMNS}
          maxHeight="calc(100dvh - 330px)"
        >
          {acts.map((act) => (
            <AuditRow
              key={act.key}
              act={act}
              serverName={names.get(act.latest.serverId ?? '')}
              past={filters.until !== ''}
              onOnly={change}
            />
          ))}
        </ListTable>
      </PagedList>
    </Stack>
  );
}

function useAudit(filters: AuditFilter): Pages<components['schemas']['AuditPageDto']> {
  const asked = auditQuery(filters);
  return useInfiniteQuery({
    queryKey: ['listAudit', asked],
    queryFn: ({ signal, pageParam }) =>
      client.call('listAudit', {
        query: { ...asked, limit: PAGE, ...(pageParam === undefined ? {} : { before: pageParam }) },
        signal,
      }),
    ...PAGE_AFTER_PAGE,
    gcTime: 0,
  });
}

function NoActs({ asked }: { readonly asked: readonly string[] }): React.JSX.Element {
  return asked.length > 0 ? (
    <Empty title="Nothing in the audit fits">
      The whole audit was asked for {asked.join(', ')}. Take a part of that away to see more.
    </Empty>
  ) : (
    <Empty title="The audit is empty">
      Every sign-in, connection, statement, refusal and change is recorded here.
    </Empty>
  );
}
