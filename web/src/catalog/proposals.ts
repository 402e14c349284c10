import {
  type CatalogIndex,
  type CatalogRelation,
  isSystemSchema,
  type NamedFunction,
} from './catalog-index.ts';
import { matchOf } from './name-match.ts';
import type { SqlContext } from './sql-context.ts';
import { inQuotes, qualify, quoteName } from '../../../src/sql/quoting.ts';
import { ALL_WORDS, CLAUSE_WORDS, OTHER_WORDS, STATEMENT_WORDS, TYPE_WORDS } from './sql-words.ts';
import { columnsOf, sourceName } from './visible-columns.ts';

export interface Proposal {
  readonly label: string;
  readonly kind: 'column' | 'relation' | 'source' | 'schema' | 'function' | 'type' | 'keyword';
  readonly detail?: string;
  /** What is put into the text. */
  readonly insert: string;
  /** The person may see that it is there, but not read it. */
  readonly unreadable?: boolean;
  /** The name without its schema, by which it is looked for. */
  readonly name: string;
  /** Of equal matches the lower one is first. */
  readonly tier: number;
}

/** More are of no use to anybody: typing on narrows them down. */
const MAX_PROPOSALS = 150;
const SYSTEM_FUNCTION = 5;

/** What fits at a place, the best first. */
export function proposalsFor(context: SqlContext, index: CatalogIndex): readonly Proposal[] {
  const typed = context.quoted ? context.typed : context.typed.toLowerCase();
  const plain = !context.quoted && context.parents.length === 0;
  if (plain && context.expected !== 'relation' && ALL_WORDS.has(typed)) return [];
  const ranked: { proposal: Proposal; rank: number }[] = [];
  for (const proposal of candidates(context, index)) {
    const match = matchOf(proposal.name, typed.toLowerCase());
    // PostgreSQL has thousands of functions, most of them for itself: only those that begin like it.
    if (match === null || (proposal.tier === SYSTEM_FUNCTION && match > 2)) continue;
    ranked.push({ proposal, rank: match * 100 + proposal.tier });
  }
  ranked.sort((a, b) => a.rank - b.rank);
  return ranked.slice(0, MAX_PROPOSALS).map(({ proposal }) => fitted(proposal, context));
}

/** Quotes stay quotes; whoever types in capitals gets keywords in capitals. */
function fitted(proposal: Proposal, { quoted, typed }: SqlContext): Proposal {
  if (quoted) return { ...proposal, insert: inQuotes(proposal.name) };
  const upper = proposal.kind === 'keyword' && /^[A-Z]/.test(typed);
  if (!upper) return proposal;
  return {
    ...proposal,
    label: proposal.label.toUpperCase(),
    insert: proposal.insert.toUpperCase(),
  };
}

function* candidates(context: SqlContext, index: CatalogIndex): Generator<Proposal> {
  const { expected, parents, quoted } = context;
  if (parents.length > 0) yield* members(context, index);
  else if (expected === 'statement') yield* keywords(STATEMENT_WORDS, 0);
  else if (expected === 'clause') yield* keywords(CLAUSE_WORDS, 0);
  else if (expected === 'relation') yield* relations(context, index);
  else {
    yield* names(context, index);
    if (!quoted) yield* keywords(OTHER_WORDS, 7);
    if (!quoted) yield* types(expected === 'type' ? 0 : 6);
  }
}

/** Behind `a.` or `a.b.`: columns of a source, or what is in a schema. */
function* members(context: SqlContext, index: CatalogIndex): Generator<Proposal> {
  const { parents, sources, ctes, expected } = context;
  const [only] = parents;
  const named = sources.find((source) =>
    parents.length === 1
      ? sourceName(source) === only
      : source.alias === null && source.path.join('\0') === parents.join('\0'),
  );
  if (named !== undefined && expected !== 'relation') {
    for (const { name, type } of columnsOf(named, ctes, index)) yield column(name, type, 0);
  } else if (expected !== 'relation') {
    const relation = index.find(parents);
    for (const [name = '', type = ''] of relation?.columns ?? []) yield column(name, type, 1);
  }
  if (parents.length > 1 || only === undefined) return;
  // What is typed behind FROM reads as a source of that name, and is none.
  if (named !== undefined && expected !== 'relation') return;
  for (const relation of index.relationsIn(only))
    yield relationProposal(relation, relation.name, 2);
  for (const one of index.functionsIn(only)) yield functionProposal(one, one.name, 3);
}

function* relations({ ctes }: SqlContext, index: CatalogIndex): Generator<Proposal> {
  for (const { name } of ctes) yield { ...source(name, 'WITH'), tier: 0 };
  yield* everywhere(index).relations;
  for (const name of index.schemas) yield schemaProposal(name, isSystemSchema(name) ? 7 : 2);
  yield* keywords(['lateral', 'only', 'select'], 8);
}

interface Everywhere {
  readonly relations: readonly Proposal[];
  readonly functions: readonly Proposal[];
}

const known = new WeakMap<CatalogIndex, Everywhere>();

/** What does not depend on the place in the text: thousands, made once and not at each key. */
function everywhere(index: CatalogIndex): Everywhere {
  const before = known.get(index);
  if (before !== undefined) return before;
  const made = {
    relations: index.relations.map((relation) => {
      const { schema, name } = relation;
      const onPath = index.isOnPath(schema);
      const tier = isSystemSchema(schema) ? 6 : onPath ? 1 : 3;
      return relationProposal(relation, onPath ? name : `${schema}.${name}`, tier);
    }),
    functions: index.functions.flatMap((one) => {
      const { schema, name } = one;
      const onPath = index.isOnPath(schema);
      if (!onPath && isSystemSchema(schema)) return [];
      const tier = schema === 'pg_catalog' ? SYSTEM_FUNCTION : onPath ? 3 : 4;
      return [functionProposal(one, onPath ? name : `${schema}.${name}`, tier)];
    }),
  };
  known.set(index, made);
  return made;
}

function* names(context: SqlContext, index: CatalogIndex): Generator<Proposal> {
  const { sources, ctes } = context;
  const counts = new Map<string, number>();
  const all = sources.map((one) => ({ name: sourceName(one), list: columnsOf(one, ctes, index) }));
  for (const { list } of all) {
    for (const { name } of list) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  for (const { name: owner, list } of all) {
    for (const { name, type } of list) {
      const plain = column(name, owner === null ? type : `${type} · ${owner}`, 0);
      // Two tables have it: PostgreSQL would call the bare name ambiguous.
      const shared = (counts.get(name) ?? 0) > 1 && owner !== null;
      yield shared ? { ...plain, label: `${owner}.${name}`, insert: qualify(owner, name) } : plain;
    }
    if (owner !== null) yield source(owner, 'in this statement');
  }
  yield* everywhere(index).functions;
  for (const name of index.schemas) yield schemaProposal(name, isSystemSchema(name) ? 7 : 4);
}

function column(name: string, detail: string, tier: number): Proposal {
  return { label: name, name, kind: 'column', detail, insert: quoteName(name), tier };
}

function source(name: string, detail: string): Proposal {
  return { label: name, name, kind: 'source', detail, insert: quoteName(name), tier: 1 };
}

function schemaProposal(name: string, tier: number): Proposal {
  return { label: name, name, kind: 'schema', detail: 'schema', insert: quoteName(name), tier };
}

function relationProposal(
  { schema, name, kind, select }: CatalogRelation,
  label: string,
  tier: number,
): Proposal {
  const words = kind.replace('-', ' ');
  return {
    label,
    name,
    kind: 'relation',
    detail: select ? words : `${words}, no access`,
    insert: label === name ? quoteName(name) : qualify(schema, name),
    unreadable: !select,
    tier,
  };
}

function functionProposal(one: NamedFunction, label: string, tier: number): Proposal {
  const { schema, name, forms, result } = one;
  const more = forms > 1 ? ` · ${String(forms)} forms` : '';
  const gives = result === null ? '' : ` → ${result}`;
  const called = label === name ? quoteName(name) : qualify(schema, name);
  return {
    label,
    name,
    kind: 'function',
    detail: `(${one.arguments})${gives}${more}`,
    insert: `${called}(${one.arguments === '' && forms === 1 ? ')' : ''}`,
    tier,
  };
}

function* keywords(list: readonly string[], tier: number): Generator<Proposal> {
  for (const name of list) yield { label: name, name, kind: 'keyword', insert: name, tier };
}

function* types(tier: number): Generator<Proposal> {
  for (const name of TYPE_WORDS) yield { label: name, name, kind: 'type', insert: name, tier };
}
