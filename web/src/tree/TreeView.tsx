import { useVirtualizer, defaultRangeExtractor } from '@tanstack/react-virtual';
import { useEffect, useRef, useState } from 'react';
import { matchesKeys } from '../app/keys.ts';
import { NodeMenu } from './NodeMenu.tsx';
import { NoteRow } from './NoteRow.tsx';
import { TreeRow } from './TreeRow.tsx';
import { actionsFor, type TreeHost } from './tree-actions.ts';
import { moveFor, typedAhead } from './tree-keys.ts';
import type { Row } from './tree-rows.ts';
import type { Tree } from './use-tree.ts';
import classes from './tree.module.css';

const ROW = 24;
const FAILED = 120;
const TYPING_PAUSE = 700;

/** Which row is the one that Tab comes to, and whether it is to take the focus. */
export interface Focus {
  readonly id: string;
  readonly asked: number;
}

interface Props {
  readonly tree: Tree;
  readonly host: TreeHost;
  readonly focus: Focus;
  readonly onFocus: (focus: Focus) => void;
}

/** The rows of the tree, as many as are in view, with their keys (WAI-ARIA: Tree View). */
export function TreeView({ tree, host, focus, onFocus }: Props): React.JSX.Element {
  const { rows } = tree;
  const box = useRef<HTMLDivElement>(null);
  const typed = useRef({ text: '', at: 0 });
  const [menu, setMenu] = useState<{ id: string; x: number; y: number } | null>(null);
  const found = rows.findIndex(({ id }) => id === focus.id);
  const at = Math.max(found, 0);
  // eslint-disable-next-line react-hooks/incompatible-library -- it is not compiled, and not memoised
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => box.current,
    estimateSize: (index) => (rows[index]?.kind === 'failed' ? FAILED : ROW),
    getItemKey: (index) => rows[index]?.id ?? index,
    // The row with the focus stays, however far it is scrolled away.
    rangeExtractor: (range) =>
      [...new Set([at, ...defaultRangeExtractor(range)])].toSorted((a, b) => a - b),
    overscan: 10,
  });
  const items = virtual.getVirtualItems();
  const moreBelow = items.map(({ index }) => rows[index]).find((row) => row?.kind === 'more');

  const { more } = tree;
  const wanted = moreBelow?.parent;
  useEffect(() => {
    if (wanted !== undefined) more(wanted);
    // Only when another list comes to its end within view; `more` is another function each time.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [wanted]);
  useEffect(() => {
    if (found !== -1) virtual.scrollToIndex(found, { align: 'auto' });
    // eslint-disable-next-line react-hooks/exhaustive-deps -- for a new place only, not for a new size
  }, [found, focus.asked]);

  const go = (index: number): void => {
    const row = rows[index];
    if (row !== undefined) onFocus({ id: row.id, asked: focus.asked + 1 });
  };
  const press = (row: Row): void => pressRow(row, tree);
  const runDefault = (row: Row): void => {
    const [first] = row.kind === 'node' ? actionsFor(row.node, host) : [];
    if (first !== undefined && ['rows', 'database'].includes(first.id)) first.run();
    else press(row);
  };
  const openMenu = (row: Row, place?: { x: number; y: number }): void => {
    const box = document.activeElement?.getBoundingClientRect();
    const at = place ?? { x: (box?.left ?? 0) + 40, y: box?.bottom ?? 0 };
    // Once the key is done with: the menu takes it for one of its own, and closes.
    setTimeout(() => setMenu({ id: row.id, ...at }));
  };
  const onKeyDown = (event: React.KeyboardEvent): void => {
    const row = rows[at];
    if (row === undefined || event.defaultPrevented) return;
    if (takesKey(event, row)) event.preventDefault();
  };
  /** Whether the key is one of the tree's. */
  const takesKey = (event: React.KeyboardEvent, row: Row): boolean => {
    const { key, shiftKey } = event;
    if (key === 'ContextMenu' || (key === 'F10' && shiftKey)) {
      openMenu(row);
      return true;
    }
    const actions = row.kind === 'node' ? actionsFor(row.node, host) : [];
    const action = actions.find(({ keys }) => matchesKeys(keys, event));
    if (action !== undefined) {
      action.run();
      return true;
    }
    if (event.ctrlKey || event.metaKey || event.altKey) return false;
    if (key === 'Enter' || key === ' ') {
      press(row);
      return true;
    }
    const move = moveFor(key, rows, at);
    if (move !== null && 'to' in move) go(move.to);
    else if (move !== null) tree.toggle(move.open, move.value);
    return move !== null || (key.length === 1 && typeAhead(key, event.timeStamp));
  };
  const typeAhead = (key: string, now: number): boolean => {
    const { text, at: before } = typed.current;
    typed.current = { text: now - before < TYPING_PAUSE ? text + key : key, at: now };
    const next = typedAhead(typed.current.text, rows, at);
    if (next !== null) go(next);
    return next !== null;
  };
  const menuRow = rows.find(({ id }) => id === menu?.id);

  return (
    <>
      <div ref={box} className={classes.tree} onKeyDown={onKeyDown}>
        <div
          role="tree"
          aria-label="Objects"
          className={classes.space}
          style={{ blockSize: virtual.getTotalSize() }}
        >
          {items.map(({ index, start, size, key }) => {
            const row = rows[index];
            if (row === undefined) return null;
            const shared = {
              active: index === at,
              focusAsked: row.id === focus.id ? focus.asked : 0,
              place: {
                insetBlockStart: start,
                blockSize: size,
                paddingInlineStart: 2 + (row.level - 1) * 14,
              },
            };
            const takeFocus = (): void => onFocus({ id: row.id, asked: focus.asked + 1 });
            if (row.kind !== 'node') {
              return (
                <NoteRow
                  key={key}
                  {...shared}
                  row={row}
                  index={index}
                  measure={virtual.measureElement}
                  onPress={() => press(row)}
                />
              );
            }
            return (
              <TreeRow
                key={key}
                {...shared}
                row={row}
                serverId={host.place.serverId}
                onFocused={() => {
                  if (row.id !== focus.id) onFocus({ id: row.id, asked: focus.asked });
                }}
                onPress={() => {
                  takeFocus();
                  press(row);
                }}
                onDefault={() => runDefault(row)}
                onMenu={(place) => {
                  takeFocus();
                  openMenu(row, place);
                }}
              />
            );
          })}
        </div>
      </div>
      {menu === null || menuRow?.kind !== 'node' ? null : (
        <NodeMenu
          label={menuRow.node.label}
          at={menu}
          actions={actionsFor(menuRow.node, host)}
          onClose={() => {
            setMenu(null);
            onFocus({ id: menuRow.id, asked: focus.asked + 1 });
          }}
        />
      )}
    </>
  );
}

function pressRow(row: Row, tree: Tree): void {
  if (row.kind === 'more') tree.more(row.parent);
  else if (row.kind === 'failed') tree.retry(row.parent);
  else if (row.kind === 'node' && row.expanded !== undefined) tree.toggle(row.id, !row.expanded);
}
