import { BUILT_IN_TYPES } from './built-in-types.ts';

const NAMES = new Map<number, string>();
const ELEMENTS = new Map<number, number>();
for (const [oid, arrayOid, name] of BUILT_IN_TYPES) {
  NAMES.set(oid, name);
  if (arrayOid !== 0) ELEMENTS.set(arrayOid, oid);
}

const BIT = 1560;
const VARBIT = 1562;
const CHARACTER = 1042;
const CHARACTER_VARYING = 1043;
const NUMERIC = 1700;
const INTERVAL = 1186;
const TIMES: ReadonlyMap<number, readonly [string, string]> = new Map([
  [1083, ['time', 'without time zone']],
  [1266, ['time', 'with time zone']],
  [1114, ['timestamp', 'without time zone']],
  [1184, ['timestamp', 'with time zone']],
]);

/** The bytes of a varlena's header, which PostgreSQL adds to what was declared (`VARHDRSZ`). */
const HEADER = 4;

/** Fields of an interval's modifier, in the bits above the precision (`timestamp.h`, `INTERVAL_MASK`). */
const INTERVAL_FIELDS: ReadonlyMap<number, string> = new Map([
  [1 << 2, ' year'],
  [1 << 1, ' month'],
  [1 << 3, ' day'],
  [1 << 10, ' hour'],
  [1 << 11, ' minute'],
  [1 << 12, ' second'],
  [(1 << 2) | (1 << 1), ' year to month'],
  [(1 << 3) | (1 << 10), ' day to hour'],
  [(1 << 3) | (1 << 10) | (1 << 11), ' day to minute'],
  [(1 << 3) | (1 << 10) | (1 << 11) | (1 << 12), ' day to second'],
  [(1 << 10) | (1 << 11), ' hour to minute'],
  [(1 << 10) | (1 << 11) | (1 << 12), ' hour to second'],
  [(1 << 11) | (1 << 12), ' minute to second'],
]);
const FULL_PRECISION = 0xffff;

/**
 * What `format_type` says of a type that every PostgreSQL has, for example `numeric(8,2)[]`.
 *
 * @param modifier `atttypmod`, -1 for none
 * @returns undefined for a type of the database's own
 */
export function typeName(oid: number, modifier: number): string | undefined {
  const element = ELEMENTS.get(oid);
  if (element !== undefined) return `${simpleName(element, modifier) ?? ''}[]`;
  return simpleName(oid, modifier);
}

function simpleName(oid: number, modifier: number): string | undefined {
  const name = NAMES.get(oid);
  if (name === undefined || modifier < 0) return name;
  if (oid === CHARACTER || oid === CHARACTER_VARYING) return `${name}(${modifier - HEADER})`;
  if (oid === BIT || oid === VARBIT) return `${name}(${modifier})`;
  if (oid === NUMERIC) return numericName(modifier - HEADER);
  if (oid === INTERVAL) return intervalName(modifier);
  const time = TIMES.get(oid);
  return time === undefined ? name : `${time[0]}(${modifier}) ${time[1]}`;
}

/** The scale is of eleven bits with a sign, since PostgreSQL 15. */
function numericName(packed: number): string {
  const precision = (packed >> 16) & 0xffff;
  const scale = ((packed & 0x7ff) ^ 1024) - 1024;
  return `numeric(${precision},${scale})`;
}

function intervalName(modifier: number): string {
  const fields = INTERVAL_FIELDS.get((modifier >> 16) & 0x7fff) ?? '';
  const precision = modifier & 0xffff;
  return `interval${fields}${precision === FULL_PRECISION ? '' : `(${precision})`}`;
}

/** How a value is shown, copied and opened. */
export type TypeKind = 'number' | 'boolean' | 'json' | 'bytes' | 'array' | 'text';

const KINDS: ReadonlyMap<number, TypeKind> = new Map([
  [16, 'boolean'],
  [17, 'bytes'],
  ...[20, 21, 23, 26, 700, 701, NUMERIC].map((oid) => [oid, 'number'] as const),
  [114, 'json'],
  [3802, 'json'],
]);

export function typeKind(oid: number): TypeKind {
  return KINDS.get(oid) ?? (ELEMENTS.has(oid) ? 'array' : 'text');
}
