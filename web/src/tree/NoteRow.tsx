import { Loader } from '@mantine/core';
import { ProblemNotice } from '../problem/ProblemNotice.tsx';
import { ariaPlace, useFocusWhenAsked } from './TreeRow.tsx';
import type { NoteRow as Note } from './tree-rows.ts';
import classes from './tree.module.css';

interface Props {
  readonly row: Note;
  readonly active: boolean;
  readonly focusAsked: number;
  readonly place: React.CSSProperties;
  /** Loads more, or tries again. */
  readonly onPress: () => void;
  readonly measure: (element: HTMLDivElement | null) => void;
  readonly index: number;
}

const WORDS = { loading: 'Loading …', empty: 'none', more: 'More …' } as const;

/** Stands for what is not there. */
export function NoteRow(props: Props): React.JSX.Element {
  const { row, active, focusAsked, place, onPress, measure, index } = props;
  const ref = useFocusWhenAsked(focusAsked);
  const failed = row.kind === 'failed';
  return (
    <div
      ref={(element) => {
        ref.current = element;
        if (failed) measure(element);
      }}
      data-index={index}
      role="treeitem"
      className={`${classes.row ?? ''} ${classes.note ?? ''} ${failed ? (classes.failed ?? '') : ''}`}
      style={failed ? { ...place, blockSize: 'auto' } : place}
      tabIndex={active ? 0 : -1}
      aria-selected={active}
      {...ariaPlace(row)}
      onClick={failed ? undefined : onPress}
    >
      {row.kind === 'loading' ? <Loader size={12} aria-hidden /> : null}
      {row.kind === 'failed' ? (
        <ProblemNotice error={row.error} onRetry={onPress} compact />
      ) : (
        <span className={classes.noteWords}>{WORDS[row.kind]}</span>
      )}
    </div>
  );
}
