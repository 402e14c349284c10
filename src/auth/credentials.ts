import type { FastifyRequest } from 'fastify';
import { Problem } from '../common/problem.js';
import type { HttpConfig } from '../config/config.js';
import { rawCookie, readCookie } from './cookies.js';
import type { LocalPrincipal } from './principal.js';
import type { WebserverHeader } from './webserver.js';

/** What a request brings along to say who is calling. */
export type Credentials =
  | { readonly kind: 'none' }
  | { readonly kind: 'bearer'; readonly token: string }
  | { readonly kind: 'session'; readonly id: string }
  | { readonly kind: 'webserver'; readonly principal: LocalPrincipal };

const SAFE_METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);
const TRUSTED_SITES: ReadonlySet<unknown> = new Set(['same-origin', 'none']);

/** RFC 6750, section 2.1; the scheme's name is not case-sensitive (RFC 9110, section 11.1). */
const BEARER = /^bearer +([A-Za-z0-9._~+/-]+=*)$/i;
const MAX_TOKEN_LENGTH = 8 * 1024;

/**
 * The one credential of a request. Tokens in the query string or in a body are never looked at.
 *
 * @throws Problem `credentials-conflict` for more than one, `unauthenticated` for an
 * `Authorization` header that is no usable Bearer token
 */
export function readCredentials(
  request: FastifyRequest,
  http: HttpConfig,
  webserver: WebserverHeader | undefined,
): Credentials {
  const headers = authorizationHeaders(request);
  const cookie = rawCookie(request, http, 'session');
  const named = webserver?.valueIn(request);
  const others = [cookie, named].filter((value) => value !== undefined);
  if (headers.length + others.length > 1) {
    throw new Problem('credentials-conflict', {
      detail:
        'Send either one Authorization header or the session cookie, and nothing else that names you, so that it is clear who is calling.',
      owner: 'user',
    });
  }
  const [header] = headers;
  if (header !== undefined) return { kind: 'bearer', token: tokenIn(header) };
  if (webserver !== undefined && named !== undefined) {
    return { kind: 'webserver', principal: webserver.principal(named, request) };
  }
  const id = readCookie(request, http, 'session');
  return id === undefined ? { kind: 'none' } : { kind: 'session', id };
}

/**
 * Refuses what a page of another site makes a browser send along with its cookies. Browsers say
 * where a request comes from in `Sec-Fetch-Site`; older ones only in `Origin`; a caller that says
 * neither is no browser, and acts for nobody else.
 *
 * @throws Problem `cross-site-request`
 */
export function refuseCrossSite(request: FastifyRequest, http: HttpConfig): void {
  if (SAFE_METHODS.has(request.method)) return;
  const site = request.headers['sec-fetch-site'];
  const { origin } = request.headers;
  const trusted =
    site === undefined
      ? origin === undefined || origin === http.publicOrigin
      : TRUSTED_SITES.has(site);
  if (trusted) return;
  throw new Problem('cross-site-request', {
    detail: `Requests that change something are taken only from pages of ${http.publicOrigin}.`,
    owner: 'user',
  });
}

/** Node keeps the first of several Authorization headers and hides the others, so read the list. */
function authorizationHeaders(request: FastifyRequest): string[] {
  const { rawHeaders } = request.raw;
  return rawHeaders.filter(
    (_value, index) => index % 2 === 1 && rawHeaders[index - 1]?.toLowerCase() === 'authorization',
  );
}

function tokenIn(header: string): string {
  const token = header.length > MAX_TOKEN_LENGTH + 16 ? undefined : BEARER.exec(header)?.[1];
  if (token !== undefined && token.length <= MAX_TOKEN_LENGTH) return token;
  throw new Problem('unauthenticated', {
    detail: `The Authorization header must be "Bearer" and one access token of at most ${MAX_TOKEN_LENGTH} characters.`,
    owner: 'user',
  });
}
