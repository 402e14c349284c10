const KEY = 'pg-usher:link';

/**
 * Keeps the fragment of a link to a query while its reader signs in. It stays in this browser tab: in
 * the address to come back to, its SQL would be sent to the service, and a long one would be refused.
 *
 * @returns false when the browser keeps nothing
 */
export function keepLink(path: string, hash: string): boolean {
  try {
    sessionStorage.setItem(KEY, `${path}${hash}`);
    return true;
  } catch {
    return false;
  }
}

/** The fragment that was kept for this path, once; empty where there is none. */
export function takeLink(path: string): string {
  const kept = sessionStorage.getItem(KEY);
  if (kept?.startsWith(`${path}#`) !== true) return '';
  sessionStorage.removeItem(KEY);
  return kept.slice(path.length);
}
