import { Switch } from '@mantine/core';
import { useMemo, useState } from 'react';
import { LineWindow } from './LineWindow.tsx';
import { Parts } from './Parts.tsx';
import { lineParts, lineStarts } from './text-lines.ts';
import css from './Viewer.module.css';

/** A text of any length, line by line. */
export function TextValue({ text }: { readonly text: string }): React.JSX.Element {
  const [wraps, setWraps] = useState(true);
  const [showsSpace, setShowsSpace] = useState(false);
  const [columns, setColumns] = useState(60);
  const starts = useMemo(
    () => lineStarts(text, wraps ? columns : undefined),
    [text, wraps, columns],
  );
  return (
    <>
      <div className={css.options}>
        <Switch
          size="xs"
          label="Wrap"
          checked={wraps}
          onChange={(event) => {
            setWraps(event.currentTarget.checked);
          }}
        />
        <Switch
          size="xs"
          label="Show whitespace"
          checked={showsSpace}
          onChange={(event) => {
            setShowsSpace(event.currentTarget.checked);
          }}
        />
      </div>
      <LineWindow
        label="Value as text"
        count={Math.max(1, starts.length - 1)}
        onColumns={setColumns}
        line={(index) => (
          <Parts parts={lineParts(text.slice(starts[index], starts[index + 1]), showsSpace)} />
        )}
      />
    </>
  );
}
