import { Autocomplete, Button, Group, Select, TextInput } from '@mantine/core';
import type { Filters } from '../lists/filters.ts';
import { SearchField } from '../lists/SearchField.tsx';
import { useServerChoices } from '../lists/server-choices.ts';
import { outcomeWords } from '../sessions/session-words.ts';

export const FILTERS = ['person', 'action', 'outcome', 'server', 'from', 'to'] as const;

const NOTHING = { person: '', action: '', outcome: '', server: '', from: '', to: '' };

const ACTIONS = [
  'query',
  'copy',
  'connect',
  'session',
  'catalog',
  'inspect',
  'request',
  'login',
  'server.create',
  'server.update',
  'server.remove',
  'binding.approve',
  'binding.release',
  'account.create',
  'account.disable',
  'account.enable',
  'account.promote',
  'account.demote',
  'account.reset-password',
  'account.change-password',
  'session.end',
  'session.end-all',
  'session.backchannel-logout',
];

const OUTCOMES = [
  'ok',
  'failed',
  'denied',
  'cancelled',
  'client-aborted',
  'timeout',
  'session-ended',
  'unknown',
  'running',
];

interface Props {
  readonly filters: Filters<(typeof FILTERS)[number]>;
  readonly onChange: (change: Partial<Filters<(typeof FILTERS)[number]>>) => void;
  readonly searchRef: React.Ref<HTMLInputElement>;
}

export function AuditFilters({ filters, onChange, searchRef }: Props): React.JSX.Element {
  const servers = useServerChoices(filters.server);
  return (
    <Group align="end" gap="sm" role="search" aria-label="Filter the audit">
      <SearchField
        label="Person"
        placeholder="name, subject, database user"
        value={filters.person}
        onChange={(person) => onChange({ person })}
        inputRef={searchRef}
      />
      <Autocomplete
        label="Action"
        placeholder="all"
        size="xs"
        w={180}
        clearable
        data={ACTIONS}
        value={filters.action}
        onChange={(action) => onChange({ action })}
      />
      <Select
        label="How it ended"
        placeholder="all"
        w={170}
        clearable
        data={OUTCOMES.map((value) => ({ value, label: outcomeWords(value).text }))}
        value={filters.outcome === '' ? null : filters.outcome}
        onChange={(outcome) => onChange({ outcome: outcome ?? '' })}
      />
      <Select
        label="Server"
        placeholder="all"
        w={180}
        clearable
        searchable
        data={[...servers]}
        value={filters.server === '' ? null : filters.server}
        onChange={(server) => onChange({ server: server ?? '' })}
      />
      <TextInput
        type="datetime-local"
        label="From"
        value={filters.from}
        onChange={({ currentTarget }) => onChange({ from: currentTarget.value })}
      />
      <TextInput
        type="datetime-local"
        label="To"
        value={filters.to}
        onChange={({ currentTarget }) => onChange({ to: currentTarget.value })}
      />
      {FILTERS.some((name) => filters[name] !== '') ? (
        <Button variant="subtle" onClick={() => onChange(NOTHING)}>
          Show all
        </Button>
      ) : null}
    </Group>
  );
}
