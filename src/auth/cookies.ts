import type { CookieSerializeOptions } from '@fastify/cookie';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { HttpConfig } from '../config/config.js';
import { isRandomId } from './keyed-hash.js';

/** The two cookies of a browser: who is logged in, and which browser a pending login began in. */
export type CookieKind = 'session' | 'login';

/**
 * With `__Host-` a browser takes the cookie only over https, from us and for every path, so that
 * no neighbouring subdomain can plant one (RFC 6265bis, section 4.1.3.2).
 */
export function cookieName(http: HttpConfig, kind: CookieKind): string {
  return `${http.secureCookies ? '__Host-' : ''}usher_${kind}`;
}

/** The value as it was sent, whatever it is; undefined when there is none. */
export function rawCookie(
  request: FastifyRequest,
  http: HttpConfig,
  kind: CookieKind,
): string | undefined {
  return request.cookies[cookieName(http, kind)];
}

/** The value, if it has the form of one that we hand out. */
export function readCookie(
  request: FastifyRequest,
  http: HttpConfig,
  kind: CookieKind,
): string | undefined {
  const value = rawCookie(request, http, kind);
  return isRandomId(value) ? value : undefined;
}

export function writeCookie(
  reply: FastifyReply,
  http: HttpConfig,
  cookie: { readonly kind: CookieKind; readonly value: string; readonly maxAgeMs: number },
): void {
  const maxAge = Math.floor(cookie.maxAgeMs / 1000);
  reply.setCookie(cookieName(http, cookie.kind), cookie.value, { ...attributes(http), maxAge });
}

export function clearCookie(reply: FastifyReply, http: HttpConfig, kind: CookieKind): void {
  reply.clearCookie(cookieName(http, kind), attributes(http));
}

/** Lax and not Strict: the browser comes back from the provider by a link of another site. */
function attributes(http: HttpConfig): CookieSerializeOptions {
  return { httpOnly: true, sameSite: 'lax', path: '/', secure: http.secureCookies };
}
