import type { components } from '@pg-usher/sdk';
import { qualify, quoteName } from '../../../src/sql/quoting.ts';
import { columnId } from './relation-parts.ts';
import type { TreeNode } from './tree-model.ts';
import {
  databaseId,
  folderId,
  RELATION_FOLDERS,
  relationId,
  relationNode,
  schemaId,
} from './tree-nodes.ts';
import type { RevealedPath } from './use-tree.ts';

export type Hit = components['schemas']['SearchHitDto'];
type Description = components['schemas']['RelationDescriptionDto'];

/** Where in the tree a hit of the search is: what to open, and what then takes the focus. */
export type HitPath = RevealedPath & { readonly focus: string };

/** A hit that is a schema, a function or a type. */
export function pathOf(hit: Hit, database: string): HitPath {
  const { kind, oid, schema, name, detail } = hit;
  const top = databaseId(database);
  if (kind === 'schema') {
    const node: TreeNode = {
      ...nodeOf(hit, schemaId(name), quoteName(name)),
      icon: 'schema',
      children: { of: 'schema', schema: name },
    };
    return { open: [top], found: new Map([[top, node]]), focus: node.id };
  }
  const isFunction = kind === 'function';
  const folder = folderId(schema, isFunction ? 'Functions' : 'Types');
  const node: TreeNode = {
    ...nodeOf(hit, `${kind}:${String(oid)}`, qualify(schema, name)),
    icon: isFunction ? 'function' : 'type',
    ...(isFunction ? { label: `${name}(${detail ?? ''})`, functionOid: oid } : {}),
  };
  return {
    open: [top, schemaId(schema), folder],
    found: new Map([[folder, node]]),
    focus: node.id,
  };
}

/** A hit that is a relation, or a column of one. */
export function pathOfRelation(hit: Hit, relation: Description, database: string): HitPath {
  const schema = relation.schema.name;
  const label = RELATION_FOLDERS.find(({ kinds }) => kinds.includes(relation.kind))?.label ?? '';
  const folder = folderId(schema, label);
  const node = relationNode(relation, relation.schema);
  const isColumn = hit.kind === 'column';
  return {
    open: [databaseId(database), schemaId(schema), folder, ...(isColumn ? [node.id] : [])],
    found: new Map([[folder, node]]),
    focus: isColumn ? columnId(relation.oid, hit.name) : relationId(relation.oid),
  };
}

function nodeOf({ name }: Hit, id: string, written: string): Omit<TreeNode, 'icon'> {
  return { id, label: name, name: written };
}
