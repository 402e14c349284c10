import { type ReactNode, useState } from 'react';
import { ResultGrid } from './grid/ResultGrid.tsx';
import type { GridView } from './grid/grid-view.ts';
import type { ResultData } from './result-data.ts';
import css from './ResultView.module.css';
import { type TypeSource, useTypeNames } from './types/use-type-names.ts';

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

export function ResultView({ data, label, footer, source }: Props): React.JSX.Element {
  const [, setView] = useState<GridView>();
  const typeNames = useTypeNames(data.columns, source);
  const nothing = (): void => undefined;
  return (
    <div className={css.result}>
      <ResultGrid
        data={data}
        label={label}
        typeNames={typeNames}
        actions={{ onOpen: nothing, onCopy: nothing, onFind: nothing }}
        onView={setView}
      />
      <div className={css.foot}>{footer}</div>
    </div>
  );
}
