import type { QueryClient } from '@tanstack/react-query';
import { client } from '../client.ts';
import { CatalogIndex, type CompletionDocument } from './catalog-index.ts';
import type { Place, Read, ReadContext } from './catalog-query.ts';
import type { CompletionCatalog } from './completion-source.ts';
import type { SqlContext } from './sql-context.ts';

interface Part {
  readonly schema?: string;
  readonly prefix?: string;
}

const MINUTE = 60_000;
/** Parts beside the whole document that are remembered for one editor. */
const MAX_PARTS = 40;

/** One completion document: of a whole database, or of a part of a large one. */
export function completionQuery(
  { serverId, database }: Place,
  part: Part = {},
): Read<CompletionDocument> {
  return {
    queryKey: ['getCompletion', serverId, database, part],
    queryFn: (context) => fetchDocument({ serverId, database }, part, context),
    staleTime: 2 * MINUTE,
    gcTime: 30 * MINUTE,
  };
}

/** What was got last, with its name: most of the time nothing has changed, and nothing is sent. */
interface Kept {
  readonly etag: string;
  readonly document: CompletionDocument;
}

async function fetchDocument(
  { serverId, database }: Place,
  part: Part,
  { signal, client: queries, queryKey }: ReadContext,
): Promise<CompletionDocument> {
  const keptKey = ['completionKept', ...queryKey];
  const kept = queries.getQueryData<Kept>(keptKey);
  const { data, response } = await client.callWithResponse('getCompletion', {
    path: { id: serverId },
    query: { database, ...part },
    headers: kept === undefined ? {} : { 'If-None-Match': kept.etag },
    signal,
  });
  if (data === undefined) {
    if (kept === undefined) throw new Error('The service has sent no names.');
    return kept.document;
  }
  const etag = response.headers.get('ETag');
  if (etag !== null) queries.setQueryData<Kept>(keptKey, { etag, document: data });
  return data;
}

/** The names that an editor proposes: the whole document, and parts that were asked for beside it. */
export class CompletionDocuments implements CompletionCatalog {
  readonly #queries: QueryClient;
  readonly #place: Place;
  #main: CompletionDocument | undefined;
  readonly #parts = new Map<string, CompletionDocument>();
  #index: CatalogIndex | null = null;

  constructor(queries: QueryClient, place: Place) {
    this.#queries = queries;
    this.#place = place;
  }

  readonly index = (): CatalogIndex | null => {
    const main = this.#queries.getQueryData<CompletionDocument>(
      completionQuery(this.#place).queryKey,
    );
    if (main !== undefined && main !== this.#main) {
      this.#main = main;
      this.#index = null;
    }
    if (this.#main === undefined) return null;
    this.#index ??= new CatalogIndex([this.#main, ...this.#parts.values()]);
    return this.#index;
  };

  readonly complete = (
    context: SqlContext,
    signal: AbortSignal,
  ): Promise<CatalogIndex | null> | null => {
    const index = this.index();
    if (index === null) return this.#begin(context, signal);
    if (!index.truncated) return null;
    const parts = partsFor(context, index).filter((part) => !this.#parts.has(keyOf(part)));
    if (parts.length === 0) return null;
    return this.#fetch(parts, index, signal);
  };

  /** Who types at once waits for the first document, and is not told that there is nothing. */
  async #begin(context: SqlContext, signal: AbortSignal): Promise<CatalogIndex | null> {
    await this.#queries.query(completionQuery(this.#place)).catch(() => undefined);
    const index = this.index();
    if (signal.aborted || index === null) return index;
    return (await this.complete(context, signal)) ?? index;
  }

  /** What cannot be had is left out: completion is a help, and not a reason to interrupt anybody. */
  async #fetch(
    parts: readonly Part[],
    known: CatalogIndex,
    signal: AbortSignal,
  ): Promise<CatalogIndex> {
    await Promise.all(
      parts.map(async (part) => {
        const query = completionQuery(this.#place, part);
        const document = await this.#queries.query(query).catch(() => undefined);
        if (document !== undefined) this.#remember(part, document);
      }),
    );
    return signal.aborted ? known : (this.index() ?? known);
  }

  #remember(part: Part, document: CompletionDocument): void {
    this.#parts.set(keyOf(part), document);
    const [oldest] = this.#parts.keys();
    if (this.#parts.size > MAX_PARTS && oldest !== undefined) this.#parts.delete(oldest);
    this.#index = null;
  }
}

/** What a place of a text needs of a database that is too large for one document. */
function partsFor(context: SqlContext, index: CatalogIndex): Part[] {
  const parts: Part[] = [];
  for (const { path } of context.sources) {
    const name = path.at(-1);
    const known = index.find(path)?.columns;
    if (name !== undefined && (known === undefined || known === null)) {
      const schema = path.at(-2);
      parts.push({ ...(schema === undefined ? {} : { schema }), prefix: name });
    }
  }
  const schema = context.parents.at(-1);
  const prefix = context.typed.slice(0, 3);
  if (context.parents.length === 1 && schema !== undefined && index.schemas.includes(schema)) {
    parts.push({ schema, ...(prefix.length < 2 ? {} : { prefix }) });
  } else if (context.parents.length === 0 && prefix.length >= 2) parts.push({ prefix });
  return parts;
}

function keyOf({ schema, prefix }: Part): string {
  return JSON.stringify([schema, prefix]);
}
