/** Words with which a statement begins. */
export const STATEMENT_WORDS: readonly string[] = words(
  `select insert update delete merge with explain create alter drop truncate begin commit rollback
  savepoint release set show reset grant revoke comment vacuum analyze refresh reindex cluster call do
  declare fetch move close copy lock listen notify unlisten prepare execute deallocate discard values
  table start end abort checkpoint security reassign import`,
);

/** Words that follow the name of a relation. */
export const CLAUSE_WORDS: readonly string[] = words(
  `where join left right inner full cross natural outer on using group order limit offset fetch having
  union intersect except window as set values returning tablesample for lateral default select by when
  matched then do not nothing conflict overriding with materialized`,
);

/** Words of expressions and of everything else. */
export const OTHER_WORDS: readonly string[] = words(
  `all analyze and any array as asc at between both buffers by cascade case cast check coalesce collate
  column concurrently constraint cross current_date current_time current_timestamp current_user database
  default deferrable desc distinct else end escape except exclude exists extension extract false filter
  first following for foreign format from full function generated global greatest group having
  identity if ilike in index inherit initially inner intersect interval into is isnull join key language
  last lateral leading least left like limit local localtime localtimestamp materialized natural no not
  notnull null nullif nulls of offset on only or order ordinality outer over overlaps owner partition
  position preceding primary procedure range recursive references replace restrict returning returns
  right role row rows schema select sequence session_user set similar some stored substring table
  tablespace temporary then time to trailing trigger trim true type unbounded union unique unlogged using
  valid values verbose view wal when where window with within without zone`,
);

export const TYPE_WORDS: readonly string[] = words(
  `bigint bigserial bit boolean bytea char cidr circle date daterange float4 float8 inet int int2 int4
  int4range int8 int8range integer interval json jsonb jsonpath line lseg macaddr money name numeric
  numrange oid path point polygon real regclass regproc regrole regtype smallint serial text time
  timestamp timestamptz timetz tsquery tsrange tstzrange tsvector uuid varchar xid xml`,
);

/** Typed whole, one of these is not completed into anything else: Enter then makes a new line. */
export const ALL_WORDS: ReadonlySet<string> = new Set([
  ...STATEMENT_WORDS,
  ...CLAUSE_WORDS,
  ...OTHER_WORDS,
]);

function words(text: string): readonly string[] {
  return text.split(/\s+/);
}
