import { typeKind } from '../types/type-name.ts';
import type { CopiedTable } from './table.ts';

const FLOATS: ReadonlySet<number> = new Set([700, 701]);
const JSON_NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

/** What every double keeps: so many digits, and an exponent that is far from its ends. */
const SAFE_DIGITS = 15;
const SAFE_EXPONENT = 290;

type Write = (value: string) => string;

/**
 * An array of objects, their keys in the order of the columns. A column is written as numbers only if
 * a reader with doubles gets each of its values unchanged; json goes in as PostgreSQL wrote it.
 */
export function toJson({ columns, rows }: CopiedTable): string {
  const names = distinctNames(columns.map(({ name }) => name)).map((name) => JSON.stringify(name));
  const writers = columns.map(({ typeOid }, column) =>
    writerFor(
      typeOid,
      rows.map((row) => row[column] ?? null),
    ),
  );
  const objects = rows.map((row) => {
    const fields = row.map((value, column) => {
      const text = value === null ? 'null' : (writers[column] ?? JSON.stringify)(value);
      return `${names[column] ?? '""'}: ${text}`;
    });
    return `  {${fields.join(', ')}}`;
  });
  return objects.length === 0 ? '[]\n' : `[\n${objects.join(',\n')}\n]\n`;
}

/** The second `id` is `id_2`, or the next number that no column has. */
export function distinctNames(names: readonly string[]): readonly string[] {
  const taken = new Set(names);
  const used = new Set<string>();
  return names.map((name) => {
    let distinct = name;
    for (let number = 2; used.has(distinct); number += 1) {
      const next = `${name}_${number}`;
      if (!taken.has(next) || used.has(next)) distinct = next;
    }
    used.add(distinct);
    return distinct;
  });
}

function writerFor(typeOid: number, values: readonly (string | null)[]): Write {
  const asIs: Write = (value) => value;
  const every = (holds: (value: string) => boolean): boolean =>
    values.every((value) => value === null || holds(value));
  switch (typeKind(typeOid)) {
    case 'boolean':
      return (value) => (value === 't' ? 'true' : value === 'f' ? 'false' : JSON.stringify(value));
    case 'number':
      return every((value) => survivesDouble(value, FLOATS.has(typeOid))) ? asIs : JSON.stringify;
    case 'json':
      return (value) => (isJson(value) ? value : JSON.stringify(value));
    default:
      return JSON.stringify;
  }
}

/** @param isFloat a value of the types real and double precision, which is a double already */
export function survivesDouble(value: string, isFloat: boolean): boolean {
  if (!JSON_NUMBER.test(value)) return false;
  if (isFloat) return Number.isFinite(Number(value));
  const [mantissa = '', exponent = '0'] = value.toLowerCase().split('e');
  const digits = mantissa.replace(/[-.]/g, '').replace(/^0+/, '').replace(/0+$/, '');
  const size = mantissa.length + Math.abs(Number(exponent));
  return digits.length <= SAFE_DIGITS && size <= SAFE_EXPONENT;
}

function isJson(value: string): boolean {
  try {
    JSON.parse(value);
    return true;
  } catch {
    return false;
  }
}
