import { CloseButton, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import type { Place } from '../catalog/catalog-query.ts';
import { HITS_ID, hitId, SearchHits, useHits } from './SearchHits.tsx';
import type { Hit } from './search-path.ts';
import classes from './tree.module.css';

interface Props {
  readonly place: Place;
  readonly field: React.RefObject<HTMLInputElement | null>;
  readonly onOpen: (hit: Hit) => void;
  /** The field was left for the tree. */
  readonly onLeave: () => void;
  /** Beside the field. */
  readonly beside: React.ReactNode;
  /** What is shown while nothing is searched for. */
  readonly children: React.ReactNode;
}

/** A field that searches the whole database, and what it finds in the place of the tree. */
export function ObjectSearch(props: Props): React.JSX.Element {
  const { place, field, onOpen, onLeave, beside, children } = props;
  const [text, setText] = useState('');
  const [chosen, setChosen] = useState(0);
  const [asked] = useDebouncedValue(text.trim(), 200);
  const { data } = useHits(place, asked);
  const searching = text.trim() !== '';
  const hits = searching ? (data?.items ?? []) : [];
  const change = (value: string): void => {
    setText(value);
    setChosen(0);
  };
  const open = (hit: Hit): void => {
    change('');
    onOpen(hit);
  };
  const takesKey = (key: string): boolean => {
    const hit = hits[chosen];
    if (key === 'Escape' && text !== '') change('');
    else if (key === 'ArrowDown' && !searching) onLeave();
    else if (key === 'ArrowDown') setChosen(Math.min(chosen + 1, Math.max(hits.length - 1, 0)));
    else if (key === 'ArrowUp' && searching) setChosen(Math.max(chosen - 1, 0));
    else if (key === 'Enter' && hit !== undefined) open(hit);
    else return false;
    return true;
  };
  return (
    <>
      <div className={classes.head}>
        <TextInput
          ref={field}
          style={{ flex: 1 }}
          aria-label="Find an object in the database"
          placeholder="Find an object …"
          leftSection={<IconSearch size={14} aria-hidden />}
          rightSection={
            text === '' ? null : (
              <CloseButton size="xs" aria-label="Clear the search" onClick={() => change('')} />
            )
          }
          value={text}
          onChange={(event) => change(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (takesKey(event.key)) event.preventDefault();
          }}
          role="combobox"
          aria-expanded={searching}
          aria-controls={searching ? HITS_ID : undefined}
          aria-autocomplete="list"
          aria-activedescendant={hits.length > 0 ? hitId(chosen) : undefined}
        />
        {beside}
      </div>
      {searching ? (
        <SearchHits place={place} text={asked} chosen={chosen} onOpen={open} />
      ) : (
        children
      )}
    </>
  );
}
