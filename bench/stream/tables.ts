import type { Place } from '../place.js';

/** A table that everybody reads whole. */
export interface BenchTable {
  readonly name: string;
  readonly rows: number;
  readonly what: string;
}

/** One row has about 240 bytes as NDJSON: numbers, texts with and without escapes, NULLs. */
const MIXED = `
select n as id,
       n::bigint * 7919000000 as account,
       case when n % 10 <> 0 then round(n * 1.0007, 4) end as price,
       'Garden tool ' || md5(n::text) as name,
       case n % 5
         when 0 then null
         when 1 then 'said "as soon as possible",' || chr(10) || 'then left'
         when 2 then 'Grüße, C:\\shed\\' || n
         else 'nothing to add about number ' || n
       end as note,
       timestamptz '2020-01-01 00:00:00+00' + n * interval '1.234567 seconds' as at,
       n % 3 = 0 as paid,
       jsonb_build_object('weight', n % 1000 / 10.0, 'tags', jsonb_build_array('new', n % 7)) as detail
`;

/** Two texts of 1 KB, nothing to escape. */
const LONG_TEXTS = `
select n as id, repeat(md5(n::text), 32) as a, repeat(md5((-n)::text), 32) as b
`;

/** Four of ten characters have to be escaped in JSON, two of them in COPY's text, too. */
const ESCAPES = `
select n as id, repeat('ab"c\\d"e' || chr(10) || 'f', 40) as a,
       repeat('xy"' || n % 10 || '\\z"v' || chr(9) || 'w', 40) as b
`;

const SELECTS = { mixed: MIXED, long: LONG_TEXTS, escapes: ESCAPES };

/** Fills a table that everyone who comes in may read. */
export async function fillTable(
  { house }: Place,
  kind: keyof typeof SELECTS,
  rows: number,
): Promise<BenchTable> {
  const name = `bench_${kind}_${rows}`;
  await house.shop.sql(
    `create table ${name} as ${SELECTS[kind]} from generate_series(1, ${rows}) as n;
     grant select on ${name} to usher_users`,
    'shop',
  );
  // Otherwise the first reader would set the hint bits of all rows, and a checkpoint write them.
  await house.shop.sql(`vacuum (freeze, analyze) ${name}`, 'shop');
  await house.shop.sql('checkpoint');
  return { name, rows, what: kind };
}
