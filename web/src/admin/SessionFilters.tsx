import { Group } from '@mantine/core';
import type { Filters } from '../lists/filters.ts';
import { SearchField } from '../lists/SearchField.tsx';

export const FILTERS = ['q', 'issuer', 'subject'] as const;
export type SessionFilter = Filters<(typeof FILTERS)[number]>;

interface Props {
  readonly filters: SessionFilter;
  readonly onChange: (change: Partial<SessionFilter>) => void;
  readonly searchRef: React.Ref<HTMLInputElement>;
}

export function SessionFilters({ filters, onChange, searchRef }: Props): React.JSX.Element {
  return (
    <Group align="end" gap="sm" role="search" aria-label="Filter the sessions">
      <SearchField
        label="Search"
        placeholder="name, subject, address, browser"
        value={filters.q}
        onChange={(q) => onChange({ q })}
        inputRef={searchRef}
      />
      <SearchField
        label="Issuer, exactly"
        maxLength={2048}
        value={filters.issuer}
        onChange={(issuer) => onChange({ issuer })}
      />
      <SearchField
        label="Subject, exactly"
        maxLength={512}
        value={filters.subject}
        onChange={(subject) => onChange({ subject })}
      />
    </Group>
  );
}
