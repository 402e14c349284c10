import { Button, Group, Select } from '@mantine/core';
import type { Filters } from '../lists/filters.ts';
import { SearchField } from '../lists/SearchField.tsx';
import { useServerChoices } from '../lists/server-choices.ts';
import { outcomeWords } from '../sessions/session-words.ts';
import { OUTCOMES } from './history-words.ts';

export const FILTERS = ['q', 'server', 'outcome'] as const;
export type HistoryFilter = Filters<(typeof FILTERS)[number]>;

interface Props {
  readonly filters: HistoryFilter;
  readonly onChange: (change: Partial<HistoryFilter>) => void;
  readonly searchRef: React.Ref<HTMLInputElement>;
}

export function HistoryFilters({ filters, onChange, searchRef }: Props): React.JSX.Element {
  const servers = useServerChoices(filters.server);
  const narrowed = FILTERS.some((name) => filters[name] !== '');
  return (
    <Group align="end" gap="sm" role="search" aria-label="Filter the history">
      <SearchField
        label="Search"
        placeholder="SQL, server, database, message"
        width={280}
        value={filters.q}
        onChange={(q) => onChange({ q })}
        inputRef={searchRef}
      />
      <Select
        label="Server"
        placeholder="all"
        data={[...servers]}
        value={filters.server === '' ? null : filters.server}
        onChange={(server) => onChange({ server: server ?? '' })}
        searchable
        clearable
        w={220}
      />
      <Select
        label="How it ended"
        placeholder="all"
        data={OUTCOMES.map((value) => ({ value, label: outcomeWords(value).text }))}
        value={filters.outcome === '' ? null : filters.outcome}
        onChange={(outcome) => onChange({ outcome: outcome ?? '' })}
        clearable
        w={180}
      />
      {narrowed ? (
        <Button variant="subtle" onClick={() => onChange({ q: '', server: '', outcome: '' })}>
          Show all
        </Button>
      ) : null}
    </Group>
  );
}
