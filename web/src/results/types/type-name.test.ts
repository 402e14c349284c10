import { describe, expect, it } from 'vitest';
import { typeKind, typeName } from './type-name.ts';

describe('the name of a type', () => {
  // Each pair of OID and modifier as PostgreSQL 18 has it in pg_attribute, and what format_type says.
  it.each([
    [23, -1, 'integer'],
    [1700, ((8 << 16) | 2) + 4, 'numeric(8,2)'],
    [1700, ((3 << 16) | (-2 & 0x7ff)) + 4, 'numeric(3,-2)'],
    [1231, ((8 << 16) | 2) + 4, 'numeric(8,2)[]'],
    [1043, 24, 'character varying(20)'],
    [1042, 7, 'character(3)'],
    [1560, 3, 'bit(3)'],
    [1114, 3, 'timestamp(3) without time zone'],
    [1184, -1, 'timestamp with time zone'],
    [1186, (4 << 16) | 0xffff, 'interval year'],
    [1186, (0x7fff << 16) | 3, 'interval(3)'],
    [1186, (((1 << 3) | (1 << 10) | (1 << 11) | (1 << 12)) << 16) | 2, 'interval day to second(2)'],
    [1009, -1, 'text[]'],
  ])('of %i with %i is as format_type has it', (oid, modifier, expected) => {
    expect(typeName(oid, modifier)).toBe(expected);
  });

  it('is unknown for a type of the database', () => {
    expect(typeName(16_400, -1)).toBeUndefined();
  });

  it('takes an array for an array, whatever is in it', () => {
    expect(typeKind(1007)).toBe('array');
  });
});
