const HOME = '/';
const MAX_LENGTH = 2048;

/** One slash, then no second one, no backslash (browsers read it as a slash) and no control. */
const PATH = /^\/(?!\/)[^\\\p{Cc}]*$/u;

/**
 * Where the browser goes after a login: a path on our own origin, or `/` for anything else.
 * The result is what the URL parser understood, so it is ASCII and fits into a `Location` header.
 *
 * @param value the `returnTo` parameter as it came, of any type
 * @param origin our public origin, without a trailing slash
 */
export function safeReturnTo(value: unknown, origin: string): string {
  if (typeof value !== 'string' || value.length > MAX_LENGTH || !PATH.test(value)) return HOME;
  if (!URL.canParse(value, origin)) return HOME;
  const url = new URL(value, origin);
  // `/..//evil.example` is ours as it stands and somebody else's once the dots are resolved.
  if (url.origin !== origin || url.pathname.startsWith('//')) return HOME;
  return `${url.pathname}${url.search}${url.hash}`;
}
