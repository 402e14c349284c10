import type { components } from '@pg-usher/sdk';
import { quoteName } from '../../../src/sql/quoting.ts';

export type CompletionDocument = components['schemas']['CompletionDto'];
export type CatalogRelation = CompletionDocument['relations'][number];
type CatalogFunction = CompletionDocument['functions'][number];

/** A function by its name; PostgreSQL may have several of one name. */
export interface NamedFunction {
  readonly schema: string;
  readonly name: string;
  readonly kind: CatalogFunction['kind'];
  readonly arguments: string;
  readonly result: string | null;
  readonly forms: number;
}

/** Names of PostgreSQL's own, which are behind everybody else's. */
export function isSystemSchema(schema: string): boolean {
  return schema === 'information_schema' || schema.startsWith('pg_');
}

/** What there is to propose, by name. Made once for a set of documents; looking up is cheap. */
export class CatalogIndex {
  readonly searchPath: readonly string[];
  readonly schemas: readonly string[];
  readonly relations: readonly CatalogRelation[];
  readonly functions: readonly NamedFunction[];
  readonly truncated: boolean;
  readonly #relations = new Map<string, Map<string, CatalogRelation>>();
  readonly #functions = new Map<string, NamedFunction>();

  /** The first document is the whole database's; further ones add to it. */
  constructor(documents: readonly CompletionDocument[]) {
    const [main] = documents;
    this.searchPath = ['pg_catalog', ...(main?.searchPath ?? [])];
    this.schemas = main?.schemas ?? [];
    this.truncated = main?.truncated ?? false;
    for (const { relations, functions } of documents) {
      for (const relation of relations) this.#addRelation(relation);
      for (const one of functions) this.#addFunction(one);
    }
    this.relations = [...this.#relations.values()].flatMap((found) => [...found.values()]);
    this.functions = [...this.#functions.values()];
  }

  /** By `[name]` along the search path, or by `[schema, name]`; names as the catalog has them. */
  find(path: readonly string[]): CatalogRelation | undefined {
    const name = path.at(-1);
    const schema = path.at(-2);
    if (name === undefined) return undefined;
    if (schema !== undefined) return this.#relations.get(schema)?.get(name);
    for (const one of this.searchPath) {
      const found = this.#relations.get(one)?.get(name);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  relationsIn(schema: string): readonly CatalogRelation[] {
    return [...(this.#relations.get(schema)?.values() ?? [])];
  }

  functionsIn(schema: string): readonly NamedFunction[] {
    return this.functions.filter((one) => one.schema === schema);
  }

  /** Needs no schema: it is on the search path. */
  isOnPath(schema: string): boolean {
    return this.searchPath.includes(schema);
  }

  #addRelation(relation: CatalogRelation): void {
    const inSchema = this.#relations.get(relation.schema) ?? new Map<string, CatalogRelation>();
    this.#relations.set(relation.schema, inSchema);
    const known = inSchema.get(relation.name);
    if (known === undefined || known.columns === null) inSchema.set(relation.name, relation);
  }

  #addFunction(one: CatalogFunction): void {
    const key = `${quoteName(one.schema)}.${quoteName(one.name)}`;
    const known = this.#functions.get(key);
    const forms = known === undefined ? 1 : known.forms + 1;
    this.#functions.set(key, { ...(known ?? one), forms });
  }
}
