/** What is tried of each base type, as input for the type's input function; the first is small. */
export interface Sample {
  readonly text: string;
  /** The first major version that reads it. */
  readonly since?: number;
}

const CONTROLS = Array.from({ length: 31 }, (_, index) => String.fromCharCode(index + 1)).join('');

/** Text that a format might change on its way: quotes, escapes, line ends, other scripts. */
export const TEXTS: readonly string[] = [
  'plain',
  '',
  ' blanks before and after ',
  `it's "quoted"`,
  'back\\slash \\n \\\\ \\x41',
  '\\N',
  '\\.',
  'NULL',
  'null',
  'comma, semicolon; bar| tab\tend',
  'line\nfeed',
  'carriage\r\nreturn\r',
  '\n',
  CONTROLS,
  `\u007f${Array.from({ length: 32 }, (_, index) => String.fromCharCode(0x80 + index)).join('')}`,
  '\u2028\u2029\ufeff\u200b\ufffd\ue000',
  'é e\u0301 ñ ß ﬁ İ ı',
  'שלום عربي \u202eright to left\u202c',
  '日本語 한국어 ไทย',
  '😀 👨‍👩‍👧‍👦 🇪🇺 \u{10fffd}\u{1f3f4}\u{e0067}',
  '=1+1',
  '@SUM(A1)',
  '</script><!-- &amp; -->',
  '{"a": [1, null]}',
  '{}',
  '(,)',
  '$1 :name %s ${x}',
  'x'.repeat(10_000),
  '…'.repeat(5_000),
];

/** What is cut at 63 bytes, or at one, is cut by PostgreSQL for both. */
const NAMES = TEXTS.map((text) => text.slice(0, 20));

const INFINITE_TIMES = ['infinity', '-infinity', 'epoch'];
const TIMESTAMPS = [
  '2026-07-01 12:34:56',
  '2026-07-01 12:34:56.789012',
  '1999-12-31 23:59:59.999999',
  '2000-02-29 00:00:00.1',
  '0001-01-01 00:00:00',
  '0044-03-15 00:00:00 BC',
  '4713-01-01 00:00:00 BC',
  '294276-12-31 23:59:59.999999',
  ...INFINITE_TIMES,
];
const DATES = [
  '2026-07-01',
  '2000-02-29',
  '0001-01-01',
  '0044-03-15 BC',
  '4713-01-01 BC',
  '5874897-12-31',
  ...INFINITE_TIMES,
];
const TIMES = ['12:34:56', '00:00:00', '24:00:00', '23:59:59.999999', '04:05:06.1'];
const FLOATS = ['1.5', '0', '-0', 'NaN', 'Infinity', '-Infinity', '1e-5', '0.1', '100000', '1e15'];
const INTERVALS = [
  '1 day',
  '0',
  '1 year -2 mons +3 days -04:05:06.789',
  '-178000000 years',
  '178000000 years',
  '00:00:00.000001',
  '-00:00:00.5',
  '2562047788:00:54.775807',
];
const JSONS = [
  '{"a": 1}',
  'null',
  '""',
  '[]',
  '{}',
  '[1, 2.50, -0, 1e400, true, false, null]',
  '{"b": 1, "a": {"c": [[], {}]}, "a": 2}',
  '"quotes \\" slashes \\\\ \\/ controls \\u0001\\t\\n"',
  '"\\u00e9 😀 \\ud83d\\ude00 \u2028"',
  '{"": "", "a b": "it\'s"}',
  `${'['.repeat(500)}${']'.repeat(500)}`,
];
const SNAPSHOTS = ['10:20:10,14,15', '1:1:', '12345678901234:12345678901235:12345678901234'];
const NETWORKS = ['192.168.0.0/24', '10.0.0.1/32', '0.0.0.0/0', '::/0', '2001:db8::/32'];
const BITS = ['1', '0', '10101', '1'.repeat(70)];

/** By the type's name; also domains that do not take everything. */
const INPUTS: Readonly<Record<string, readonly (string | Sample)[]>> = {
  bool: ['true', 'false'],
  bytea: ['abc', '', '\\x', '\\x00', '\\x0a0d09225c27', '\\xdeadbeef', '\\xff00fe', 'a\\\\b'],
  char: ['a', '', ' ', '"', "'", '\\', '\n', '\\377', '\\200'],
  name: NAMES,
  text: TEXTS,
  varchar: TEXTS,
  bpchar: TEXTS,
  citext: TEXTS,
  int2: ['1', '0', '-1', '32767', '-32768'],
  int4: ['1', '0', '-1', '2147483647', '-2147483648'],
  int8: ['1', '0', '-1', '9007199254740993', '9223372036854775807', '-9223372036854775808'],
  float4: [...FLOATS, '3.4028235e38', '1e-45', '1.17549435e-38', '16777217', '0.33333334'],
  float8: [
    ...FLOATS,
    '1.7976931348623157e308',
    '5e-324',
    '0.30000000000000004',
    '123456789012345678',
  ],
  numeric: [
    '1.5',
    '0',
    '0.00',
    '-0',
    'NaN',
    'Infinity',
    '-Infinity',
    '1e-50',
    '9007199254740993',
    '0.1000',
    '9'.repeat(1000),
    `-${'1234567890'.repeat(50)}.${'0987654321'.repeat(50)}`,
    '1e131000',
  ],
  money: ['1.5', '0', '-1', '92233720368547758.07', '-92233720368547758.08', '1234567.891'],
  oid: ['1', '0', '4294967295'],
  xid: ['1', '0', '4294967295'],
  cid: ['1', '0', '4294967295'],
  xid8: ['1', '0', '18446744073709551615'],
  tid: ['(0,1)', '(4294967295,65535)'],
  int2vector: ['1', '', '1 2 -3'],
  oidvector: ['1', '', '1 2 4294967295'],
  date: DATES,
  time: TIMES,
  timetz: ['12:34:56+00', '00:00:00-15:59:59', '24:00:00+15:59', '23:59:59.999999+05:30'],
  timestamp: TIMESTAMPS,
  timestamptz: [
    ...TIMESTAMPS.slice(1),
    '2026-07-01 12:34:56+05:30',
    '1883-11-18 12:03:57-04:56:02',
  ],
  interval: [...INTERVALS, { text: 'infinity', since: 17 }, { text: '-infinity', since: 17 }],
  bit: BITS,
  varbit: ['1', '', ...BITS],
  uuid: [
    '12345678-9abc-def0-1234-56789abcdef0',
    '00000000-0000-0000-0000-000000000000',
    '{FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF}',
  ],
  json: [...JSONS, ' { "kept" :\n\t1 , "kept":2 } '],
  jsonb: [...JSONS.filter((text) => !text.includes('1e400')), '[1, 1.0, 1.10, 1e30]'],
  jsonpath: ['$', '$.a[*] ? (@.b > 1)', 'strict $."quo\\"te"', '$.**{2 to last}', '-1'],
  xml: ['<a/>', '', 'text', '<a b="c">&lt;\n\t😀</a>', '<?xml version="1.0"?><a/>', '<a/><b/>'],
  point: ['(1,2)', '(-0,0)', '(NaN,Infinity)', '(1e-300,1.7976931348623157e308)'],
  lseg: ['[(1,2),(3,4)]', '[(-0,NaN),(Infinity,0)]'],
  path: ['[(1,2),(3,4)]', '((1,2),(3,4))', '((0,0))'],
  box: ['(1,2),(3,4)', '(-0,0),(Infinity,-Infinity)'],
  polygon: ['((1,2),(3,4))', '((0,0))', '((1,2),(3,4),(5,NaN))'],
  line: ['{1,2,3}', '{-1,0,1e-5}', '[(0,0),(1,1)]'],
  circle: ['<(1,2),3>', '<(0,0),0>', '<(-1.5,NaN),Infinity>'],
  macaddr: ['08:00:2b:01:02:03', '00-00-00-00-00-00', 'FFFFFFFFFFFF'],
  macaddr8: ['08:00:2b:01:02:03:04:05', '08002b:010203'],
  inet: ['192.168.0.1', ...NETWORKS, '192.168.0.1/24', '::ffff:1.2.3.4', 'fe80::1/64'],
  cidr: NETWORKS,
  pg_lsn: ['16/B374D848', '0/0', 'FFFFFFFF/FFFFFFFF'],
  aclitem: ['alice=r/dba', '=arwdDxt*/dba', 'usher_users=U*C*/alice'],
  refcursor: NAMES,
  regproc: ['now', '-', '12345'],
  regprocedure: ['pg_catalog.lower(text)', 'now()', '0'],
  regoper: ['pg_catalog.||/', '0'],
  regoperator: ['+(integer,integer)', '-(none,integer)', '0'],
  regclass: ['pg_class', 'public.customers', 'information_schema.tables', '0', '4000000000'],
  regcollation: ['"C"', '"POSIX"', '0'],
  regtype: ['integer', 'numeric', '"char"', 'text[]', 'timestamp with time zone', '0'],
  regrole: ['alice', 'pg_monitor', '0'],
  regnamespace: ['pg_catalog', 'public', '0'],
  regconfig: ['english', 'simple'],
  regdictionary: ['simple', 'english_stem'],
  tsvector: ['a:1', '', "a b 'it''s' 'back\\\\slash' '😀':3A,4B", 'x:16383'],
  tsquery: ["'a'", '', "a & !b | 'it''s':*AB <-> c <5> d"],
  pg_snapshot: SNAPSHOTS,
  txid_snapshot: SNAPSHOTS,
  hstore: ['a=>1', '', '"quo\\"te"=>"it\'s", n=>NULL, ""=>""', '"new\nline"=>"\\\\", "😀"=>"é"'],
  cube: ['(1,2)', '(0)', '(1,2),(3,4)', '(NaN,-0),(Infinity,1e-300)'],
  seg: ['1', '1.00', '~1.5', '<2', '1 .. 2.50', '1(+-)0.1', '-3 ..'],
  ltree: ['a.b', '', 'Top.Science_1.a-b'],
  lquery: ['a.b', '*.a{1,2}.!b@%*', '*{,3}.x|y'],
  ltxtquery: ['a', 'a & b* | !c@'],
  query_int: ['1', '1&2|!3', '(1|2)&!(3&4)'],
  ean13: ['978-0-393-04002-9', '0220356483481', '9790060115615'],
  isbn13: ['978-0-393-04002-9', '9780306406157'],
  isbn: ['0-393-04002-X', '978-0-393-04002-9'],
  ismn13: ['979-0-060-11561-5'],
  ismn: ['M-060-11561-5', '979-0-060-11561-5'],
  issn13: ['9771436452008'],
  issn: ['1436-4522', '9771436452008'],
  upc: ['220356483481'],
  yes_or_no: ['YES', 'NO'],
  cardinal_number: ['1', '0', '2147483647'],
  earth: ['(6378168, 0, 0)', '(0, -6378168, 0)'],
  even: ['2', '0', '-2147483648'],
};

/** What no input function reads, from where PostgreSQL keeps it. */
const FROM_CATALOGS: Readonly<Record<string, readonly string[]>> = {
  pg_node_tree: [
    `(select conbin from pg_constraint where conname = 'products_price_check')`,
    `(select adbin from pg_attrdef where adrelid = 'compat.twins'::regclass)`,
  ],
  pg_ndistinct: [`(select n_distinct from pg_stats_ext where statistics_name = 'twins_all')`],
  pg_dependencies: [`(select dependencies from pg_stats_ext where statistics_name = 'twins_all')`],
  pg_mcv_list: [`(select stxdmcv from pg_statistic_ext_data where stxdmcv is not null)`],
  cstring: [
    `'text'::cstring`,
    `textout('it''s "quoted" \\ 😀')`,
    `''::cstring`,
    `array_out(array['a,b', null, ''])`,
  ],
  record: [
    `row(1, 'a')`,
    `row()`,
    `row(null)`,
    `row(null, '')`,
    `row('it''s "q" \\ ,()', row(1, row(array['x"y', null], '\\x00'::bytea)))`,
  ],
  _record: [
    `array[row(1, 'a b'), row(null, '"'), null]`,
    `'{}'::record[]`,
    `array[[row(1)], [row(2)]]`,
  ],
  anyarray: [
    `(select histogram_bounds from pg_stats where tablename = 'products' and attname = 'name')`,
    `(select histogram_bounds from pg_stats where tablename = 'products' and attname = 'price')`,
  ],
  void: ['pg_sleep(0)'],
};

/** Types that PostgreSQL keeps inside of indexes: no value of theirs can be made, only NULL. */
const ONLY_NULL: ReadonlySet<string> = new Set([
  'gtsvector',
  'pg_brin_bloom_summary',
  'pg_brin_minmax_multi_summary',
  'ghstore',
  'ltree_gist',
  'gtrgm',
  'intbig_gkey',
  'gbtreekey2',
  'gbtreekey4',
  'gbtreekey8',
  'gbtreekey16',
  'gbtreekey32',
  'gbtreekey_var',
]);

/**
 * Expressions of a type that has values of its own, each of exactly that type.
 *
 * @param name qualified and quoted
 * @returns undefined where the type's values have to be made from another type's
 */
export function ownValues(
  typname: string,
  name: string,
  major: number,
): readonly string[] | undefined {
  if (ONLY_NULL.has(typname)) return [];
  const texts = INPUTS[typname];
  if (texts === undefined) return FROM_CATALOGS[typname];
  return texts
    .map((sample) => (typeof sample === 'string' ? { text: sample } : sample))
    .filter(({ since = 0 }) => since <= major)
    .map(({ text }) => `${literal(text)}::${name}`);
}

/** With `standard_conforming_strings`, which has been the default since 9.1. */
export function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
