import { createHash } from 'node:crypto';
import { Problem } from '../common/problem.js';

const MAX_KEY = 255;
/** A String of RFC 8941, section 3.3.3: printable ASCII, where a quote and a backslash are escaped. */
const QUOTED = /^"((?:[\x20-\x21\x23-\x5b\x5d-\x7e]|\\["\\])*)"$/;
/** Without quotes. No comma: Node joins a header that was sent twice with one. */
const BARE = /^[\x20-\x21\x23-\x2b\x2d-\x7e][\x20-\x2b\x2d-\x7e]*$/;

/**
 * The key in an `Idempotency-Key` header (draft-ietf-httpapi-idempotency-key-header-07, section 2.1):
 * 1 to 255 printable ASCII characters, in quotes as the draft has it or, without a comma, bare.
 * Undefined where there is no such header.
 *
 * @throws Problem `validation-failed`
 */
export function readIdempotencyKey(header: string | undefined): string | undefined {
  if (header === undefined) return undefined;
  const text = header.trim();
  const quoted = QUOTED.exec(text)?.[1];
  const key = quoted === undefined ? BARE.exec(text)?.[0] : quoted.replaceAll(/\\(.)/g, '$1');
  if (key !== undefined && key.length >= 1 && key.length <= MAX_KEY) return key;
  throw new Problem('validation-failed', {
    detail:
      'Idempotency-Key must be one key of 1 to 255 printable ASCII characters, for example a UUID in double quotes.',
    owner: 'user',
  });
}

/**
 * SHA-256, in hexadecimal digits, of what a request asks for. The order
 * of an object's fields does not matter, and a field that is undefined is a field that is not there.
 */
export function fingerprintOf(request: object): string {
  return sha256(JSON.stringify(request, sortedFields));
}

/** In hexadecimal digits, of the text in UTF-8. */
export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function sortedFields(_name: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(
    Object.entries(value).sort(([first], [second]) => (first < second ? -1 : 1)),
  );
}
