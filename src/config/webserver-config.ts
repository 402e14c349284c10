import { isEverybody, isNetwork } from '../common/addresses.js';
import type { EnvironmentReader } from './environment-reader.js';
import type { PlainName } from './names.js';

/** A reverse proxy that has authenticated people and names them in a header. */
export interface WebserverConfig {
  /** In small letters. */
  readonly header: string;
  /** Addresses and networks of the proxies: of the socket's other end, whatever headers say. */
  readonly proxies: readonly string[];
  /** In small letters; its value is a list with commas. */
  readonly groupsHeader: string | undefined;
  readonly adminGroups: readonly string[];
}

/** No underscore: to CGI-like proxies and servers `X_Remote_User` and `X-Remote-User` are one name. */
const HEADER = /^[A-Za-z][A-Za-z0-9-]*$/;

/** Headers that mean something already, or that any client or proxy on the way sets. */
const TAKEN =
  /^(?:accept.*|authorization|connection|content-.*|cookie|date|expect|forwarded|host|if-.*|origin|proxy-.*|range|referer|sec-.*|te|trailer|transfer-encoding|upgrade|user-agent|via|x-forwarded-.*|x-real-ip|x-request-id)$/;

const NAMES: readonly PlainName[] = [
  'WEBSERVER_PROXIES',
  'WEBSERVER_GROUPS_HEADER',
  'WEBSERVER_ADMIN_GROUPS',
];

/** The proxy's header, or undefined when none is configured; mistakes go to the reader. */
export function webserverConfig(reader: EnvironmentReader): WebserverConfig | undefined {
  const header = headerName(reader, 'WEBSERVER_HEADER');
  if (header === undefined) {
    const orphans = NAMES.filter((name) => reader.has(name));
    if (orphans.length > 0 && !reader.has('WEBSERVER_HEADER')) {
      reader.mistake(
        `WEBSERVER_HEADER is missing: ${orphans.join(', ')} cannot be used without it.`,
      );
    }
    return undefined;
  }
  const proxies = networks(reader, 'WEBSERVER_PROXIES');
  if (proxies.length === 0 && !reader.has('WEBSERVER_PROXIES')) {
    reader.mistake(
      'WEBSERVER_PROXIES is missing: without the addresses of the proxies, anybody could name themselves in WEBSERVER_HEADER.',
    );
  }
  const groupsHeader = headerName(reader, 'WEBSERVER_GROUPS_HEADER');
  const adminGroups = reader.list('WEBSERVER_ADMIN_GROUPS', /,/);
  if (groupsHeader === header) {
    reader.mistake('WEBSERVER_GROUPS_HEADER and WEBSERVER_HEADER must be two headers.');
  }
  if (adminGroups.length > 0 && !reader.has('WEBSERVER_GROUPS_HEADER')) {
    reader.mistake(
      'WEBSERVER_ADMIN_GROUPS is set but WEBSERVER_GROUPS_HEADER is not, so that nobody could be in one of them.',
    );
  }
  return { header, proxies, groupsHeader, adminGroups };
}

/** The reverse proxies whose X-Forwarded-For is believed; mistakes go to the reader. */
export function trustedProxies(reader: EnvironmentReader): readonly string[] {
  return networks(reader, 'TRUSTED_PROXIES');
}

function networks(reader: EnvironmentReader, name: PlainName): readonly string[] {
  const items = reader.list(name, /[\s,]+/);
  if (reader.has(name) && items.length === 0) reader.mistake(`${name} names nobody.`);
  if (!items.every(isNetwork)) {
    reader.mistake(
      `${name} must be a list of IP addresses and networks, such as 10.0.0.5, 10.1.0.0/16.`,
    );
  } else if (items.some(isEverybody)) {
    reader.mistake(`${name} must not be the whole world.`);
  }
  return items;
}

function headerName(reader: EnvironmentReader, name: PlainName): string | undefined {
  const value = reader.text(name);
  if (value === undefined) return undefined;
  const header = value.toLowerCase();
  if (HEADER.test(value) && !TAKEN.test(header)) return header;
  reader.mistake(
    `${name} must be a header of its own, of letters, digits and hyphens, such as X-Remote-User.`,
  );
  return undefined;
}
