import { isListing, type NodePage, type TreeNode } from './tree-model.ts';

/** What is known of a list: its parts so far, and how the last request for it went. */
export interface Loaded {
  readonly pages: readonly NodePage[];
  readonly pending: boolean;
  readonly error: unknown;
}

export type Row = NodeRow | NoteRow;

interface RowPlace {
  readonly id: string;
  /** From 1. */
  readonly level: number;
  /** Of the rows of the same parent, from 1. */
  readonly position: number;
  readonly siblings: number;
  /** The row that it is below. */
  readonly parent: string;
}

export interface NodeRow extends RowPlace {
  readonly kind: 'node';
  readonly node: TreeNode;
  /** Undefined for what cannot be opened. */
  readonly expanded: boolean | undefined;
}

/** A row that stands for what is not there: still loading, failed, empty, or more to come. */
export interface NoteRow extends RowPlace {
  readonly kind: 'loading' | 'failed' | 'empty' | 'more';
  readonly error: unknown;
}

export interface TreeState {
  /** What a person has opened or closed; everything else is as the node says. */
  readonly toggled: ReadonlyMap<string, boolean>;
  readonly loaded: (node: TreeNode) => Loaded;
  /** Found by the search, and shown before their list has got that far; by the folder's id. */
  readonly found: ReadonlyMap<string, TreeNode>;
}

export function isOpen({ id, open = false }: TreeNode, { toggled }: TreeState): boolean {
  return toggled.get(id) ?? open;
}

/** All rows below a node that are not inside of something closed, from top to bottom. */
export function rowsBelow(root: TreeNode, state: TreeState): Row[] {
  const rows: Row[] = [];
  const below = childrenOf(root, state);
  addRows(rows, below, { level: 1, parent: root.id, state, note: noteOf(root, state, below) });
  return rows;
}

/** The nodes whose lists have to be there: those that are open, and inside of nothing closed. */
export function openListings(node: TreeNode, state: TreeState): TreeNode[] {
  if (node.children === undefined || !isOpen(node, state)) return [];
  const below = childrenOf(node, state).flatMap((child) => openListings(child, state));
  return isListing(node.children) ? [node, ...below] : below;
}

function childrenOf(node: TreeNode, state: TreeState): readonly TreeNode[] {
  const { children } = node;
  if (children === undefined) return [];
  if (!isListing(children)) return children;
  const listed = state.loaded(node).pages.flatMap(({ nodes }) => nodes);
  const found = state.found.get(node.id);
  if (found === undefined || listed.some(({ id }) => id === found.id)) return listed;
  return [found, ...listed];
}

interface Below {
  readonly level: number;
  readonly parent: string;
  readonly state: TreeState;
  readonly note: Pick<NoteRow, 'kind' | 'error'> | null;
}

function addRows(
  rows: Row[],
  nodes: readonly TreeNode[],
  { level, parent, state, note }: Below,
): void {
  const siblings = nodes.length + (note === null ? 0 : 1);
  nodes.forEach((node, index) => {
    const openable = node.children !== undefined;
    const expanded = openable ? isOpen(node, state) : undefined;
    const place = { id: node.id, level, position: index + 1, siblings, parent };
    rows.push({ ...place, kind: 'node', node, expanded });
    if (expanded !== true) return;
    const below = childrenOf(node, state);
    const inside = { level: level + 1, parent: node.id, state, note: noteOf(node, state, below) };
    addRows(rows, below, inside);
  });
  if (note === null) return;
  rows.push({ ...note, id: `${parent}:note`, level, parent, position: siblings, siblings });
}

function noteOf(node: TreeNode, state: TreeState, below: readonly TreeNode[]): Below['note'] {
  if (!isListing(node.children)) return null;
  const { error, pending, pages } = state.loaded(node);
  if (error !== null) return { kind: 'failed', error };
  if (pending) return { kind: 'loading', error: null };
  if ((pages.at(-1)?.next ?? null) !== null) return { kind: 'more', error: null };
  return below.length === 0 ? { kind: 'empty', error: null } : null;
}
