import type { HttpConfig } from '../config/config.js';

/** Where the routes of this room are; the application's prefix and the controller's path. */
const AUTH_PATH = '/api/v1/auth';

/** Where a browser starts to log in with this provider: a path on our origin. */
export function loginPath(provider: string): string {
  return `${AUTH_PATH}/login/${encodeURIComponent(provider)}`;
}

/** Where our own page is, to come back to after signing out at a provider. */
export function homeUrl(http: HttpConfig): string {
  return `${http.publicOrigin}/`;
}

/** The redirect URI that is registered with the provider. */
export function callbackUrl(http: HttpConfig, provider: string): string {
  return `${http.publicOrigin}${AUTH_PATH}/callback/${encodeURIComponent(provider)}`;
}
