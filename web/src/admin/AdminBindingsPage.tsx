import type { components } from '@pg-usher/sdk';
import { Button, Code, Group, Select, Stack, Table, Text } from '@mantine/core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useCommands } from '../app/commands.tsx';
import { client } from '../client.ts';
import { Ask } from '../lists/Ask.tsx';
import { Empty } from '../lists/Empty.tsx';
import { type Filters, useFilters } from '../lists/filters.ts';
import { ListTable } from '../lists/ListTable.tsx';
import { PagedList } from '../lists/PagedList.tsx';
import { PageHead } from '../lists/PageHead.tsx';
import { PAGE_AFTER_PAGE, type Pages } from '../lists/pages.ts';
import { SearchField } from '../lists/SearchField.tsx';
import { When } from '../lists/When.tsx';
import { notifyDone } from '../problem/notify.ts';
import { serversQuery } from '../servers/servers-query.ts';
import { AdminLayout } from './AdminLayout.tsx';
import { ApproveBinding } from './ApproveBinding.tsx';

type Binding = components['schemas']['BindingDto'];

/** `/admin/bindings` */
export default function AdminBindingsPage(): React.JSX.Element {
  return (
    <AdminLayout>
      <Bindings />
    </AdminLayout>
  );
}

const FILTERS = ['q', 'trust'] as const;

const COLUMNS = [
  { title: 'Database user' },
  { title: 'Belongs to', width: '28ch' },
  { title: 'Trust group' },
  { title: 'How' },
  { title: 'Since' },
  { title: 'Actions', quiet: true },
];

const ABOUT =
  'Whose each database user is. The first person who comes with a name keeps it: the role is bound to their issuer and subject, and somebody else with the same name is refused. Each trust group of servers has bindings of its own.';

function Bindings(): React.JSX.Element {
  const search = useRef<HTMLInputElement>(null);
  const [filters, change] = useFilters(FILTERS);
  const [approving, setApproving] = useState(false);
  const [asked, setAsked] = useState<Binding | undefined>(undefined);
  const query = useBindings(filters);
  const { refetch } = query;
  const bindings = query.data?.pages.flatMap(({ items }) => items) ?? [];
  const groups = useTrustGroups([filters.trust, ...bindings.map(({ trustGroup }) => trustGroup)]);
  useCommands([
    {
      id: 'admin.bindings.approve',
      label: 'Approve a database user for somebody',
      group: 'Database users',
      keys: 'n',
      run: () => setApproving(true),
    },
    {
      id: 'admin.bindings.search',
      label: 'Filter the database users',
      group: 'Database users',
      keys: '/',
      run: () => search.current?.focus(),
    },
  ]);
  const release = async ({ id, databaseUser }: Binding): Promise<void> => {
    await client.call('releaseBinding', { path: { id } });
    notifyDone(`${databaseUser} is released.`);
    await refetch();
  };
  return (
    <Stack gap="md">
      <PageHead
        title="Database users"
        actions={
          <Button onClick={() => setApproving(true)} title="N">
            Approve for somebody
          </Button>
        }
      >
        {ABOUT}
      </PageHead>
      <Group align="end" gap="sm">
        <SearchField
          label="Filter"
          placeholder="database user, issuer, subject"
          value={filters.q}
          onChange={(q) => change({ q })}
          inputRef={search}
        />
        <Select
          label="Trust group"
          placeholder="all"
          clearable
          data={groups}
          value={filters.trust === '' ? null : filters.trust}
          onChange={(trust) => change({ trust: trust ?? '' })}
        />
      </Group>
      <PagedList
        query={query}
        count={bindings.length}
        noun={['database user', 'database users']}
        empty={<NoBindings filtered={FILTERS.some((name) => filters[name] !== '')} />}
      >
        <ListTable
          caption="Whose each database user is"
          columns={COLUMNS}
          maxHeight="calc(100dvh - 300px)"
        >
          {bindings.map((binding) => (
            <Row key={binding.id} binding={binding} onRelease={() => setAsked(binding)} />
          ))}
        </ListTable>
      </PagedList>
      {approving ? (
        <ApproveBinding
          groups={groups}
          onClose={() => setApproving(false)}
          onDone={() => void refetch()}
        />
      ) : null}
      {asked === undefined ? null : (
        <Ask
          title={`Release ${asked.databaseUser}?`}
          action="Release it"
          onClose={() => setAsked(undefined)}
          onConfirm={() => release(asked)}
        >
          What runs for its owner now ends, and uncommitted work is rolled back. The next person who
          comes with the name <Code>{asked.databaseUser}</Code> on servers of the trust group{' '}
          <Code>{asked.trustGroup}</Code> keeps it, and finds whatever the role owns. Its owner now
          is <Code>{asked.subject}</Code> of <Code>{asked.issuer}</Code>.
        </Ask>
      )}
    </Stack>
  );
}

function useBindings({
  q,
  trust,
}: Filters<(typeof FILTERS)[number]>): Pages<components['schemas']['BindingListDto']> {
  const search = q.trim();
  return useInfiniteQuery({
    queryKey: ['listBindings', search, trust],
    queryFn: ({ signal, pageParam }) =>
      client.call('listBindings', {
        query: {
          ...(search === '' ? {} : { search }),
          ...(trust === '' ? {} : { trustGroup: trust }),
          ...(pageParam === undefined ? {} : { after: pageParam }),
        },
        signal,
      }),
    ...PAGE_AFTER_PAGE,
  });
}

/** Those of the servers, and those that are in use otherwise. */
function useTrustGroups(others: readonly string[]): string[] {
  const { data } = useQuery(serversQuery);
  const known = (data?.items ?? []).flatMap(({ trustGroup }) => trustGroup ?? []);
  return [...new Set([...known, ...others])].filter((group) => group !== '').sort();
}

function Row({
  binding,
  onRelease,
}: {
  readonly binding: Binding;
  readonly onRelease: () => void;
}): React.JSX.Element {
  const { databaseUser, issuer, subject, trustGroup, origin, boundAt } = binding;
  return (
    <Table.Tr>
      <Table.Td fw={600}>{databaseUser}</Table.Td>
      <Table.Td>
        {subject}
        <Text size="xs" c="dimmed">
          {issuer}
        </Text>
      </Table.Td>
      <Table.Td>{trustGroup}</Table.Td>
      <Table.Td>{origin === 'approved' ? 'approved by an administrator' : 'came first'}</Table.Td>
      <Table.Td>
        <When at={boundAt} />
      </Table.Td>
      <Table.Td align="right">
        <Button
          size="compact-xs"
          variant="default"
          onClick={onRelease}
          aria-label={`Release ${databaseUser}`}
        >
          Release
        </Button>
      </Table.Td>
    </Table.Tr>
  );
}

function NoBindings({ filtered }: { readonly filtered: boolean }): React.JSX.Element {
  return filtered ? (
    <Empty title="No database user fits">Take a filter away to see all of them.</Empty>
  ) : (
    <Empty title="No database user belongs to anybody yet">
      The first person who opens a passthrough server binds the name that their sign-in has. Approve
      one for somebody to say so before they come.
    </Empty>
  );
}
