import { ActionIcon, Tooltip } from '@mantine/core';
import { IconRefresh } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { useCommands } from '../app/commands.tsx';
import { notifyProblem } from '../problem/notify.ts';
import { DdlDialog } from './DdlDialog.tsx';
import { ObjectSearch } from './ObjectSearch.tsx';
import { type Hit, type HitPath, pathOf, pathOfRelation } from './search-path.ts';
import { actionsFor, type TreeHost } from './tree-actions.ts';
import type { TreeNode } from './tree-model.ts';
import { databaseId } from './tree-nodes.ts';
import { relationQuery } from './tree-queries.ts';
import { type Focus, TreeView } from './TreeView.tsx';
import { type Tree, useTree } from './use-tree.ts';
import classes from './tree.module.css';

interface Props {
  readonly serverId: string;
  readonly database: string;
  /** Opens a tab with a statement; nothing is run. */
  readonly onOpenQuery: (sql: string, title: string) => void;
  /** Puts a text into the editor, where the cursor is. */
  readonly onInsert: (text: string) => void;
}

/** What there is in a database, as the person may see it. Fills the height of its place. */
export function ObjectTree({ serverId, database, ...rest }: Props): React.JSX.Element {
  // Another database is another tree: what was open in one means nothing in the other.
  return <DatabaseTree key={`${serverId}/${database}`} {...{ serverId, database }} {...rest} />;
}

function DatabaseTree({ serverId, database, onOpenQuery, onInsert }: Props): React.JSX.Element {
  const tree = useTree({ serverId, database });
  const field = useRef<HTMLInputElement>(null);
  const [focus, setFocus] = useState<Focus>({ id: databaseId(database), asked: 0 });
  const [ddl, setDdl] = useState<TreeNode | null>(null);
  const host = useHost({ serverId, database, onOpenQuery, onInsert }, setDdl);
  const focusTree = (id = focus.id): void => setFocus(({ asked }) => ({ id, asked: asked + 1 }));
  const openHit = async (hit: Hit): Promise<void> => {
    try {
      const path = await pathTo(hit, host);
      tree.reveal(path);
      focusTree(path.focus);
    } catch (error) {
      notifyProblem(error);
    }
  };
  useTreeCommands({ tree, host, focused: focus.id, find: () => field.current?.focus() });
  return (
    <section className={classes.box} aria-label="Objects of the database">
      <ObjectSearch
        place={host.place}
        field={field}
        onOpen={(hit) => void openHit(hit)}
        onLeave={() => focusTree()}
        beside={
          <Tooltip label="Refresh the objects">
            <ActionIcon aria-label="Refresh the objects" onClick={tree.refresh}>
              <IconRefresh size={16} aria-hidden />
            </ActionIcon>
          </Tooltip>
        }
      >
        <TreeView tree={tree} host={host} focus={focus} onFocus={setFocus} />
      </ObjectSearch>
      {ddl === null ? null : (
        <DdlDialog
          place={host.place}
          node={ddl}
          onOpenQuery={onOpenQuery}
          onClose={() => {
            setDdl(null);
          }}
        />
      )}
    </section>
  );
}

function useHost(props: Props, showDdl: (node: TreeNode) => void): TreeHost {
  const { serverId, database, onOpenQuery, onInsert } = props;
  const queries = useQueryClient();
  const navigate = useNavigate();
  return {
    place: { serverId, database },
    queries,
    onOpenQuery,
    onInsert,
    openTable: ({ schema, name }) =>
      void navigate({
        to: '/s/$server/$db/t/$schema/$table',
        params: { server: serverId, db: database, schema, table: name },
      }),
    openDatabase: (db) => void navigate({ to: '/s/$server/$db', params: { server: serverId, db } }),
    showDdl,
  };
}

interface Offered {
  readonly tree: Tree;
  readonly host: TreeHost;
  readonly focused: string;
  readonly find: () => void;
}

/** The palette has what the tree has, and what can be done with the row that was last on. */
function useTreeCommands({ tree, host, focused, find }: Offered): void {
  const row = tree.rows.find(({ id }) => id === focused);
  const node = row?.kind === 'node' ? row.node : null;
  const actions = node === null ? [] : actionsFor(node, host);
  const group = 'Objects';
  useCommands([
    { id: 'tree.find', label: 'Find an object', group, keys: 'mod+shift+f', run: find },
    { id: 'tree.refresh', label: 'Refresh the objects', group, run: tree.refresh },
    ...actions.map(({ id, label, run }) => ({
      id: `tree.${id}`,
      label: `${label}: ${node?.label ?? ''}`,
      group,
      run,
    })),
  ]);
}

async function pathTo(hit: Hit, { place, queries }: TreeHost): Promise<HitPath> {
  if (hit.kind !== 'relation' && hit.kind !== 'column') return pathOf(hit, place.database);
  const relation = await queries.query(relationQuery(place, hit.oid));
  return pathOfRelation(hit, relation, place.database);
}
