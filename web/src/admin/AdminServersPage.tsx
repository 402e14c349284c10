import { Anchor, Badge, Button, Group, Skeleton, Stack, Table, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useRef } from 'react';
import { useCommands } from '../app/commands.tsx';
import { Empty } from '../lists/Empty.tsx';
import { useFilters } from '../lists/filters.ts';
import { ListTable, NumberCell } from '../lists/ListTable.tsx';
import { PageHead } from '../lists/PageHead.tsx';
import { SearchField } from '../lists/SearchField.tsx';
import { ProblemNotice } from '../problem/ProblemNotice.tsx';
import { type Server, serversQuery } from '../servers/servers-query.ts';
import { AdminLayout } from './AdminLayout.tsx';
import { colorOf } from './server-color.ts';

/** `/admin/servers` */
export default function AdminServersPage(): React.JSX.Element {
  return (
    <AdminLayout>
      <Definitions />
    </AdminLayout>
  );
}

const FILTERS = ['q'] as const;

const COLUMNS = [
  { title: 'Name', width: '16ch' },
  { title: 'Group' },
  { title: 'Address' },
  { title: 'People come as' },
  { title: 'Labels' },
  { title: 'Kept in' },
  { title: 'Revision', number: true },
];

function Definitions(): React.JSX.Element {
  const navigate = useNavigate();
  const search = useRef<HTMLInputElement>(null);
  const [{ q }, change] = useFilters(FILTERS);
  const { data, error, isPending, refetch } = useQuery(serversQuery);
  const all = data?.items ?? [];
  const shown = all.filter((server) => fits(server, q));
  const add = (): void => void navigate({ to: '/admin/servers/$id', params: { id: 'new' } });
  useCommands([
    { id: 'admin.servers.new', label: 'New server', group: 'Servers', keys: 'n', run: add },
    {
      id: 'admin.servers.search',
      label: 'Filter the servers',
      group: 'Servers',
      keys: '/',
      run: () => search.current?.focus(),
    },
  ]);
  return (
    <Stack gap="md">
      <PageHead
        title="Servers"
        actions={
          <Button onClick={add} title="N">
            New server
          </Button>
        }
      >
        The PostgreSQL servers that people find here. A definition says where a server is and as
        whom people come to it; it never holds the certificate.
      </PageHead>
      <SearchField
        label="Filter"
        placeholder="name, group, host, label"
        value={q}
        onChange={(value) => change({ q: value })}
        inputRef={search}
      />
      {error === null ? null : <ProblemNotice error={error} onRetry={() => void refetch()} />}
      {isPending ? <Skeleton h={160} aria-label="Loading" /> : null}
      {data === undefined ? null : shown.length === 0 ? (
        <NoDefinitions any={all.length > 0} />
      ) : (
        <ListTable caption="Server definitions" columns={COLUMNS}>
          {shown.map((server) => (
            <Row key={server.id} server={server} />
          ))}
        </ListTable>
      )}
      <Text size="sm" c="dimmed" aria-live="polite">
        {data === undefined ? '' : `${shown.length} of ${all.length} servers`}
      </Text>
    </Stack>
  );
}

function Row({ server }: { readonly server: Server }): React.JSX.Element {
  const { id, name, group, host, port, passthrough, username, labels, managedBy, revision } =
    server;
  return (
    <Table.Tr>
      <Table.Td>
        <Anchor
          size="sm"
          fw={600}
          renderRoot={(props) => <Link to="/admin/servers/$id" params={{ id }} {...props} />}
        >
          {name}
        </Anchor>
      </Table.Td>
      <Table.Td>
        {group ?? (
          <Text size="sm" c="dimmed">
            none
          </Text>
        )}
      </Table.Td>
      <Table.Td>
        {host}:{port}
      </Table.Td>
      <Table.Td>
        {passthrough ? (
          <Badge variant="dot" color="teal">
            themselves (passthrough)
          </Badge>
        ) : (
          (username ?? 'nobody: no user is set')
        )}
      </Table.Td>
      <Table.Td>
        <Group gap={4}>
          {labels.map((label) => (
            <Badge variant="dot" key={label} color={colorOf(server)}>
              {label}
            </Badge>
          ))}
        </Group>
      </Table.Td>
      <Table.Td>{managedBy === 'file' ? 'the servers file' : 'pg-usher'}</Table.Td>
      <NumberCell>{revision}</NumberCell>
    </Table.Tr>
  );
}

function NoDefinitions({ any }: { readonly any: boolean }): React.JSX.Element {
  return any ? (
    <Empty title="No server fits">Take the filter away to see all of them.</Empty>
  ) : (
    <Empty title="No servers yet">
      Press New server and paste a <code>postgres://</code> address there; or name a file of
      definitions in SERVERS_FILE.
    </Empty>
  );
}

/** Whether the words that were typed are in what the list shows. */
function fits({ name, group, host, labels, comment }: Server, q: string): boolean {
  const text = [name, group, host, comment, ...labels].join('\n').toLowerCase();
  return q
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}
