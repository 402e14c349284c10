import type { HttpConfig } from '../config/config.js';

/** Where the routes of this room are; the application's prefix and the controller's path. */
const AUTH_PATH = '/api/v1/auth';

/** Where a browser starts to log in with this provider: a path on our origin. */
export function loginPath(provider: string): string {
  return `${AUTH_PATH}/login/${encodeURIComponent(provider)}`;
}

/** The redirect URI that is registered with the provider. */
export function callbackUrl(http: HttpConfig, provider: string): string {
  return `${http.publicOrigin}${AUTH_PATH}/callback/${encodeURIComponent(provider)}`;
}
