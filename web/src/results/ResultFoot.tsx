import { Button, Text, Tooltip } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { type ReactNode, useSyncExternalStore } from 'react';
import { keysText } from '../app/keys.ts';
import { cellsText } from './copy/copy-cells.ts';
import { CopyMenu } from './copy/CopyMenu.tsx';
import type { CopyFormat } from './copy/formats.ts';
import { type CellRange, cellCount } from './grid/selection.ts';
import type { ResultData } from './result-data.ts';
import css from './ResultView.module.css';

interface Props {
  readonly data: ResultData;
  readonly range: CellRange;
  readonly onCopy: (range: CellRange, format: CopyFormat) => void;
  readonly onFind: () => void;
  readonly children?: ReactNode;
}

/** What can be done with the rows, and how many are selected. */
export function ResultFoot({ data, range, onCopy, onFind, children }: Props): React.JSX.Element {
  useSyncExternalStore(data.subscribe, data.getSnapshot);
  const { rowCount } = data;
  return (
    <div className={css.foot}>
      <CopyMenu
        range={range}
        rowCount={rowCount}
        onCopy={(what, format) => {
          onCopy(what === 'all' ? wholeOf(data) : range, format);
        }}
      />
      <Tooltip label={`Find in result (${keysText('mod+f')} in the grid)`}>
        <Button
          size="compact-xs"
          variant="default"
          leftSection={<IconSearch size={14} aria-hidden />}
          disabled={rowCount === 0}
          onClick={onFind}
        >
          Find
        </Button>
      </Tooltip>
      <Text size="xs" aria-live="polite">
        {cellCount(range) > 1 && rowCount > 0 ? `${cellsText(cellCount(range))} selected` : ''}
      </Text>
      {children}
    </div>
  );
}

export function wholeOf({ rowCount, columns }: ResultData): CellRange {
  return { top: 0, bottom: rowCount - 1, left: 0, right: columns.length - 1 };
}
