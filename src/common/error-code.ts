/**
 * A text field of an error: Node's and OpenSSL's `code`, PostgreSQL's SQLSTATE and `routine`. Asks
 * the value and not its class, because errors of other realms and packages are of other classes.
 */
export function errorField(error: unknown, field: string): string | undefined {
  if (typeof error !== 'object' || error === null || !(field in error)) return undefined;
  const value: unknown = Reflect.get(error, field);
  return typeof value === 'string' ? value : undefined;
}

/** {@link errorField} `code`. */
export function errorCode(error: unknown): string | undefined {
  return errorField(error, 'code');
}
