import type { components } from '@pg-usher/sdk';
import { qualify, quoteName } from '../../../src/sql/quoting.ts';
import {
  accessOf,
  countText,
  type Icon,
  type NodePage,
  type Relation,
  type RelationKind,
  sizeText,
  type TreeNode,
} from './tree-model.ts';

type Schemas = components['schemas'];

const NO_ACCESS = { read: 'none', write: 'none' } as const;

const EXTENSIONS: TreeNode = {
  id: 'extensions',
  label: 'Extensions',
  icon: 'extension',
  children: { of: 'extensions' },
};

/** The folders of a schema, in their order. */
export const RELATION_FOLDERS: readonly {
  readonly label: string;
  readonly icon: Icon;
  readonly kinds: readonly RelationKind[];
}[] = [
  { label: 'Tables', icon: 'table', kinds: ['table', 'partitioned-table'] },
  { label: 'Views', icon: 'view', kinds: ['view'] },
  { label: 'Materialized views', icon: 'materialized-view', kinds: ['materialized-view'] },
  { label: 'Foreign tables', icon: 'foreign-table', kinds: ['foreign-table'] },
  { label: 'Sequences', icon: 'sequence', kinds: ['sequence'] },
];

/** Templates and databases that nobody may connect to are left out. */
export function databaseNodes(
  { items }: Schemas['CatalogDatabasesDto'],
  current: string,
): readonly TreeNode[] {
  const shown = items.filter(
    ({ name, template, allowsConnections }) => name === current || (allowsConnections && !template),
  );
  return shown.map(({ name, comment, connect }): TreeNode => {
    const node = {
      id: databaseId(name),
      label: name,
      icon: 'database',
      ...titled(comment),
    } as const;
    if (name !== current) {
      return {
        ...node,
        name: quoteName(name),
        database: name,
        ...(connect ? {} : { access: NO_ACCESS }),
      };
    }
    return {
      ...node,
      name: quoteName(name),
      open: true,
      detail: 'this one',
      children: { of: 'schemas' },
    };
  });
}

/** PostgreSQL's own schemas come last; the first one of the search path is open. */
export function schemaNodes({ items, next }: Schemas['CatalogSchemasDto']): NodePage {
  const place = (one: Schemas['CatalogSchemaDto']): number =>
    one.system ? Number.MAX_SAFE_INTEGER : (one.searchPathPosition ?? Number.MAX_SAFE_INTEGER - 1);
  const nodes = items
    .toSorted((a, b) => place(a) - place(b))
    .map(({ name, comment, usage, system, searchPathPosition }): TreeNode => ({
      id: schemaId(name),
      label: name,
      icon: 'schema',
      name: quoteName(name),
      ...titled(comment),
      ...(usage ? {} : { access: NO_ACCESS }),
      system,
      open: searchPathPosition === 1,
      children: { of: 'schema', schema: name },
    }));
  return { nodes: next === null ? [...nodes, EXTENSIONS] : nodes, next };
}

/**
 * What is in a schema, from the first page of all its relations. Where that is all of them, the folders
 * have their contents and empty ones are left out; else each folder asks for its own.
 */
export function schemaChildren(answer: Schemas['CatalogRelationsDto']): readonly TreeNode[] {
  const { schema, items, next } = answer;
  const folders = RELATION_FOLDERS.flatMap(({ label, icon, kinds }): TreeNode[] => {
    const folder = { id: folderId(schema.name, label), label, icon } as const;
    if (next !== null) {
      return [{ ...folder, children: { of: 'relations', schema: schema.name, kinds } }];
    }
    const mine = items.filter(({ kind }) => kinds.includes(kind));
    const children = mine.map((one) => relationNode(one, schema));
    const open = label === 'Tables';
    return mine.length === 0 ? [] : [{ ...folder, detail: countText(mine.length), children, open }];
  });
  return [
    ...folders,
    {
      id: folderId(schema.name, 'Functions'),
      label: 'Functions',
      icon: 'function',
      children: { of: 'functions', schema: schema.name },
    },
    {
      id: folderId(schema.name, 'Types'),
      label: 'Types',
      icon: 'type',
      children: { of: 'types', schema: schema.name },
    },
  ];
}

type ShownRelation = Omit<Relation, 'owner' | 'estimatedRows' | 'estimatedBytes'> & {
  readonly estimatedBytes?: number | null;
};

export function relationNode(
  relation: ShownRelation,
  schema: Schemas['CatalogSchemaRightsDto'],
): TreeNode {
  const { oid, name, kind, comment, estimatedBytes = null, rowSecurity, partition } = relation;
  const marks = [
    ...(rowSecurity ? [{ short: 'RLS', words: 'row security is on' }] : []),
    ...(partition ? [{ short: 'part', words: 'a partition' }] : []),
  ];
  return {
    id: relationId(oid),
    label: name,
    icon: kind,
    name: qualify(schema.name, name),
    relation: { oid, schema: schema.name, name, kind },
    access: accessOf(relation, schema.usage),
    marks,
    ...titled(comment),
    ...(estimatedBytes === null || estimatedBytes === 0
      ? {}
      : { detail: sizeText(estimatedBytes) }),
    ...(kind === 'sequence' ? {} : { children: { of: 'relation', oid } as const }),
  };
}

export function relationNodes({ schema, items, next }: Schemas['CatalogRelationsDto']): NodePage {
  return { nodes: items.map((one) => relationNode(one, schema)), next };
}

export function functionNodes({ schema, items, next }: Schemas['CatalogFunctionsDto']): NodePage {
  const nodes = items.map(
    ({ oid, name, arguments: args, result, comment, execute, kind }): TreeNode => ({
      id: `function:${String(oid)}`,
      label: `${name}(${args})`,
      icon: 'function',
      name: qualify(schema.name, name),
      functionOid: oid,
      ...titled(comment),
      detail: kind === 'function' || kind === 'procedure' ? (result ?? kind) : kind,
      ...(execute && schema.usage ? {} : { access: NO_ACCESS }),
    }),
  );
  return { nodes, next };
}

export function typeNodes({ schema, items, next }: Schemas['CatalogTypesDto']): NodePage {
  const nodes = items.map(({ oid, name, kind, comment, usage }): TreeNode => ({
    id: `type:${String(oid)}`,
    label: name,
    icon: 'type',
    name: qualify(schema.name, name),
    detail: kind,
    ...titled(comment),
    ...(usage && schema.usage ? {} : { access: NO_ACCESS }),
  }));
  return { nodes, next };
}

export function extensionNodes({ items }: Schemas['CatalogExtensionsDto']): NodePage {
  const nodes = items.map(({ oid, name, version, schema, comment }): TreeNode => ({
    id: `extension:${String(oid)}`,
    label: name,
    icon: 'extension',
    name: quoteName(name),
    detail: `${version}, in ${schema}`,
    ...titled(comment),
  }));
  return { nodes, next: null };
}

export function databaseId(name: string): string {
  return `database:${name}`;
}

export function schemaId(name: string): string {
  return `schema:${name}`;
}

export function folderId(schema: string, label: string): string {
  return `folder:${label}:${schema}`;
}

export function relationId(oid: number): string {
  return `relation:${String(oid)}`;
}

function titled(comment: string | null): { readonly title?: string } {
  return comment === null ? {} : { title: comment };
}
