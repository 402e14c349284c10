import type { components } from '@pg-usher/sdk';

type Schemas = components['schemas'];
export type Relation = Schemas['CatalogRelationDto'];
export type RelationKind = Relation['kind'];

/** What a person may do with an object: `R`, `W`, or neither. */
export interface Access {
  readonly read: 'all' | 'some' | 'none';
  readonly write: 'all' | 'some' | 'none';
}

/** Names a relation, for its actions. */
export interface RelationName {
  readonly oid: number;
  readonly schema: string;
  readonly name: string;
  readonly kind: RelationKind;
}

/** A list of the catalog that a node shows when it is opened. */
export type Listing =
  | { readonly of: 'databases' }
  | { readonly of: 'schemas' }
  | { readonly of: 'extensions' }
  /** All relations of a schema, if they fit into one page; then its folders by kind. */
  | { readonly of: 'schema'; readonly schema: string }
  | { readonly of: 'relations'; readonly schema: string; readonly kinds: readonly RelationKind[] }
  | { readonly of: 'functions'; readonly schema: string }
  | { readonly of: 'types'; readonly schema: string }
  | { readonly of: 'relation'; readonly oid: number };

export type Icon =
  | 'database'
  | 'schema'
  | 'folder'
  | RelationKind
  | 'function'
  | 'type'
  | 'extension'
  | 'column'
  | 'key'
  | 'index'
  | 'constraint'
  | 'trigger'
  | 'policy';

export interface TreeNode {
  /** Unique in the tree, and the same when it is loaded anew. */
  readonly id: string;
  readonly label: string;
  readonly icon: Icon;
  /** Behind the label, less loud: a type, a size, a count. */
  readonly detail?: string;
  /** For the tooltip: the comment, a definition. */
  readonly title?: string;
  readonly access?: Access;
  /** Short marks such as `PK`, with their words. */
  readonly marks?: readonly Mark[];
  /** What there is to put into the editor or to copy; undefined for what has no name. */
  readonly name?: string;
  readonly relation?: RelationName;
  /** The function's oid, for its definition. */
  readonly functionOid?: number;
  /** Another database, to go to. */
  readonly database?: string;
  /** What is below: known already, or to be asked for. */
  readonly children?: readonly TreeNode[] | Listing;
  readonly open?: boolean;
  /** One of PostgreSQL's own. */
  readonly system?: boolean;
}

export interface Mark {
  readonly short: string;
  readonly words: string;
}

/** A part of a list, as it came. */
export interface NodePage {
  readonly nodes: readonly TreeNode[];
  /** For the part behind it; null when there is none. */
  readonly next: string | null;
}

export function isListing(children: TreeNode['children']): children is Listing {
  return children !== undefined && !Array.isArray(children);
}

/** Of a relation, with what the schema lets through. */
export function accessOf(
  { privileges, onSomeColumns }: Pick<Relation, 'privileges' | 'onSomeColumns'>,
  schemaUsage: boolean,
): Access {
  if (!schemaUsage) return { read: 'none', write: 'none' };
  const { select, insert, update, delete: remove, truncate } = privileges;
  const changes = [insert, update, remove, truncate];
  const someChanges = changes.includes(true) || onSomeColumns.insert || onSomeColumns.update;
  return {
    read: select ? 'all' : onSomeColumns.select ? 'some' : 'none',
    write: insert && update && remove ? 'all' : someChanges ? 'some' : 'none',
  };
}

/** In words, for screen readers and tooltips. */
export function accessWords({ read, write }: Access): string {
  if (read === 'none' && write === 'none') return 'no access';
  const words = [
    read === 'all' ? 'you may read' : read === 'some' ? 'you may read some columns' : null,
    write === 'all' ? 'you may change' : write === 'some' ? 'you may change in part' : null,
  ];
  return words.filter((word) => word !== null).join(', ');
}

/** `12 kB`, in PostgreSQL's steps of 1024. */
export function sizeText(bytes: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB'];
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit += 1;
  }
  const figure = unit > 0 && value < 10 ? value.toFixed(1) : String(Math.round(value));
  return `${figure} ${units[unit] ?? ''}`;
}

/** `1,500`; for counts, which are not values of the database. */
export function countText(count: number): string {
  return count.toLocaleString('en-US');
}
