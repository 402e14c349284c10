import type { ServerDraft } from './server-definition.js';
import { SERVER_FIELDS } from './server-rules.js';
import type { ServerFileEntry } from './servers-file.js';

/** What of a stored definition the plan looks at. */
export interface StoredServer extends ServerDraft {
  readonly id: string;
  readonly managedBy: 'api' | 'file';
  readonly revision: number;
}

export interface SeedPlan {
  readonly add: readonly ServerFileEntry[];
  readonly change: readonly {
    readonly id: string;
    readonly revision: number;
    readonly draft: ServerDraft;
  }[];
  readonly remove: readonly StoredServer[];
  readonly unchanged: number;
  /** A sentence for each entry that cannot be applied; nothing is to be done when there is one. */
  readonly conflicts: readonly string[];
}

/**
 * What has to happen for the store to say what the file says. An entry with an id is the
 * definition with that id; one without is the file's definition with that name. Definitions that
 * the file made and no longer names go; those made through the API are never touched.
 */
export function planSeed(
  stored: readonly StoredServer[],
  entries: readonly ServerFileEntry[],
): SeedPlan {
  const matches = matchesOf(stored, entries);
  const matched = new Set(matches.values());
  const changed = [...matches].filter(([{ draft }, server]) => !isSame(server, draft));
  return {
    add: entries.filter((entry) => !matches.has(entry)),
    change: changed.map(([{ draft }, { id, revision }]) => ({ id, revision: revision + 1, draft })),
    remove: stored.filter((server) => server.managedBy === 'file' && !matched.has(server)),
    unchanged: matches.size - changed.length,
    conflicts: conflictsOf(stored, entries),
  };
}

/** Ids first: a name that an entry with an id has left is free for another entry. */
function matchesOf(
  stored: readonly StoredServer[],
  entries: readonly ServerFileEntry[],
): ReadonlyMap<ServerFileEntry, StoredServer> {
  const free = new Set(stored.filter(({ managedBy }) => managedBy === 'file'));
  const matches = new Map<ServerFileEntry, StoredServer>();
  const match = (entry: ServerFileEntry, isIt: (server: StoredServer) => boolean): void => {
    const server = [...free].find(isIt);
    if (server !== undefined) {
      free.delete(server);
      matches.set(entry, server);
    }
  };
  for (const entry of entries.filter(({ id }) => id !== undefined)) {
    match(entry, ({ id }) => id === entry.id);
  }
  for (const entry of entries.filter(({ id }) => id === undefined)) {
    match(entry, ({ name }) => name === entry.draft.name);
  }
  return matches;
}

function isSame(left: ServerDraft, right: ServerDraft): boolean {
  return SERVER_FIELDS.every(
    (field) => JSON.stringify(left[field]) === JSON.stringify(right[field]),
  );
}

function conflictsOf(
  stored: readonly StoredServer[],
  entries: readonly ServerFileEntry[],
): string[] {
  const fromApi = stored.filter(({ managedBy }) => managedBy === 'api');
  return entries.flatMap(({ id, draft }) => {
    const sameId = fromApi.find((server) => server.id === id);
    if (sameId !== undefined) {
      return [
        `SERVERS_FILE: the id of "${draft.name}" belongs to "${sameId.name}", which was made through the API. Remove one of them.`,
      ];
    }
    return fromApi.some((server) => server.name === draft.name)
      ? [
          `SERVERS_FILE: a server named "${draft.name}" was made through the API already. Rename or remove one of them.`,
        ]
      : [];
  });
}
