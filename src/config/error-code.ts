/**
 * The `code` of an error: of the operating system (ENOENT), of Node or OpenSSL (ERR_…), or an
 * SQLSTATE. Undefined for what has none. Failures are told apart by it, never by their messages.
 */
export function errorCode(error: unknown): string | undefined {
  return typeof error === 'object' &&
    error !== null &&
    'code' in error &&
    typeof error.code === 'string'
    ? error.code
    : undefined;
}
