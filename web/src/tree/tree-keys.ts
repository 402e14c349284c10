import type { Row } from './tree-rows.ts';

/** What a key of the tree does (WAI-ARIA Authoring Practices, Tree View). */
export type Move =
  { readonly to: number } | { readonly open: string; readonly value: boolean } | null;

/** How far Page Up and Page Down go. */
const PAGE = 15;

/** For a key that is pressed at a row; null for keys that the tree does not know. */
export function moveFor(key: string, rows: readonly Row[], at: number): Move {
  const row = rows[at];
  if (row === undefined) return null;
  const last = rows.length - 1;
  switch (key) {
    case 'ArrowDown':
      return { to: Math.min(at + 1, last) };
    case 'ArrowUp':
      return { to: Math.max(at - 1, 0) };
    case 'PageDown':
      return { to: Math.min(at + PAGE, last) };
    case 'PageUp':
      return { to: Math.max(at - PAGE, 0) };
    case 'Home':
      return { to: 0 };
    case 'End':
      return { to: last };
    case 'ArrowRight':
      return inwards(rows, at);
    case 'ArrowLeft':
      return outwards(rows, at);
    default:
      return null;
  }
}

function inwards(rows: readonly Row[], at: number): Move {
  const row = rows[at];
  if (row?.kind !== 'node' || row.expanded === undefined) return null;
  if (!row.expanded) return { open: row.id, value: true };
  return rows[at + 1]?.parent === row.id ? { to: at + 1 } : null;
}

function outwards(rows: readonly Row[], at: number): Move {
  const row = rows[at];
  if (row === undefined) return null;
  if (row.kind === 'node' && row.expanded === true) return { open: row.id, value: false };
  const parent = rows.findIndex(({ id }) => id === row.parent);
  return parent === -1 ? null : { to: parent };
}

/** The next row, from behind this one and round, whose name begins with what was typed. */
export function typedAhead(typed: string, rows: readonly Row[], at: number): number | null {
  const wanted = typed.toLowerCase();
  // With more letters, the row itself may still be the one.
  const first = wanted.length === 1 ? 1 : 0;
  for (let step = first; step <= rows.length; step += 1) {
    const index = (at + step) % rows.length;
    const row = rows[index];
    if (row?.kind === 'node' && row.node.label.toLowerCase().startsWith(wanted)) return index;
  }
  return null;
}
