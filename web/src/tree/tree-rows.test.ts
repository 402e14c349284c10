import { describe, expect, it } from 'vitest';
import { moveFor, typedAhead } from './tree-keys.ts';
import type { TreeNode } from './tree-model.ts';
import { type Loaded, openListings, type Row, rowsBelow, type TreeState } from './tree-rows.ts';

const ROOT: TreeNode = {
  id: 'root',
  label: 'root',
  icon: 'folder',
  open: true,
  children: { of: 'schemas' },
};
const LEAF: TreeNode = { id: 'leaf', label: 'leaf', icon: 'column' };
const TABLES: TreeNode = {
  id: 'tables',
  label: 'Tables',
  icon: 'table',
  children: { of: 'relations', schema: 'public', kinds: ['table'] },
};
const NOTHING: Loaded = { pages: [], pending: true, error: null };

function state(
  lists: Readonly<Record<string, Partial<Loaded>>>,
  open: Readonly<Record<string, boolean>> = {},
  found: Readonly<Record<string, TreeNode>> = {},
): TreeState {
  return {
    toggled: new Map(Object.entries(open)),
    found: new Map(Object.entries(found)),
    loaded: ({ id }) => ({ ...NOTHING, pending: lists[id] === undefined, ...lists[id] }),
  };
}

function listed(nodes: readonly TreeNode[], next: string | null = null): Partial<Loaded> {
  return { pages: [{ nodes, next }] };
}

function shown(rows: readonly Row[]): string[] {
  return rows.map(
    (row) => `${String(row.level)} ${row.kind === 'node' ? row.node.label : row.kind}`,
  );
}

describe('the rows of the tree', () => {
  it('are those inside of nothing closed', () => {
    const lists = { root: listed([TABLES]), tables: listed([LEAF]) };
    expect(shown(rowsBelow(ROOT, state(lists)))).toEqual(['1 Tables']);
    expect(shown(rowsBelow(ROOT, state(lists, { tables: true })))).toEqual(['1 Tables', '2 leaf']);
  });
  it.each([
    [{}, 'loading'],
    [{ tables: listed([]) }, 'empty'],
    [{ tables: { error: new Error('no'), pending: false } }, 'failed'],
    [{ tables: listed([LEAF], 'b') }, 'more'],
  ])('say what is not there: %j is %s', (lists, kind) => {
    const rows = rowsBelow(ROOT, state({ root: listed([TABLES]), ...lists }, { tables: true }));
    expect(rows.at(-1)).toMatchObject({ kind, level: 2, parent: 'tables' });
  });
  it('know their places among their siblings, the row for more included', () => {
    const rows = rowsBelow(ROOT, state({ root: listed([TABLES, LEAF], 'next') }));
    expect(rows.map(({ position, siblings }) => [position, siblings])).toEqual([
      [1, 3],
      [2, 3],
      [3, 3],
    ]);
  });
  it('show what the search has found before its list has come so far, and only once', () => {
    const open = { tables: true };
    const found = { tables: LEAF };
    const lists = {
      root: listed([TABLES]),
      tables: listed([{ ...LEAF, id: 'a', label: 'a' }], 'b'),
    };
    expect(shown(rowsBelow(ROOT, state(lists, open, found)))).toEqual([
      '1 Tables',
      '2 leaf',
      '2 a',
      '2 more',
    ]);
    const all = { root: listed([TABLES]), tables: listed([LEAF]) };
    expect(shown(rowsBelow(ROOT, state(all, open, found)))).toEqual(['1 Tables', '2 leaf']);
  });
  it('ask for the lists that are open only', () => {
    const lists = { root: listed([TABLES]) };
    expect(openListings(ROOT, state(lists)).map(({ id }) => id)).toEqual(['root']);
    expect(openListings(ROOT, state(lists, { tables: true })).map(({ id }) => id)).toEqual([
      'root',
      'tables',
    ]);
  });
});

describe('the keys of the tree', () => {
  const lists = {
    root: listed([TABLES, LEAF]),
    tables: listed([{ ...LEAF, id: 'in', label: 'inner' }]),
  };
  const open = rowsBelow(ROOT, state(lists, { tables: true }));
  const closed = rowsBelow(ROOT, state(lists));

  it.each([
    ['ArrowRight', closed, 0, { open: 'tables', value: true }],
    ['ArrowRight', open, 0, { to: 1 }],
    ['ArrowRight', open, 1, null],
    ['ArrowLeft', open, 0, { open: 'tables', value: false }],
    ['ArrowLeft', open, 1, { to: 0 }],
    ['ArrowLeft', closed, 0, null],
    ['ArrowDown', open, 2, { to: 2 }],
    ['ArrowUp', open, 2, { to: 1 }],
    ['Home', open, 2, { to: 0 }],
    ['End', open, 0, { to: 2 }],
    ['x', open, 0, null],
  ] as const)('%s', (key, rows, at, move) => {
    expect(moveFor(key, rows, at)).toEqual(move);
  });
  it('go to the next name that begins with what is typed, and round', () => {
    expect(typedAhead('l', open, 0)).toBe(2);
    expect(typedAhead('t', open, 2)).toBe(0);
    expect(typedAhead('in', open, 1)).toBe(1);
    expect(typedAhead('z', open, 1)).toBeNull();
  });
});
