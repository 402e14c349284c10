import { IconChevronRight } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import type { PlanRow } from './plan-rows.ts';
import type { PlanNode } from './plan-tree.ts';
import { bytesText, countText, timesText, timeText } from './plan-words.ts';
import { WRONG_ESTIMATE } from './slow-parts.ts';
import classes from './plan.module.css';

interface Props {
  readonly row: PlanRow;
  readonly active: boolean;
  /** Grows when the row is to take the focus. */
  readonly focusAsked: number;
  readonly onPress: () => void;
  readonly onToggle: () => void;
}

/** From this share on the bar is in the colour of a warning. */
const HOT = 0.3;

/** One node of a plan: what it does, what it took, and what is remarkable about it. */
export function PlanNodeRow({
  row,
  active,
  focusAsked,
  onPress,
  onToggle,
}: Props): React.JSX.Element {
  const { node, level, position, siblings, expanded } = row;
  const ref = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (focusAsked > 0) ref.current?.focus();
  }, [focusAsked]);
  const percent = Math.round(node.share * 100);
  return (
    <div
      ref={ref}
      role="treeitem"
      className={node.neverExecuted ? `${classes.row ?? ''} ${classes.never ?? ''}` : classes.row}
      tabIndex={active ? 0 : -1}
      aria-selected={active}
      aria-expanded={expanded}
      aria-level={level}
      aria-posinset={position}
      aria-setsize={siblings}
      onClick={onPress}
      onDoubleClick={onToggle}
    >
      <div className={classes.line}>
        <span style={{ paddingInlineStart: (level - 1) * 16 }}>
          <IconChevronRight
            aria-hidden
            className={classes.chevron}
            data-open={expanded === true}
            style={expanded === undefined ? { visibility: 'hidden' } : undefined}
            onClick={onToggle}
          />
          {node.role === null ? null : <span className={classes.role}>{node.role}</span>}
          <span className={classes.type}>{node.type}</span>
          {node.on === null ? null : <span> on {node.on}</span>}
        </span>
        <RowFigures node={node} />
        <span className={classes.figure}>
          {node.ownTime === null ? countText(node.ownCost) : timeText(node.ownTime)}
          <span className={classes.quiet}> {percent}%</span>
          <span className={classes.bar} data-hot={node.share >= HOT} aria-hidden>
            <span style={{ inlineSize: `${String(percent)}%` }} />
          </span>
        </span>
        <span className={classes.figure}>{totalOf(node)}</span>
        <span className={classes.figure}>{node.loops === null ? '' : countText(node.loops)}</span>
      </div>
      <Remarks node={node} indent={(level - 1) * 16} />
    </div>
  );
}

function totalOf({ time, cost }: PlanNode): string {
  if (time !== null) return timeText(time);
  return cost === null ? '' : countText(cost);
}

function RowFigures({ node }: { readonly node: PlanNode }): React.JSX.Element {
  const { plannedRows, actualRows, neverExecuted } = node;
  const planned = plannedRows === null ? '' : countText(plannedRows);
  if (neverExecuted) return <span className={classes.figure}>never executed</span>;
  if (actualRows === null) return <span className={classes.figure}>{planned}</span>;
  return (
    <span className={classes.figure}>
      {countText(actualRows)} <span className={classes.quiet}>of {planned} planned</span>
    </span>
  );
}

interface RemarksProps {
  readonly node: PlanNode;
  readonly indent: number;
}

/** Conditions, then what is remarkable, then buffers; nothing where there is nothing. */
function Remarks({ node, indent }: RemarksProps): React.JSX.Element | null {
  const warnings = warningsOf(node);
  const notes = notesOf(node);
  if (warnings.length + notes.length + node.conditions.length === 0) return null;
  return (
    <div className={classes.more} style={{ paddingInlineStart: indent }}>
      {node.conditions.map(([name, text]) => (
        <div key={name}>
          <span className={classes.quiet}>{name}:</span> <code>{text}</code>
        </div>
      ))}
      {warnings.map((text) => (
        <span key={text} className={classes.warn}>
          {text}
        </span>
      ))}
      {notes.length === 0 ? null : <span className={classes.quiet}>{notes.join(' · ')}</span>}
    </div>
  );
}

function warningsOf({ misestimate, spilled }: PlanNode): string[] {
  return [
    ...(misestimate !== null && misestimate >= WRONG_ESTIMATE
      ? [`estimate ${timesText(misestimate)} off`]
      : []),
    ...(spilled === null ? [] : [spilled === 0 ? 'on disk' : `${bytesText(spilled)} on disk`]),
  ];
}

function notesOf(node: PlanNode): string[] {
  const { rowsRemoved, workersPlanned, workersLaunched, buffers, fields } = node;
  return [
    ...(rowsRemoved === null || rowsRemoved === 0
      ? []
      : [`${countText(rowsRemoved)} rows removed`]),
    ...(workersPlanned === null
      ? []
      : [
          workersLaunched === null
            ? `${String(workersPlanned)} workers`
            : `${String(workersLaunched)} of ${String(workersPlanned)} workers`,
        ]),
    ...buffers.map(([name, pages]) => `${name} ${countText(pages)}`),
    ...fields
      .filter(([name, text]) => SHOWN.has(name) && text !== '0')
      .map(([name, text]) => `${name}: ${text}`),
  ];
}

/** Of the many further fields, those that say something about speed. */
const SHOWN = new Set([
  'Sort Method',
  'Hash Batches',
  'Peak Memory Usage',
  'Heap Fetches',
  'Exact Heap Blocks',
  'Lossy Heap Blocks',
  'Cache Hits',
  'Cache Misses',
  'Subplans Removed',
  'Index Searches',
  'WAL Records',
  'Conflict Resolution',
]);
