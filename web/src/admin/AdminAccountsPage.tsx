import type { components } from '@pg-usher/sdk';
import { Badge, Button, Group, Stack, Table, Text } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useCommands } from '../app/commands.tsx';
import { useMe } from '../app/me.tsx';
import { client } from '../client.ts';
import { Empty } from '../lists/Empty.tsx';
import { useFilters } from '../lists/filters.ts';
import { ListTable } from '../lists/ListTable.tsx';
import { PagedList } from '../lists/PagedList.tsx';
import { PageHead } from '../lists/PageHead.tsx';
import { PAGE_AFTER_PAGE, type Pages } from '../lists/pages.ts';
import { SearchField } from '../lists/SearchField.tsx';
import { When } from '../lists/When.tsx';
import { AccountQuestion } from './AccountQuestion.tsx';
import type { AccountAct } from './account-acts.ts';
import { AdminLayout } from './AdminLayout.tsx';
import { CreateAccount } from './CreateAccount.tsx';
import { ResetPassword } from './ResetPassword.tsx';

type Account = components['schemas']['AccountDto'];

/** `/admin/accounts` */
export default function AdminAccountsPage(): React.JSX.Element {
  return (
    <AdminLayout>
      <Accounts />
    </AdminLayout>
  );
}

const FILTERS = ['q'] as const;

const COLUMNS = [
  { title: 'User name', width: '16ch' },
  { title: 'State' },
  { title: 'Made' },
  { title: 'Actions', quiet: true },
];

interface Asked {
  readonly act: AccountAct | 'reset';
  readonly account: Account;
}

function Accounts(): React.JSX.Element {
  const me = useMe();
  const search = useRef<HTMLInputElement>(null);
  const [{ q }, change] = useFilters(FILTERS);
  const [creating, setCreating] = useState(false);
  const [asked, setAsked] = useState<Asked | undefined>(undefined);
  const query = useAccounts(q.trim());
  const accounts = query.data?.pages.flatMap(({ items }) => items) ?? [];
  const renew = (): void => void query.refetch();
  useCommands([
    {
      id: 'admin.accounts.new',
      label: 'New local account',
      group: 'Local accounts',
      keys: 'n',
      run: () => setCreating(true),
    },
    {
      id: 'admin.accounts.search',
      label: 'Filter the accounts',
      group: 'Local accounts',
      keys: '/',
      run: () => search.current?.focus(),
    },
  ]);
  return (
    <Stack gap="md">
      <PageHead
        title="Local accounts"
        actions={
          <Button onClick={() => setCreating(true)} title="N">
            New account
          </Button>
        }
      >
        Accounts that pg-usher keeps itself, by password. They have no database identity, so
        passthrough servers stay closed to them: they are for administrators when the identity
        provider is away.
      </PageHead>
      <SearchField
        label="Filter"
        placeholder="user name"
        value={q}
        onChange={(value) => change({ q: value })}
        inputRef={search}
      />
      <PagedList
        query={query}
        count={accounts.length}
        noun={['account', 'accounts']}
        empty={<NoAccounts filtered={q.trim() !== ''} />}
      >
        <ListTable caption="Local accounts" columns={COLUMNS}>
          {accounts.map((account) => (
            <Row
              key={account.id}
              account={account}
              own={me.authSource === 'internal' && me.subject === account.id}
              onAsk={(act) => setAsked({ act, account })}
            />
          ))}
        </ListTable>
      </PagedList>
      {creating ? <CreateAccount onClose={() => setCreating(false)} onDone={renew} /> : null}
      {asked === undefined ? null : asked.act === 'reset' ? (
        <ResetPassword account={asked.account} onClose={() => setAsked(undefined)} onDone={renew} />
      ) : (
        <AccountQuestion
          act={asked.act}
          account={asked.account}
          onClose={() => setAsked(undefined)}
          onDone={renew}
        />
      )}
    </Stack>
  );
}

function useAccounts(search: string): Pages<components['schemas']['AccountListDto']> {
  return useInfiniteQuery({
    queryKey: ['listAccounts', search],
    queryFn: ({ signal, pageParam }) =>
      client.call('listAccounts', {
        query: {
          ...(search === '' ? {} : { search }),
          ...(pageParam === undefined ? {} : { after: pageParam }),
        },
        signal,
      }),
    ...PAGE_AFTER_PAGE,
  });
}

function NoAccounts({ filtered }: { readonly filtered: boolean }): React.JSX.Element {
  return filtered ? (
    <Empty title="No account fits">Take the filter away to see all of them.</Empty>
  ) : (
    <Empty title="No local account yet">Press New account to make one.</Empty>
  );
}

interface RowProps {
  readonly account: Account;
  readonly own: boolean;
  readonly onAsk: (act: Asked['act']) => void;
}

function Row({ account, own, onAsk }: RowProps): React.JSX.Element {
  const { username, isAdmin, disabled, lockedUntil, createdAt } = account;
  return (
    <Table.Tr>
      <Table.Td fw={600}>{username}</Table.Td>
      <Table.Td>
        <Group gap={6}>
          {isAdmin ? (
            <Badge variant="dot" color="violet">
              administrator
            </Badge>
          ) : null}
          {own ? (
            <Badge variant="dot" color="teal">
              you
            </Badge>
          ) : null}
          {disabled ? (
            <Badge variant="dot" color="red">
              disabled
            </Badge>
          ) : null}
          {lockedUntil === null ? null : (
            <Text size="xs">
              locked until <When at={lockedUntil} />, after too many wrong passwords
            </Text>
          )}
          {!isAdmin && !disabled && lockedUntil === null ? <Text size="sm">in use</Text> : null}
        </Group>
      </Table.Td>
      <Table.Td>
        <When at={createdAt} />
      </Table.Td>
      <Table.Td>
        {own ? (
          <Text size="xs" c="dimmed" ta="end">
            Another administrator changes yours; your password is under Who am I.
          </Text>
        ) : (
          <Group gap={4} justify="end" wrap="nowrap">
            <Button
              size="compact-xs"
              variant="default"
              onClick={() => onAsk(disabled ? 'enable' : 'disable')}
              aria-label={`${disabled ? 'Enable' : 'Disable'} ${username}`}
            >
              {disabled ? 'Enable' : 'Disable'}
            </Button>
            <Button
              size="compact-xs"
              variant="default"
              onClick={() => onAsk(isAdmin ? 'demote' : 'promote')}
              aria-label={
                isAdmin ? `Take administration from ${username}` : `Make administrator: ${username}`
              }
            >
              {isAdmin ? 'Take administration' : 'Make administrator'}
            </Button>
            <Button
              size="compact-xs"
              variant="default"
              onClick={() => onAsk('reset')}
              aria-label={`Reset password of ${username}`}
            >
              Reset password
            </Button>
          </Group>
        )}
      </Table.Td>
    </Table.Tr>
  );
}
