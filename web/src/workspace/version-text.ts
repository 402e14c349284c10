/** `PostgreSQL 18.1` of `18.1 (Debian 18.1-1.pgdg13+2)`: a packager's words are left out. */
export function versionText(serverVersion: string): string {
  const [number = ''] = serverVersion.split(' ');
  return number === '' ? 'PostgreSQL' : `PostgreSQL ${number.slice(0, 20)}`;
}
