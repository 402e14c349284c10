import type { components } from '@pg-usher/sdk';
import type { Place, Read } from '../catalog/catalog-query.ts';
import { client } from '../client.ts';

export type TableDescription = components['schemas']['RelationDescriptionDto'];

/** A relation with all that belongs to it, by its name. */
export function tableQuery(
  { serverId, database }: Place,
  schema: string,
  relation: string,
): Read<TableDescription> {
  return {
    queryKey: ['getRelationByName', serverId, database, schema, relation],
    queryFn: ({ signal }) =>
      client.call('getRelationByName', {
        path: { id: serverId, schema, relation },
        query: { database },
        signal,
      }),
    staleTime: 30_000,
  };
}
