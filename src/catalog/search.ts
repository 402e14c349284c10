import { beginningWith, containing, escapeLike } from '../common/like-patterns.js';
import { oneMore } from '../common/page.js';
import { CatalogQuery } from './catalog-query.js';
import type { CatalogReader } from './catalog-reader.js';
import { RELKINDS, relkindsOf } from './relation-kinds.js';
import type { SearchQueryDto } from './requests.dto.js';
import type { SearchAnswerDto, SearchHitDto } from './search.dto.js';
import { SEARCH_KINDS, type SearchKind } from './search-kinds.js';
import { codes, EQ, GT, isNamedType, lastingSchema, LIKE, NE, searchable } from './sql.js';

/** Where names of one kind are: expressions over what `from` names. */
interface Place {
  readonly kind: SearchKind;
  readonly oid: string;
  readonly name: string;
  /** The oid of the schema. */
  readonly namespace: string;
  readonly from: string;
  readonly where: string;
  /** Of a column. */
  readonly relation?: string;
  /** What `detail` needs besides the oid. */
  readonly extra?: string;
  /** Over the hits that are given out, `h`. */
  readonly detail: string;
}

interface Hit {
  readonly hit: SearchHitDto;
  readonly system: boolean;
}

const MATCHES = { '0': 'exact', '1': 'prefix', '2': 'part' } as const;

/**
 * `$1`, `$2` and `$3` are patterns of names that are the text, begin with it, and contain it, `$4` is
 * how many, and `$5` the codes of kinds of relations. What is known of a hit beyond its name is looked
 * up for those that are given out, the schema included: PostgreSQL takes the hits to be few, and would
 * look through all schemas for each of them.
 */
function hitsIn(place: Place): CatalogQuery<Hit> {
  const { kind, oid, name, namespace, from, where, relation = 'null', extra, detail } = place;
  return new CatalogQuery<Hit>(
    (column) => ({
      hit: {
        kind,
        oid: column.whole('h.oid'),
        schema: column.text('n.nspname'),
        name: column.text('h.name'),
        relation: column.textOrNull('h.relation'),
        detail: column.textOrNull(detail),
        match: column.word('h.match', MATCHES, 'part'),
        schemaUsage: column.flag(`pg_catalog.has_schema_privilege(n.oid, 'USAGE')`),
      },
      system: column.flag('h.system'),
    }),
    `  from (select ${oid} as oid, ${name} as name, ${relation} as relation,
               ${namespace} as namespace${extra === undefined ? '' : `, ${extra}`},
               ${namespace} ${EQ} any (${SYSTEM_SCHEMAS}) as system,
               case when ${searchable(name)} ${LIKE} $1::pg_catalog.text then 0
                    when ${searchable(name)} ${LIKE} $2::pg_catalog.text then 1 else 2 end as match
          from ${from}
         where $5::pg_catalog."char"[] is not null and ${where}
           and ${searchable(name)} ${LIKE} $3::pg_catalog.text
         order by match, system, pg_catalog.length(${name}::pg_catalog.text), ${name}, ${oid}
         limit $4::pg_catalog.int8) as h
  join pg_catalog.pg_namespace as n on n.oid ${EQ} h.namespace
 order by h.match, h.system, pg_catalog.length(h.name::pg_catalog.text), h.name, h.oid`,
  );
}

const SYSTEM_SCHEMAS = `array(
                 select y.oid from pg_catalog.pg_namespace as y
                  where y.nspname ${EQ} 'pg_catalog' or y.nspname ${EQ} 'information_schema')`;

/** Other sessions' temporary tables are of no use to anybody else. */
const IS_LISTED = `c.relkind ${EQ} any ($5::pg_catalog."char"[]) and c.relpersistence ${NE} 't'`;

export const SCHEMA_HITS = hitsIn({
  kind: 'schema',
  oid: 's.oid',
  name: 's.nspname',
  namespace: 's.oid',
  from: 'pg_catalog.pg_namespace as s',
  where: lastingSchema('s.nspname'),
  detail: 'null',
});

export const RELATION_HITS = hitsIn({
  kind: 'relation',
  oid: 'c.oid',
  name: 'c.relname',
  namespace: 'c.relnamespace',
  from: 'pg_catalog.pg_class as c',
  where: IS_LISTED,
  extra: 'c.relkind as code',
  detail: `case ${Object.entries(RELKINDS)
    .map(([code, kind]) => `when h.code ${EQ} '${code}' then '${kind}'`)
    .join(' ')} end`,
});

export const COLUMN_HITS = hitsIn({
  kind: 'column',
  oid: 'c.oid',
  name: 'a.attname',
  namespace: 'c.relnamespace',
  relation: 'c.relname',
  from: `pg_catalog.pg_attribute as a
          join pg_catalog.pg_class as c on c.oid ${EQ} a.attrelid`,
  where: `a.attnum ${GT} 0 and not a.attisdropped and ${IS_LISTED}`,
  extra: 'a.atttypid as type, a.atttypmod as modifier',
  detail: 'pg_catalog.format_type(h.type, h.modifier)',
});

export const FUNCTION_HITS = hitsIn({
  kind: 'function',
  oid: 'p.oid',
  name: 'p.proname',
  namespace: 'p.pronamespace',
  from: 'pg_catalog.pg_proc as p',
  where: 'true',
  detail: 'pg_catalog.pg_get_function_arguments(h.oid)',
});

export const TYPE_HITS = hitsIn({
  kind: 'type',
  oid: 't.oid',
  name: 't.typname',
  namespace: 't.typnamespace',
  from: 'pg_catalog.pg_type as t',
  where: isNamedType('t'),
  detail: 'null',
});

const HITS: Readonly<Record<SearchKind, CatalogQuery<Hit>>> = {
  schema: SCHEMA_HITS,
  relation: RELATION_HITS,
  column: COLUMN_HITS,
  function: FUNCTION_HITS,
  type: TYPE_HITS,
};

/** Looks for names in the whole database. Columns take longest: no index of PostgreSQL's is by name. */
export async function searchNames(
  reader: CatalogReader,
  { q, kind = [...SEARCH_KINDS], limit = 50 }: SearchQueryDto,
): Promise<SearchAnswerDto> {
  const patterns = [escapeLike(q), beginningWith(q), containing(q)];
  const params = [...patterns, oneMore(limit), codes(relkindsOf())];
  const found: Hit[] = [];
  for (const place of SEARCH_KINDS.filter((candidate) => kind.includes(candidate))) {
    found.push(...(await reader.rows(HITS[place], params)));
  }
  const items = found.sort(byMatch).map(({ hit }) => hit);
  return { items: items.slice(0, limit), truncated: items.length > limit };
}

const ORDER = Object.values(MATCHES);

function byMatch(a: Hit, b: Hit): number {
  return (
    ORDER.indexOf(a.hit.match) - ORDER.indexOf(b.hit.match) ||
    Number(a.system) - Number(b.system) ||
    SEARCH_KINDS.indexOf(a.hit.kind) - SEARCH_KINDS.indexOf(b.hit.kind)
  );
}
