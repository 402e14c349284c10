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

/** A text, a number, or a list of such; null for what PostgreSQL writes as an object. */
export function textOf(fields: Fields, name: string): string | null {
  const value = fields.get(name);
  if (!Array.isArray(value)) return wordOf(value);
  const words = value.map(wordOf);
  return words.includes(null) ? null : words.join(', ');
}

// `String()` is for what is known to be one word: of an object that has a field `toString` it throws.
function wordOf(value: unknown): string | null {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : null;
}
