import { useQueries, useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Place } from '../catalog/catalog-query.ts';
import { isListing, type NodePage, type TreeNode } from './tree-model.ts';
import { listingQuery } from './tree-queries.ts';
import { type Loaded, openListings, type Row, rowsBelow, type TreeState } from './tree-rows.ts';

const NOTHING_YET: Loaded = { pages: [], pending: true, error: null };
const ROOT: TreeNode = {
  id: 'databases',
  label: 'Databases',
  icon: 'folder',
  open: true,
  children: { of: 'databases' },
};

export interface Tree {
  readonly rows: readonly Row[];
  readonly toggle: (id: string, open: boolean) => void;
  /** Asks for the next part of the list below a node. */
  readonly more: (id: string) => void;
  readonly retry: (id: string) => void;
  readonly refresh: () => void;
  /** Opens nodes, and shows one in a list before that list has come so far. */
  readonly reveal: (path: RevealedPath) => void;
}

export interface RevealedPath {
  readonly open: readonly string[];
  /** By the id of the node that they are below. */
  readonly found: ReadonlyMap<string, TreeNode>;
}

/** One request for a part of the list below a node. */
interface Part {
  readonly id: string;
  readonly query: ReturnType<typeof listingQuery>;
}

/** The object tree of a database: what is open, and what is known of it. */
export function useTree(place: Place): Tree {
  const queries = useQueryClient();
  const [toggled, setToggled] = useState<ReadonlyMap<string, boolean>>(new Map());
  const [found, setFound] = useState<ReadonlyMap<string, TreeNode>>(new Map());
  // How many parts of each list are wanted; one, where nothing is said.
  const [wanted, setWanted] = useState<ReadonlyMap<string, number>>(new Map());

  const parts = partsNow(queries, place, { toggled, found, wanted });
  const results = useQueries({ queries: parts.map(({ query }) => query) });
  const known = new Map<string, Loaded>();
  parts.forEach(({ id }, index) => {
    const result = results[index];
    if (result === undefined) return;
    const { pages, pending, error } = known.get(id) ?? { ...NOTHING_YET, pending: false };
    known.set(id, {
      pages: result.data === undefined ? pages : [...pages, result.data],
      pending: pending || (result.isPending && !result.isError),
      error: error ?? (result.data === undefined ? result.error : null),
    });
  });
  const state: TreeState = { toggled, found, loaded: ({ id }) => known.get(id) ?? NOTHING_YET };

  return {
    rows: rowsBelow(ROOT, state),
    toggle: (id, open) => setToggled((before) => new Map(before).set(id, open)),
    more: (id) => {
      const parts = known.get(id)?.pages.length ?? 0;
      setWanted((before) => new Map(before).set(id, parts + 1));
    },
    retry: (id) => {
      parts.forEach((part, index) => {
        if (part.id === id && results[index]?.isError === true) void results[index].refetch();
      });
    },
    refresh: () => {
      setFound(new Map());
      void queries.invalidateQueries({
        predicate: ({ queryKey: [, serverId, database] }) =>
          serverId === place.serverId && database === place.database,
      });
    },
    reveal: ({ open, found: more }) => {
      setToggled((before) => new Map([...before, ...open.map((id) => [id, true] as const)]));
      setFound((before) => new Map([...before, ...more]));
    },
  };
}

interface Wishes {
  readonly toggled: ReadonlyMap<string, boolean>;
  readonly found: ReadonlyMap<string, TreeNode>;
  readonly wanted: ReadonlyMap<string, number>;
}

/**
 * What has to be asked for now. What is open below a list shows only once that list is there, so this
 * looks at what has come; each answer has it looked at again.
 */
function partsNow(queries: QueryClient, place: Place, { toggled, found, wanted }: Wishes): Part[] {
  const partsOf = (node: TreeNode): { part: Part; page: NodePage | undefined }[] => {
    if (!isListing(node.children)) return [];
    const parts: { part: Part; page: NodePage | undefined }[] = [];
    for (let count = wanted.get(node.id) ?? 1; count > 0; count -= 1) {
      const before = parts.at(-1);
      if (before !== undefined && (before.page?.next ?? null) === null) break;
      const query = listingQuery(place, node.children, before?.page?.next ?? undefined);
      const page = queries.getQueryData<NodePage>(query.queryKey);
      parts.push({ part: { id: node.id, query }, page });
    }
    return parts;
  };
  const loaded = (node: TreeNode): Loaded => ({
    ...NOTHING_YET,
    pages: partsOf(node).flatMap(({ page }) => page ?? []),
  });
  return openListings(ROOT, { toggled, found, loaded }).flatMap((node) =>
    partsOf(node).map(({ part }) => part),
  );
}
