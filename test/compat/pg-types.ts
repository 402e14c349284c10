import type { Client } from 'pg';
import type { House } from '../../src/demo/house.js';
import { literal, ownValues } from './type-values.js';

/** A row of `pg_type`, as far as values of the type can be made from it. */
interface PgType {
  readonly oid: number;
  readonly typname: string;
  /** Qualified and quoted. */
  readonly name: string;
  readonly typtype: 'b' | 'c' | 'd' | 'e' | 'p' | 'r' | 'm';
  /** Of an array: the type of its elements. */
  readonly element: number;
  /** Of a domain. */
  readonly base: number;
  /** Of a range. */
  readonly subtype: number;
  /** Of a multirange. */
  readonly range: number;
  readonly labels: readonly string[];
  readonly attributes: readonly { readonly type: number; readonly modified: boolean }[];
}

/** A type that can be selected, with expressions of it; the last one is NULL. */
export interface TriedType {
  readonly name: string;
  /** What a result says is the type of its column. */
  readonly columnOid: number;
  readonly values: readonly string[];
}

export interface TypesOfServer {
  readonly tried: readonly TriedType[];
  /** Why a type cannot be selected, by its name. */
  readonly excluded: ReadonlyMap<string, string>;
}

const EXTENSIONS = [
  ...['hstore', 'citext', 'cube', 'earthdistance', 'ltree', 'isn', 'seg', 'intarray', 'lo'],
  ...['pg_trgm', 'btree_gist', 'tablefunc'],
];

/** Types of each kind, besides those that PostgreSQL has; and what has statistics of two columns. */
const OWN_TYPES = `
create schema compat;
create type compat.mood as enum ('sad', '', 'it''s "ok" \\ now', 'ünï😀', 'a,b {}()');
create domain compat.even as integer check (value % 2 = 0);
create domain compat.words as text[];
create type compat.pair as (left_one text, "Right One" compat.mood);
create domain compat.pair_domain as compat.pair;
create type compat.nested as (pairs compat.pair[], other compat.pair_domain, small compat.even);
create type compat.textrange as range (subtype = text, collation = "C");
create type compat.floatrange as range (subtype = float8, subtype_diff = float8mi);
create type compat."Odd ""name""" as ();
create table compat.twins (a integer, b integer default 1 + 1);
insert into compat.twins select n % 5, n % 5 from generate_series(1, 500) as n;
create statistics compat.twins_all on a, b from compat.twins;
analyze compat.twins;
alter table compat.twins owner to alice;
grant usage on schema compat to public;
grant select on pg_statistic_ext_data to alice;
`;

const ALL_TYPES = `
select t.oid::int8::text as oid, t.typname, t.typtype,
       format('%I.%I', n.nspname, t.typname) as name,
       case when t.typsubscript = 'array_subscript_handler'::regproc and t.typlen = -1
             and t.typname not in ('int2vector', 'oidvector') then t.typelem else 0 end as element,
       t.typbasetype as base,
       coalesce((select rngsubtype from pg_range where rngtypid = t.oid), 0) as subtype,
       coalesce((select rngtypid from pg_range where rngmultitypid = t.oid), 0) as range,
       array(select enumlabel::text from pg_enum where enumtypid = t.oid order by enumsortorder) as labels,
       coalesce((select json_agg(json_build_object('type', atttypid::int8, 'modified', atttypmod <> -1)
                                 order by attnum)
                   from pg_attribute where attrelid = t.typrelid and attnum > 0
                    and not attisdropped), '[]') as attributes
  from pg_type as t join pg_namespace as n on n.oid = t.typnamespace
 order by t.oid`;

/** How long an expression may be that becomes a part of another. */
const SHORT = 400;

/** Makes types of every kind in the shop, and gives them all with values. */
export async function prepareTypes(house: House, major: number): Promise<TypesOfServer> {
  const extensions = EXTENSIONS.map((name) => `create extension ${name};`).join('\n');
  await house.shop.sql(`${extensions}${OWN_TYPES}`, 'shop');
  const types = (await house.shop.sql(ALL_TYPES, 'shop')).map(toType);
  const excluded = new Map<string, string>();
  const tried: TriedType[] = [];
  const maker = new ValueMaker(types, major);
  const admin = await house.shop.connectAsAdmin('shop');
  try {
    for (const type of types) {
      const reason = await whyNotSelectable(admin, type);
      if (reason === undefined) tried.push(maker.tried(type));
      else excluded.set(type.name, reason);
    }
  } finally {
    await admin.end();
  }
  return { tried, excluded };
}

/** Whatever is no pseudo-type can be selected; of those PostgreSQL tells. */
async function whyNotSelectable(admin: Client, type: PgType): Promise<string | undefined> {
  if (type.typtype !== 'p') return undefined;
  try {
    const { fields } = await admin.query(`select null::${type.name}`);
    return fields[0]?.dataTypeID === type.oid ? undefined : 'is selected as text';
  } catch (error) {
    return error instanceof Object && 'message' in error ? String(error.message) : 'is refused';
  }
}

class ValueMaker {
  readonly #types: ReadonlyMap<number, PgType>;
  readonly #major: number;
  readonly #made = new Map<number, readonly string[]>();

  constructor(types: readonly PgType[], major: number) {
    this.#types = new Map(types.map((type) => [type.oid, type]));
    this.#major = major;
  }

  /** Expressions of exactly this type, without NULL; the first is small. */
  valuesOf(type: PgType): readonly string[] {
    const known = this.#made.get(type.oid);
    if (known !== undefined) return known;
    const values = this.#make(type);
    this.#made.set(type.oid, values);
    return values;
  }

  tried(type: PgType): TriedType {
    const values = [...this.valuesOf(type), `null::${type.name}`];
    return { name: type.name, columnOid: this.#columnOid(type), values };
  }

  /** PostgreSQL describes the column of a domain as one of its base type. */
  #columnOid(type: PgType): number {
    return type.base === 0 ? type.oid : this.#columnOid(this.#type(type.base));
  }

  #make(type: PgType): readonly string[] {
    const own = ownValues(type.typname, type.name, this.#major);
    if (own !== undefined) return own;
    const { typtype, name, labels } = type;
    if (type.element !== 0) return this.#arrays(type);
    if (typtype === 'e') return labels.map((label) => `${literal(label)}::${name}`);
    if (typtype === 'd') return this.#parts(type.base).map((value) => `(${value})::${name}`);
    if (typtype === 'c') return this.#rows(type);
    if (typtype === 'r') return this.#ranges(type);
    if (typtype === 'm') {
      const ranges = this.#parts(type.range);
      return [`${name}(${ranges[0]})`, `${name}()`, `${name}(${ranges.join(', ')})`];
    }
    if (typtype === 'p') return [];
    throw new Error(`There are no values for the type ${name}; they belong into type-values.ts.`);
  }

  #arrays({ element, name }: PgType): readonly string[] {
    const parts = this.#parts(element);
    const [first = 'null', second = 'null'] = parts;
    const empty = `'{}'::${name}`;
    const elementType = this.#type(element);
    // An array of these would be taken for an array of more dimensions.
    if (['int2vector', 'oidvector'].includes(elementType.typname)) {
      return [`'{"1 2",NULL,""}'::${name}`, empty];
    }
    return [
      `array[${first}]::${name}`,
      empty,
      `array[${[...parts, 'null'].join(', ')}]::${name}`,
      `array[[[${first}, ${second}], [null, ${first}]]]::${name}`,
      `array_fill(${parts[0] ?? `null::${elementType.name}`}, array[2, 1], array[-1, 7])::${name}`,
    ];
  }

  /** Each attribute goes through its type's values at a pace of its own. */
  #rows({ attributes, name }: PgType): readonly string[] {
    const fields = attributes.map(({ type, modified }) => {
      const parts = this.#parts(type);
      return modified ? parts.slice(0, 1) : parts;
    });
    const row = (cell: (parts: readonly string[], attribute: number) => string): string =>
      `row(${fields.map(cell).join(', ')})::${name}`;
    const nth = (n: number): string =>
      row((parts, attribute) => parts[(n * (attribute + 1)) % Math.max(parts.length, 1)] ?? 'null');
    return [nth(0), nth(1), nth(3), row(() => 'null')];
  }

  /** Discrete ranges are written with other bounds than they were given; '[)' fits them all. */
  #ranges({ subtype, name }: PgType): readonly string[] {
    const parts = this.#parts(subtype);
    const pairs = parts.map((value, index) => {
      const other = parts[(index + 1) % parts.length] ?? value;
      return `${name}(least(${value}, ${other}), greatest(${value}, ${other}), '[)')`;
    });
    const first = parts[0] ?? 'null';
    return [
      `${name}(${first}, ${first}, '[]')`,
      `'empty'::${name}`,
      `'(,)'::${name}`,
      `${name}(${first}, null, '[)')`,
      `${name}(null, ${first}, '()')`,
      ...pairs,
    ];
  }

  #parts(oid: number): readonly string[] {
    return this.valuesOf(this.#type(oid)).filter((value) => value.length < SHORT);
  }

  #type(oid: number): PgType {
    const type = this.#types.get(oid);
    if (type === undefined) throw new Error(`There is no type ${oid}.`);
    return type;
  }
}

function toType(row: Record<string, any>): PgType {
  return {
    oid: Number(row['oid']),
    typname: row['typname'],
    name: row['name'],
    typtype: row['typtype'],
    element: Number(row['element']),
    base: Number(row['base']),
    subtype: Number(row['subtype']),
    range: Number(row['range']),
    labels: row['labels'],
    attributes: row['attributes'],
  };
}
