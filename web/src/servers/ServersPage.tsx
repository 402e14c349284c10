import { Container, Group, Stack, Text, TextInput, Title } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useMe } from '../app/me.tsx';
import { usePageTitle } from '../app/page-title.ts';
import { ProblemNotice } from '../problem/ProblemNotice.tsx';
import { Welcome } from '../sign-in/Welcome.tsx';
import { groupServers } from './server-groups.ts';
import { ServerRow } from './ServerRow.tsx';
import { reachabilityQuery, serversQuery } from './servers-query.ts';
import { NoServers } from './NoServers.tsx';
import classes from './ServersPage.module.css';

/** `/servers`: type to filter, arrows or Tab to a row, Enter opens it. */
export function ServersPage(): React.JSX.Element {
  const me = useMe();
  usePageTitle('Servers');
  const [search, setSearch] = useState('');
  const { data, error, refetch } = useQuery(serversQuery);
  const reachability = useQuery(reachabilityQuery);
  const groups = groupServers(data?.items ?? [], search);
  const states = new Map(reachability.data?.items.map((item) => [item.serverId, item]));
  return (
    <Container size="md" py="md">
      <Stack gap="md">
        <Group justify="space-between" align="end">
          <Title order={1} size="h3">
            Servers
          </Title>
          <TextInput
            aria-label="Filter servers"
            placeholder="Filter by name, group, host or label"
            w={300}
            leftSection={<IconSearch size={14} aria-hidden />}
            data-autofocus
            value={search}
            onChange={({ currentTarget }) => setSearch(currentTarget.value)}
          />
        </Group>
        {error === null ? null : <ProblemNotice error={error} onRetry={() => void refetch()} />}
        {groups.map(({ name, servers }) => (
          <section key={name ?? ''} aria-label={name ?? 'Without a group'}>
            <Title order={2} size="h6" c="dimmed" mb={4}>
              {name ?? 'Without a group'}
            </Title>
            <ul className={classes['list']}>
              {servers.map((server) => (
                <ServerRow key={server.id} server={server} reachability={states.get(server.id)} />
              ))}
            </ul>
          </section>
        ))}
        <Text aria-live="polite" size="sm" c="dimmed">
          {data !== undefined && data.items.length > 0 && groups.length === 0
            ? `No server has "${search}" in its name, group, host, comment or labels.`
            : ''}
        </Text>
        {data?.items.length === 0 ? <NoServers isAdmin={me.isAdmin} /> : null}
        <Welcome />
      </Stack>
    </Container>
  );
}
