import { useState } from 'react';
import { PlanNodeRow } from './PlanNodeRow.tsx';
import { planMove, planRows } from './plan-rows.ts';
import type { PlanNode } from './plan-tree.ts';
import classes from './plan.module.css';

/** Which node Tab comes to, and whether it is to take the focus. */
export interface PlanFocus {
  readonly id: string;
  readonly asked: number;
}

interface Props {
  readonly root: PlanNode;
  readonly analyzed: boolean;
  readonly focus: PlanFocus;
  readonly onFocus: (focus: PlanFocus) => void;
}

/** The nodes of a plan, with their figures in columns. */
export function PlanTree({ root, analyzed, focus, onFocus }: Props): React.JSX.Element {
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());
  // What somebody was sent to is shown, also where it stands inside of something closed.
  const shown = new Set([...closed].filter((id) => !focus.id.startsWith(`${id}.`)));
  const rows = planRows(root, shown);
  const toggle = (id: string): void =>
    setClosed(
      shown.has(id) ? new Set([...shown].filter((one) => one !== id)) : new Set([...shown, id]),
    );
  const go = (id: string): void => onFocus({ id, asked: focus.asked + 1 });
  const onKeyDown = (event: React.KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const move = planMove(event.key, rows, focus.id);
    if (move === null) return;
    event.preventDefault();
    if ('to' in move) go(move.to);
    else toggle(move.toggle);
  };
  return (
    <div className={classes.scroll}>
      <div className={classes.tree}>
        <div className={classes.head} aria-hidden>
          <span>Node</span>
          <span className={classes.figure}>{analyzed ? 'Rows of a loop' : 'Rows planned'}</span>
          <span className={classes.figure}>{analyzed ? 'Own time' : 'Own cost'}</span>
          <span className={classes.figure}>{analyzed ? 'With below' : 'Cost'}</span>
          <span className={classes.figure}>{analyzed ? 'Loops' : ''}</span>
        </div>
        <div role="tree" aria-label="Plan" onKeyDown={onKeyDown}>
          {rows.map((row) => (
            <PlanNodeRow
              key={row.node.id}
              row={row}
              active={row.node.id === focus.id}
              focusAsked={row.node.id === focus.id ? focus.asked : 0}
              onPress={() => go(row.node.id)}
              onToggle={() => {
                if (row.expanded !== undefined) toggle(row.node.id);
              }}
            />
          ))}
        </div>
      </div>
    </div>
  );
}
