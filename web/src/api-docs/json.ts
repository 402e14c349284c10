/** What has come as JSON, read without trust in its shape: what is not there is empty. */
export type Json = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function objectAt(value: unknown, ...keys: readonly string[]): Json {
  let at = value;
  for (const key of keys) at = isObject(at) ? at[key] : undefined;
  return isObject(at) ? at : {};
}

export function listAt(value: unknown, key: string): readonly unknown[] {
  const list: unknown = isObject(value) ? value[key] : undefined;
  return Array.isArray(list) ? list : [];
}

export function textAt(value: unknown, key: string): string {
  const text: unknown = isObject(value) ? value[key] : undefined;
  return typeof text === 'string' ? text : '';
}
