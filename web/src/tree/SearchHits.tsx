import { Loader, Text } from '@mantine/core';
import { keepPreviousData, useQuery, type UseQueryResult } from '@tanstack/react-query';
import type { Place } from '../catalog/catalog-query.ts';
import { ProblemNotice } from '../problem/ProblemNotice.tsx';
import { AccessBadge } from './AccessBadge.tsx';
import { NodeIcon } from './NodeIcon.tsx';
import type { Hit } from './search-path.ts';
import type { Icon } from './tree-model.ts';
import { type SearchAnswer, searchQuery } from './tree-queries.ts';
import classes from './tree.module.css';

export const HITS_ID = 'object-search-hits';
const NO_ACCESS = { read: 'none', write: 'none' } as const;
const ICONS = {
  schema: 'schema',
  relation: 'table',
  column: 'column',
  function: 'function',
  type: 'type',
} as const satisfies Record<Hit['kind'], Icon>;

interface Props {
  readonly place: Place;
  readonly text: string;
  /** Which hit Enter opens. */
  readonly chosen: number;
  readonly onOpen: (hit: Hit) => void;
}

/** What the database has under that name. The field above moves through it and opens. */
export function SearchHits({ place, text, chosen, onOpen }: Props): React.JSX.Element {
  const { data, error, isFetching, refetch } = useHits(place, text);
  const hits = data?.items ?? [];
  const count = data?.truncated === true ? `first ${String(hits.length)}` : String(hits.length);
  return (
    <>
      <Text className={classes.note} role="status" px={6}>
        {isFetching ? 'Searching …' : `${count} found in ${place.database}`}
      </Text>
      {error === null ? null : (
        <ProblemNotice error={error} onRetry={() => void refetch()} compact />
      )}
      {isFetching && data === undefined ? <Loader size="xs" mx="auto" /> : null}
      <ul role="listbox" id={HITS_ID} aria-label="Objects found" className={classes.hits}>
        {hits.map((hit, index) => (
          <HitRow
            key={`${hit.kind}:${String(hit.oid)}:${hit.name}`}
            hit={hit}
            index={index}
            chosen={index === chosen}
            onOpen={() => onOpen(hit)}
          />
        ))}
      </ul>
    </>
  );
}

/** The same answer for the field and for the list. */
export function useHits(place: Place, text: string): UseQueryResult<SearchAnswer> {
  return useQuery({
    ...searchQuery(place, text),
    enabled: text !== '',
    placeholderData: keepPreviousData,
  });
}

export function hitId(index: number): string {
  return `${HITS_ID}-${String(index)}`;
}

interface HitProps {
  readonly hit: Hit;
  readonly index: number;
  readonly chosen: boolean;
  readonly onOpen: () => void;
}

function HitRow({ hit, index, chosen, onOpen }: HitProps): React.JSX.Element {
  const { kind, schema, relation, name, detail, schemaUsage } = hit;
  const where = kind === 'schema' ? 'schema' : relation === null ? schema : `${schema}.${relation}`;
  return (
    <li
      role="option"
      id={hitId(index)}
      aria-selected={chosen}
      className={classes.hit}
      onClick={onOpen}
      ref={(element) => {
        if (chosen) element?.scrollIntoView({ block: 'nearest' });
      }}
    >
      <NodeIcon icon={ICONS[kind]} />
      <span className={classes.label}>{name}</span>
      <span className={classes.detail}>
        {where}
        {detail === null ? '' : ` · ${detail}`}
      </span>
      {schemaUsage ? null : <AccessBadge access={NO_ACCESS} />}
    </li>
  );
}
