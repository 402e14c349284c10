import { isIP } from 'node:net';
import {
  type Protection,
  PROTECTIONS,
  SERVER_COLORS,
  type ServerColor,
  type ServerDraft,
  SSL_MODES,
  type SslMode,
} from './server-definition.js';

/** What one field must be, and the sentence for what is not. */
export interface FieldRule<T> {
  readonly accepts: (value: unknown) => value is T;
  readonly must: string;
}

/** Thirty days; OpenID Connect Core 1.0, section 3.1.2.1 (`max_age`). */
const MAX_AGE = 2_592_000;

/**
 * The rule of every field. The DTOs of the API and the servers file both use these, so that there
 * is one set of rules and one set of sentences.
 */
export const FIELD_RULES: { readonly [F in keyof ServerDraft]: FieldRule<ServerDraft[F]> } = {
  name: {
    accepts: (value): value is string => isLabel(value, 100),
    must: 'name must be a text of 1 to 100 characters, without control characters and without blanks at its ends.',
  },
  group: {
    accepts: (value): value is string | null => value === null || isLabel(value, 100),
    must: 'group must be null or a text of 1 to 100 characters, without control characters and without blanks at its ends.',
  },
  host: {
    accepts: (value): value is string => typeof value === 'string' && isHost(value),
    must: 'host must be a DNS name or an IP address of at most 253 characters: no port, no path, no user, no list of hosts, no brackets.',
  },
  port: {
    accepts: (value): value is number =>
      typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= 65_535,
    must: 'port must be a whole number from 1 to 65535.',
  },
  maintenanceDb: {
    accepts: (value): value is string => isIdentifier(value),
    must: 'maintenanceDb must be the name of a database: 1 to 63 bytes of UTF-8 without control characters.',
  },
  sslMode: {
    accepts: (value): value is SslMode => SSL_MODES.some((mode) => mode === value),
    must: `sslMode must be one of ${SSL_MODES.join(', ')}.`,
  },
  passthrough: {
    accepts: (value): value is boolean => typeof value === 'boolean',
    must: 'passthrough must be true or false.',
  },
  username: {
    accepts: (value): value is string | null => value === null || isIdentifier(value),
    must: 'username must be null or the name of a database user: 1 to 63 bytes of UTF-8 without control characters.',
  },
  comment: {
    accepts: (value): value is string | null => value === null || isProse(value, 2000),
    must: 'comment must be null or a text of at most 2000 characters, without control characters but tabs and line ends.',
  },
  labels: {
    accepts: (value): value is readonly string[] =>
      isListOfLabels(value, { items: 10, characters: 32 }),
    must: 'labels must be a list of at most 10 different texts of 1 to 32 characters, without control characters and without blanks at their ends.',
  },
  color: {
    accepts: (value): value is ServerColor | null =>
      value === null || SERVER_COLORS.some((color) => color === value),
    must: `color must be null or one of ${SERVER_COLORS.join(', ')}.`,
  },
  visibleTo: {
    accepts: isGroups,
    must: 'visibleTo must be a list of at most 100 different group names of 1 to 256 characters; an empty list means everybody.',
  },
  trustGroup: {
    accepts: (value): value is string => isLabel(value, 100),
    must: 'trustGroup must be a text of 1 to 100 characters, without control characters and without blanks at its ends.',
  },
  providers: {
    accepts: isGroups,
    must: 'providers must be a list of at most 100 different provider ids; an empty list means all providers.',
  },
  allowProtected: {
    accepts: isProtections,
    must: `allowProtected must be a list of ${PROTECTIONS.join(', ')}.`,
  },
  maxAgeSeconds: {
    accepts: (value): value is number | null =>
      value === null ||
      (typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= MAX_AGE),
    must: `maxAgeSeconds must be null or a whole number from 0 to ${MAX_AGE}.`,
  },
  acrValues: {
    accepts: (value): value is readonly string[] =>
      isGroups(value) && value.every((item) => /^[!#-[\]-~]+$/.test(item)),
    must: 'acrValues must be a list of at most 100 different values without blanks; an empty list means any.',
  },
};

/** Control and format characters, lone surrogates, and the separators that break lines. */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;
/** NUL and lone surrogates are in no PostgreSQL text; of the other controls only \t, \n, \r are. */
const UNSTORABLE = /(?![\t\n\r])[\p{Cc}\p{Cs}]/u;

function isProtections(value: unknown): value is readonly Protection[] {
  return isGroups(value) && value.every((item) => PROTECTIONS.some((known) => known === item));
}

function isLabel(value: unknown, maxLength: number): value is string {
  return (
    typeof value === 'string' &&
    value.length >= 1 &&
    value.length <= maxLength &&
    value.trim() === value &&
    !UNPRINTABLE.test(value)
  );
}

function isProse(value: unknown, maxLength: number): value is string {
  return typeof value === 'string' && value.length <= maxLength && !UNSTORABLE.test(value);
}

/** NAMEDATALEN - 1 is 63 bytes; PostgreSQL silently cuts what is longer. */
function isIdentifier(value: unknown): value is string {
  return (
    typeof value === 'string' &&
    value !== '' &&
    Buffer.byteLength(value) <= 63 &&
    !/[\p{Cc}\p{Cs}]/u.test(value)
  );
}

function isGroups(value: unknown): value is readonly string[] {
  return isListOfLabels(value, { items: 100, characters: 256 });
}

/** Different from one another, and no more and no longer than that. */
function isListOfLabels(
  value: unknown,
  max: { readonly items: number; readonly characters: number },
): value is readonly string[] {
  return (
    Array.isArray(value) &&
    value.length <= max.items &&
    value.every((item) => isLabel(item, max.characters)) &&
    new Set(value).size === value.length
  );
}

/**
 * A DNS name of letters, digits, `-` and `_` (RFC 1123 section 2.1; Docker allows `_`) or an IP
 * literal without a zone. A name whose last label is a number is refused, since resolvers read `2130706433`, `127.1` and `0x7f.1` as 127.0.0.1.
 */
function isHost(host: string): boolean {
  if (isIP(host) !== 0) {
    return !host.includes('%');
  }
  const labels = host.split('.');
  const lastLabel = labels.at(-1) ?? '';
  return (
    host.length <= 253 &&
    labels.every((label) => /^[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?$/i.test(label)) &&
    !/^(\d+|0x[0-9a-f]*)$/i.test(lastLabel)
  );
}
