import { useQueries } from '@tanstack/react-query';
import { client } from '../../client.ts';
import type { ResultColumn } from '../result-data.ts';
import { typeName } from './type-name.ts';

/** Where types of the database's own are looked up. */
export interface TypeSource {
  readonly serverId: string;
  readonly database: string;
}

/** The name of each column's type; a bare OID while, or where, PostgreSQL cannot be asked. */
export function useTypeNames(
  columns: readonly ResultColumn[],
  source: TypeSource | undefined,
): readonly string[] {
  const unknown = [...new Set(columns.map(({ typeOid }) => typeOid))].filter(
    (oid) => typeName(oid, -1) === undefined,
  );
  const answers = useQueries({
    queries: unknown.map((oid) => ({
      queryKey: ['getType', source?.serverId, source?.database, oid],
      queryFn: ({ signal }: { signal: AbortSignal }) => lookUp(oid, source, signal),
      enabled: source !== undefined,
      staleTime: Infinity,
      retry: false,
    })),
  });
  return columns.map(({ typeOid, typeModifier }) => {
    const known = typeName(typeOid, typeModifier);
    return known ?? answers[unknown.indexOf(typeOid)]?.data ?? `type ${typeOid}`;
  });
}

async function lookUp(
  oid: number,
  source: TypeSource | undefined,
  signal: AbortSignal,
): Promise<string | undefined> {
  if (source === undefined) return undefined;
  const type = await client.call('getType', {
    path: { id: source.serverId, oid: String(oid) },
    query: { database: source.database },
    signal,
  });
  return type.name;
}
