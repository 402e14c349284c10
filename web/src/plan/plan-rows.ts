import type { PlanNode } from './plan-tree.ts';

/** A node as it stands in the tree on the screen. */
export interface PlanRow {
  readonly node: PlanNode;
  /** From 1, as are the position and the number of siblings. */
  readonly level: number;
  readonly position: number;
  readonly siblings: number;
  readonly parent: string | null;
  /** Undefined for a node with nothing below. */
  readonly expanded: boolean | undefined;
}

/** The rows that are inside of nothing closed, from top to bottom. */
export function planRows(root: PlanNode, closed: ReadonlySet<string>): PlanRow[] {
  const rows: PlanRow[] = [];
  const add = (node: PlanNode, place: Omit<PlanRow, 'node' | 'expanded'>): void => {
    const expanded = node.children.length === 0 ? undefined : !closed.has(node.id);
    rows.push({ ...place, node, expanded });
    if (expanded !== true) return;
    node.children.forEach((child, index) => {
      add(child, {
        level: place.level + 1,
        position: index + 1,
        siblings: node.children.length,
        parent: node.id,
      });
    });
  };
  add(root, { level: 1, position: 1, siblings: 1, parent: null });
  return rows;
}

export type PlanMove = { readonly to: string } | { readonly toggle: string } | null;

/** What a key does at a row (WAI-ARIA Authoring Practices, Tree View). */
export function planMove(key: string, rows: readonly PlanRow[], id: string): PlanMove {
  const at = rows.findIndex(({ node }) => node.id === id);
  const row = rows[at];
  const go = (index: number): PlanMove => {
    const target = rows[index];
    return target === undefined ? null : { to: target.node.id };
  };
  if (row === undefined) return go(0);
  switch (key) {
    case 'ArrowDown':
      return go(at + 1);
    case 'ArrowUp':
      return go(at - 1);
    case 'Home':
      return go(0);
    case 'End':
      return go(rows.length - 1);
    case 'ArrowRight':
      return row.expanded === false ? { toggle: id } : row.expanded === true ? go(at + 1) : null;
    case 'ArrowLeft':
      if (row.expanded === true) return { toggle: id };
      return row.parent === null ? null : { to: row.parent };
    case 'Enter':
    case ' ':
      return row.expanded === undefined ? null : { toggle: id };
    default:
      return null;
  }
}
