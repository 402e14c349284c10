/** Reading of values whose shape nobody has promised. */
export type Fields = ReadonlyMap<string, unknown>;

export function fieldsOf(value: unknown): Fields | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  return new Map(Object.entries(value));
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** A finite number; PostgreSQL writes some of them as texts in other formats, and so may we get them. */
export function numberOf(fields: Fields, name: string): number | null {
  const value = fields.get(name);
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : null;
}

export function textOf(fields: Fields, name: string): string | null {
  const value = fields.get(name);
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return value.map((one) => String(one)).join(', ');
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : null;
}
