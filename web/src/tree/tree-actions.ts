import type { QueryClient } from '@tanstack/react-query';
import type { Place } from '../catalog/catalog-query.ts';
import { notifyDone, notifyProblem } from '../problem/notify.ts';
import { rowsSql } from './rows-sql.ts';
import type { RelationName, TreeNode } from './tree-model.ts';
import { relationQuery } from './tree-queries.ts';

/** What the tree can have done around it. */
export interface TreeHost {
  readonly place: Place;
  readonly queries: QueryClient;
  readonly onOpenQuery: (sql: string, title: string) => void;
  readonly onInsert: (text: string) => void;
  readonly openTable: (relation: RelationName) => void;
  readonly openDatabase: (database: string) => void;
  readonly showDdl: (node: TreeNode) => void;
}

export interface NodeAction {
  readonly id: 'rows' | 'table' | 'database' | 'copy' | 'insert' | 'ddl';
  readonly label: string;
  /** See `app/keys.ts`; only while the node has the focus. */
  readonly keys: string;
  readonly run: () => void;
}

/** What can be done with a node, the most usual first: that is what Enter does. */
export function actionsFor(node: TreeNode, host: TreeHost): readonly NodeAction[] {
  return [...openings(node, host), ...naming(node, host), ...definition(node, host)];
}

function openings({ relation, database }: TreeNode, host: TreeHost): NodeAction[] {
  if (database !== undefined) {
    const run = (): void => host.openDatabase(database);
    return [{ id: 'database', label: 'Open database', keys: 'Enter', run }];
  }
  if (relation === undefined) return [];
  return [
    { id: 'rows', label: 'Rows', keys: 'Enter', run: () => void openRows(relation, host) },
    {
      id: 'table',
      label: 'Open table page',
      keys: 'alt+Enter',
      run: () => host.openTable(relation),
    },
  ];
}

function naming({ name }: TreeNode, { onInsert }: TreeHost): NodeAction[] {
  if (name === undefined) return [];
  return [
    { id: 'insert', label: 'Insert name', keys: 'shift+Enter', run: () => onInsert(name) },
    { id: 'copy', label: 'Copy name', keys: 'mod+c', run: () => void copyName(name) },
  ];
}

function definition(node: TreeNode, { showDdl }: TreeHost): NodeAction[] {
  if (node.relation === undefined && node.functionOid === undefined) return [];
  return [{ id: 'ddl', label: 'Show DDL', keys: 'F4', run: () => showDdl(node) }];
}

/** Opens a tab that would show the rows. It is the person who runs it. */
async function openRows({ oid, name }: RelationName, host: TreeHost): Promise<void> {
  try {
    const description = await host.queries.query(relationQuery(host.place, oid));
    host.onOpenQuery(rowsSql(description), name);
  } catch (error) {
    notifyProblem(error);
  }
}

async function copyName(name: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(name);
    notifyDone(`Copied ${name}`);
  } catch (error) {
    notifyProblem(error);
  }
}
