import { type ReactNode, Suspense, useEffect, useState, useSyncExternalStore } from 'react';
import { lazyPart } from '../app/lazy-part.tsx';
import { FindBar } from './find/FindBar.tsx';
import { ResultGrid } from './grid/ResultGrid.tsx';
import type { GridView } from './grid/grid-view.ts';
import { rangeOf, type Selection, single } from './grid/selection.ts';
import type { ResultData } from './result-data.ts';
import { ResultFoot } from './ResultFoot.tsx';
import css from './ResultView.module.css';
import { type TypeSource, useTypeNames } from './types/use-type-names.ts';
import { useResultCommands } from './use-result-commands.ts';
import { useCopy } from './copy/use-copy.ts';
import { TableNameModal } from './copy/TableNameModal.tsx';

const CellViewer = lazyPart(async () => ({
  default: (await import('./viewer/CellViewer.tsx')).CellViewer,
}));

interface Props {
  readonly data: ResultData;
  /** The grid's accessible name. */
  readonly label: string;
  /** Stands below the grid, for example why the result stopped. */
  readonly footer?: ReactNode;
  /** The statement, for the name of the table in copied INSERTs. */
  readonly sourceSql?: string;
  /** Where names of types are looked up that not every PostgreSQL has. */
  readonly source?: TypeSource;
}

/** A result to read, to look through and to copy from. Nothing in it changes the database. */
export function ResultView({ data, label, footer, sourceSql, source }: Props): React.JSX.Element {
  const [view, setView] = useState<GridView>();
  const [isFinding, setFinding] = useState(false);
  const [isOpen, setOpen] = useState(false);
  const typeNames = useTypeNames(data.columns, source);
  const selection = useSelection(view);
  const copy = useCopy(data, sourceSql);
  const range = rangeOf(selection);
  const { row, column } = selection.focus;
  const about = data.columns[column];
  const backToGrid = (): void => view?.select(view.getSelection());
  const actions = {
    onOpen: () => {
      setOpen(data.rowCount > 0);
    },
    onCopy: () => {
      copy.copy(range, 'tsv');
    },
    onFind: () => {
      setFinding(true);
    },
  };
  // Once there is something to open, so that it also opens while the network is away.
  useEffect(() => {
    import('./viewer/CellViewer.tsx').catch(() => undefined);
  }, []);
  useResultCommands({ actions, data, range, copy: copy.copy });
  return (
    <div className={css.result}>
      {isFinding && view !== undefined ? (
        <FindBar
          data={data}
          view={view}
          onClose={() => {
            setFinding(false);
            backToGrid();
          }}
        />
      ) : null}
      <div className={css.middle}>
        <ResultGrid
          data={data}
          label={label}
          typeNames={typeNames}
          actions={actions}
          onView={setView}
        />
        {isOpen && about !== undefined ? (
          <Suspense>
            <CellViewer
              column={about}
              typeName={typeNames[column] ?? ''}
              row={row}
              value={data.cell(row, column)}
              onClose={() => {
                setOpen(false);
                backToGrid();
              }}
            />
            <StayInView view={view} />
          </Suspense>
        ) : null}
      </div>
      <ResultFoot data={data} range={range} onCopy={copy.copy} onFind={actions.onFind}>
        {footer}
      </ResultFoot>
      {copy.pending === undefined ? null : (
        <TableNameModal onName={copy.finish} onClose={copy.abandon} />
      )}
    </div>
  );
}

/** Beside the opened cell, once it shows, there is less room: the one that is open stays in view. */
function StayInView({ view }: { readonly view: GridView | undefined }): null {
  useEffect(() => {
    view?.select(view.getSelection(), false);
  }, [view]);
  return null;
}

const BEGINNING = single({ row: 0, column: 0 });

function useSelection(view: GridView | undefined): Selection {
  return useSyncExternalStore(
    view?.subscribe ?? (() => () => undefined),
    view?.getSelection ?? (() => BEGINNING),
  );
}
