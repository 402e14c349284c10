import { useEffect, useRef, useSyncExternalStore } from 'react';
import type { ResultData } from '../result-data.ts';
import { type GridActions, listen } from './grid-input.ts';
import { GridView } from './grid-view.ts';
import css from './Grid.module.css';

interface Props {
  readonly data: ResultData;
  readonly label: string;
  readonly typeNames: readonly string[];
  readonly actions: GridActions;
  /** Gives the grid once it stands, and undefined when it goes. */
  readonly onView: (view: GridView | undefined) => void;
}

/** The element of the grid; what is in it is the grid's own. */
export function ResultGrid({ data, label, typeNames, actions, onView }: Props): React.JSX.Element {
  const root = useRef<HTMLDivElement>(null);
  const view = useRef<GridView>(undefined);
  const latest = useRef({ actions, typeNames, onView });
  const version = useSyncExternalStore(data.subscribe, data.getSnapshot);
  useEffect(() => {
    latest.current = { actions, typeNames, onView };
  });
  useEffect(() => {
    if (root.current === null) return undefined;
    const grid = new GridView(root.current, data, latest.current.typeNames);
    const stop = listen(grid, {
      onOpen: () => {
        latest.current.actions.onOpen();
      },
      onCopy: () => {
        latest.current.actions.onCopy();
      },
      onFind: () => {
        latest.current.actions.onFind();
      },
    });
    view.current = grid;
    latest.current.onView(grid);
    return () => {
      stop();
      grid.close();
      view.current = undefined;
      latest.current.onView(undefined);
    };
  }, [data]);
  const shownNames = typeNames.join('\n');
  useEffect(() => {
    view.current?.nameTypes(latest.current.typeNames);
  }, [shownNames]);
  useEffect(() => {
    view.current?.schedule();
  }, [version]);
  return (
    <div
      ref={root}
      role="grid"
      className={css.grid}
      aria-label={label}
      aria-readonly="true"
      aria-multiselectable="true"
      aria-rowcount={data.rowCount + 1}
      aria-colcount={data.columns.length + 1}
    />
  );
}
