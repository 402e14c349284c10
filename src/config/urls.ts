import { isIP, isIPv4 } from 'node:net';
import type { Secret } from '../common/secret.js';

/**
 * True for the names and addresses that never leave this machine: `localhost` and what ends in
 * `.localhost` (RFC 6761 section 6.3), 127.0.0.0/8, `::1`. Takes the form of `URL.hostname`.
 */
export function isLoopback(hostname: string): boolean {
  const host = hostname.toLowerCase().replace(/^\[(.*)\]$/, '$1');
  return (
    host === 'localhost' ||
    host.endsWith('.localhost') ||
    host === '::1' ||
    (isIPv4(host) && host.startsWith('127.'))
  );
}

/** What a server may listen on: an IP address or a host name. */
export function isListenHost(host: string): boolean {
  return isIP(host) !== 0 || /^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/i.test(host);
}

/** What is wrong with `PUBLIC_URL`, which must be an origin that cookies can be trusted to. */
export function publicUrlMistake(value: string): string | undefined {
  const url = parsed(value);
  if (url === undefined || !isHttp(url)) {
    return 'PUBLIC_URL must be a URL such as https://usher.example.';
  }
  if (hasCredentials(url)) {
    return 'PUBLIC_URL must not contain a user name or a password.';
  }
  if (url.href !== `${url.origin}/`) {
    return 'PUBLIC_URL must be an origin only, such as https://usher.example, without a path, a query or a fragment.';
  }
  return url.protocol === 'https:' || isLoopback(url.hostname)
    ? undefined
    : 'PUBLIC_URL must be https: over http, session cookies could be read on the way. http is accepted for loopback only.';
}

/** Addresses of Entra ID that stand for any tenant: what is in their tokens is another issuer. */
const ANY_TENANT = /^\/(common|organizations|consumers|\{[^/]*\}|%7B[^/]*%7D)(\/|$)/i;

/**
 * What is wrong with an issuer (OpenID Connect Discovery 1.0 section 3: no query, no fragment).
 *
 * @param name what holds it, for the message: `OIDC_ISSUER`
 */
export function issuerMistake(name: string, value: string): string | undefined {
  const url = parsed(value);
  if (url === undefined || !isHttp(url)) {
    return `${name} must be a URL such as https://login.example/realms/main, exactly as the provider writes it.`;
  }
  if (hasCredentials(url)) {
    return `${name} must not contain a user name or a password.`;
  }
  if (value.includes('?') || value.includes('#')) {
    return `${name} must not contain a query or a fragment.`;
  }
  if (/(^|\.)microsoftonline\./.test(url.hostname) && ANY_TENANT.test(url.pathname)) {
    return `${name} must name your own tenant: with the address for any tenant, anybody's directory could say who is who.`;
  }
  return url.protocol === 'https:' || isLoopback(url.hostname)
    ? undefined
    : `${name} must be https: over http, anybody on the way could sign in as anybody. http is accepted for loopback only.`;
}

/** What is wrong with `DATABASE_URL`; nothing of the URL is repeated, because it holds a password. */
export function databaseUrlMistake(secret: Secret): string | undefined {
  const url = parsed(secret.reveal());
  if (url === undefined) {
    return 'DATABASE_URL cannot be read; it must look like postgresql://user:password@host:5432/database, and special characters in the password must be percent-encoded.';
  }
  if (url.protocol !== 'postgres:' && url.protocol !== 'postgresql:') {
    return 'DATABASE_URL must start with postgresql://, since pg-usher keeps its own data in PostgreSQL.';
  }
  if (url.hostname === '' && url.searchParams.get('host') === null) {
    return 'DATABASE_URL names no host.';
  }
  // Without a name in it, the driver would take the name of the service's operating system user.
  if (url.username === '' && url.searchParams.get('user') === null) {
    return 'DATABASE_URL names no user.';
  }
  return /^\/[^/]+$/.test(url.pathname)
    ? undefined
    : 'DATABASE_URL must name one database, as in postgresql://user:password@host:5432/database.';
}

function parsed(value: string): URL | undefined {
  return URL.canParse(value) ? new URL(value) : undefined;
}

function isHttp(url: URL): boolean {
  return url.protocol === 'https:' || url.protocol === 'http:';
}

function hasCredentials(url: URL): boolean {
  return url.username !== '' || url.password !== '';
}
