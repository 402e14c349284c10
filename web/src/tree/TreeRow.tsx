import { IconChevronRight, IconDots, IconTableRow } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { AccessBadge } from './AccessBadge.tsx';
import { NodeIcon } from './NodeIcon.tsx';
import type { NodeRow, Row } from './tree-rows.ts';
import classes from './tree.module.css';

export interface RowProps {
  readonly row: NodeRow;
  readonly serverId: string;
  readonly active: boolean;
  /** Grows when the row is to take the focus. */
  readonly focusAsked: number;
  readonly place: React.CSSProperties;
  /** The focus has come to it, by whatever way. */
  readonly onFocused: () => void;
  readonly onPress: () => void;
  readonly onDefault: () => void;
  readonly onMenu: (at: { readonly x: number; readonly y: number }) => void;
}

export function TreeRow(props: RowProps): React.JSX.Element {
  const { row, active, focusAsked, place, onFocused, onPress, onDefault, onMenu } = props;
  const { node, expanded } = row;
  const ref = useFocusWhenAsked(focusAsked);
  const [hovered, setHovered] = useState(false);
  const closed = node.access?.read === 'none' && node.access.write === 'none';
  return (
    <div
      ref={ref}
      role="treeitem"
      className={closed ? `${classes.row ?? ''} ${classes.closed ?? ''}` : classes.row}
      style={place}
      tabIndex={active ? 0 : -1}
      aria-description={node.title}
      title={node.title}
      aria-selected={active}
      aria-expanded={expanded}
      {...ariaPlace(row)}
      onFocus={onFocused}
      onMouseEnter={() => setHovered(true)}
      onMouseLeave={() => setHovered(false)}
      onClick={onPress}
      onDoubleClick={node.relation === undefined ? undefined : onDefault}
      onContextMenu={(event) => {
        event.preventDefault();
        onMenu({ x: event.clientX, y: event.clientY });
      }}
    >
      {expanded === undefined ? (
        <span className={classes.chevron} />
      ) : (
        <IconChevronRight aria-hidden className={classes.chevron} data-open={expanded} />
      )}
      <NodeIcon icon={node.icon} />
      <Label {...props} />
      {node.marks?.map(({ short, words }) => (
        <abbr key={short} className={classes.mark} title={words}>
          {short}
        </abbr>
      ))}
      <span className={classes.detail}>{node.detail}</span>
      {active || hovered ? <RowButtons {...props} /> : null}
      {node.access === undefined ? null : <AccessBadge access={node.access} />}
    </div>
  );
}

function Label({ row: { node }, serverId }: RowProps): React.JSX.Element {
  if (node.database === undefined) return <span className={classes.label}>{node.label}</span>;
  return (
    <Link
      className={classes.label}
      to="/s/$server/$db"
      params={{ server: serverId, db: node.database }}
      tabIndex={-1}
    >
      {node.label}
    </Link>
  );
}

/** For the mouse; the keyboard has Enter and Shift+F10. */
function RowButtons({ row: { node }, onDefault, onMenu }: RowProps): React.JSX.Element | null {
  if (node.name === undefined) return null;
  return (
    <span className={classes.actions} aria-hidden>
      {node.relation === undefined ? null : (
        <button
          type="button"
          className={classes.action}
          tabIndex={-1}
          title="Rows (Enter)"
          onClick={(event) => {
            event.stopPropagation();
            onDefault();
          }}
        >
          <IconTableRow size={14} aria-hidden />
        </button>
      )}
      <button
        type="button"
        className={classes.action}
        tabIndex={-1}
        title="More (Shift+F10)"
        onClick={(event) => {
          event.stopPropagation();
          const { left, bottom } = event.currentTarget.getBoundingClientRect();
          onMenu({ x: left, y: bottom });
        }}
      >
        <IconDots size={14} aria-hidden />
      </button>
    </span>
  );
}

/** For `role=treeitem`: the tree is flat, so that only what is in view is there. */
export function ariaPlace({ level, position, siblings }: Row): {
  readonly 'aria-level': number;
  readonly 'aria-posinset': number;
  readonly 'aria-setsize': number;
} {
  return { 'aria-level': level, 'aria-posinset': position, 'aria-setsize': siblings };
}

export function useFocusWhenAsked(asked: number): React.RefObject<HTMLDivElement | null> {
  const ref = useRef<HTMLDivElement>(null);
  const isNew = useRef(true);
  useEffect(() => {
    const comes = isNew.current;
    isNew.current = false;
    // A row also comes when it scrolls into view again: what a person has gone to keeps the focus.
    if (asked > 0 && (!comes || isFree(ref.current))) ref.current?.focus({ preventScroll: true });
  }, [asked]);
  return ref;
}

/** Whether the focus is nowhere, or in the tree already. */
function isFree(row: HTMLElement | null): boolean {
  const { activeElement } = document;
  const isNowhere = activeElement === null || activeElement === document.body;
  return isNowhere || row?.closest('[role="tree"]')?.contains(activeElement) === true;
}
