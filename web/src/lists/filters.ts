import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback, useMemo } from 'react';

/** What of an address the filters of a page are; a filter that is not there is an empty text. */
export type Filters<Name extends string> = Readonly<Record<Name, string>>;

/**
 * The filters among the search parameters of an address. The router reads `123` and `true` as
 * values of their own kinds; a filter is a text.
 */
export function readFilters<Name extends string>(
  names: readonly Name[],
  search: Readonly<Record<string, unknown>>,
): Filters<Name> {
  const texts = names.map((name) => [name, filterText(search[name])] as const);
  return fromPairs(texts);
}

/** The search parameters for these filters; those that are empty are left out. */
export function writeFilters(filters: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(filters).filter(([, value]) => value !== ''));
}

/** The filters of the page are in its address, so that a link, and going back, has them. */
export function useFilters<Name extends string>(
  names: readonly Name[],
): [Filters<Name>, (change: Partial<Filters<Name>>) => void] {
  const search: Readonly<Record<string, unknown>> = useSearch({ strict: false });
  const navigate = useNavigate();
  const filters = useMemo(() => readFilters(names, search), [names, search]);
  const change = useCallback(
    (wanted: Partial<Filters<Name>>) => {
      void navigate({ to: '.', search: writeFilters({ ...filters, ...wanted }), replace: true });
    },
    [filters, navigate],
  );
  return [filters, change];
}

function filterText(value: unknown): string {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}

function fromPairs<Name extends string>(
  pairs: readonly (readonly [Name, string])[],
): Record<Name, string>;
function fromPairs(pairs: readonly (readonly [string, string])[]): Record<string, string> {
  return Object.fromEntries(pairs);
}
