import type { components } from '@pg-usher/sdk';
import { client } from '../client.ts';
import type { Place, Read } from '../catalog/catalog-query.ts';
import { relationChildren } from './relation-parts.ts';
import type { Listing, NodePage } from './tree-model.ts';
import {
  databaseNodes,
  extensionNodes,
  functionNodes,
  relationNodes,
  schemaChildren,
  schemaNodes,
  typeNodes,
} from './tree-nodes.ts';

type Schemas = components['schemas'];
export type SearchAnswer = Schemas['SearchAnswerDto'];

const MINUTE = 60_000;
/** Relations, functions or types of one request. */
const PAGE = 500;

const OPERATION = {
  databases: 'listDatabases',
  schemas: 'listSchemas',
  extensions: 'listExtensions',
  schema: 'listRelations',
  relations: 'listRelations',
  functions: 'listFunctions',
  types: 'listTypes',
  relation: 'getRelation',
} as const satisfies Record<Listing['of'], string>;

/** One part of what is below a node. */
export function listingQuery(place: Place, listing: Listing, after?: string): Read<NodePage> {
  return {
    queryKey: [
      OPERATION[listing.of],
      place.serverId,
      place.database,
      'tree',
      listing,
      after ?? null,
    ],
    queryFn: ({ signal }) => readListing(place, listing, { after, signal }),
    staleTime: 2 * MINUTE,
    gcTime: 30 * MINUTE,
  };
}

/** A relation with all that belongs to it. */
export function relationQuery(
  { serverId, database }: Place,
  oid: number,
): Read<Schemas['RelationDescriptionDto']> {
  return {
    queryKey: ['getRelation', serverId, database, oid],
    queryFn: ({ signal }) =>
      client.call('getRelation', {
        path: { id: serverId, oid: String(oid) },
        query: { database },
        signal,
      }),
    staleTime: MINUTE,
  };
}

/** A function with its definition. */
export function functionQuery(
  { serverId, database }: Place,
  oid: number,
): Read<Schemas['FunctionDescriptionDto']> {
  return {
    queryKey: ['getFunction', serverId, database, oid],
    queryFn: ({ signal }) =>
      client.call('getFunction', {
        path: { id: serverId, oid: String(oid) },
        query: { database },
        signal,
      }),
    staleTime: MINUTE,
  };
}

/** Objects of the database whose names contain a text. */
export function searchQuery({ serverId, database }: Place, text: string): Read<SearchAnswer> {
  return {
    queryKey: ['searchCatalog', serverId, database, text],
    queryFn: ({ signal }) =>
      client.call('searchCatalog', {
        path: { id: serverId },
        query: { database, q: text, limit: 100 },
        signal,
      }),
    staleTime: MINUTE,
  };
}

interface Asked {
  readonly after: string | undefined;
  readonly signal: AbortSignal;
}

async function readListing(place: Place, listing: Listing, asked: Asked): Promise<NodePage> {
  const { database, serverId } = place;
  const { after, signal } = asked;
  const path = { id: serverId };
  const query = { database, ...(after === undefined ? {} : { after }) };
  switch (listing.of) {
    case 'databases': {
      const found = await client.call('listDatabases', { path, signal });
      return { nodes: databaseNodes(found, database), next: null };
    }
    case 'schemas':
      return schemaNodes(await client.call('listSchemas', { path, query, signal }));
    case 'extensions':
      return extensionNodes(
        await client.call('listExtensions', { path, query: { database }, signal }),
      );
    case 'relation': {
      const of = { ...path, oid: String(listing.oid) };
      const found = await client.call('getRelation', { path: of, query: { database }, signal });
      return { nodes: relationChildren(found), next: null };
    }
    default:
      return readSchemaListing(place, listing, asked);
  }
}

async function readSchemaListing(
  { serverId, database }: Place,
  listing: Extract<Listing, { readonly schema: string }>,
  { after, signal }: Asked,
): Promise<NodePage> {
  const path = { id: serverId, schema: listing.schema };
  const query = { database, limit: PAGE, ...(after === undefined ? {} : { after }) };
  switch (listing.of) {
    case 'schema':
      return {
        nodes: schemaChildren(await client.call('listRelations', { path, query, signal })),
        next: null,
      };
    case 'relations':
      return relationNodes(
        await client.call('listRelations', {
          path,
          query: { ...query, kind: [...listing.kinds] },
          signal,
        }),
      );
    case 'functions':
      return functionNodes(await client.call('listFunctions', { path, query, signal }));
    case 'types':
      return typeNodes(await client.call('listTypes', { path, query, signal }));
  }
}
