import { Problem } from '../common/problem.js';

declare const checked: unique symbol;

/**
 * A PostgreSQL role name that is safe to put into a start-up packet. Only {@link parseDatabaseUser}
 * makes one, and only this type fits into the DSN builder, so no call site can forget the check.
 */
export type DatabaseUser = string & { readonly [checked]: 'DatabaseUser' };

/** NAMEDATALEN - 1; PostgreSQL cuts a longer name silently and logs in as the shorter role. */
const MAX_BYTES = 63;

/**
 * ASCII only: two names that look alike are the same name. No blank, quote, backslash, NUL, comma
 * or slash, so the name means the same in a packet, an ident map, a log line and a shell.
 */
const ALLOWED = /^[A-Za-z_][A-Za-z0-9_.@+-]*$/;
const ALLOWED_FIRST = /^[A-Za-z_]/;
const FORBIDDEN = /[^A-Za-z0-9_.@+-]/u;

/**
 * The database user that a claim names: exactly that string or nothing. It is never trimmed,
 * folded, cut or replaced by another claim; `pg` would turn an empty name into `$PGUSER`, a NUL
 * into more start-up parameters, and a name that is no string into a crash.
 *
 * @param claimName name of the one configured username claim, for the message
 * @param value the claim as the provider sent it: any JSON value, `undefined` where it is absent
 * @throws Problem `claim-missing` (absent, null, empty) or `claim-invalid` (anything else wrong)
 */
export function parseDatabaseUser(claimName: string, value: unknown): DatabaseUser {
  if (value === undefined || value === null || value === '') {
    throw new Problem('claim-missing', {
      detail: `The identity provider sent ${absence(value)} "${claimName}" claim, which names your database user.`,
      owner: 'admin',
    });
  }
  const fault = faultOf(value);
  if (fault !== undefined || !isChecked(value)) {
    throw new Problem('claim-invalid', {
      detail: `The "${claimName}" claim, which names your database user, ${fault ?? 'is not usable'}.`,
      owner: 'admin',
    });
  }
  return value;
}

/** Whether the value has passed every rule; the one place where the brand is given. */
function isChecked(value: unknown): value is DatabaseUser {
  return faultOf(value) === undefined;
}

/** What is wrong, as the end of a sentence that does not repeat the value. */
function faultOf(value: unknown): string | undefined {
  if (typeof value !== 'string') return `is ${kindOf(value)} and must be a string`;
  const bytes = Buffer.byteLength(value);
  if (bytes > MAX_BYTES) return `has ${bytes} bytes and may have at most ${MAX_BYTES}`;
  if (ALLOWED.test(value)) return undefined;
  const forbidden = FORBIDDEN.exec(value);
  if (forbidden !== null) {
    return `has the character ${codePointOf(forbidden[0])}; allowed are A-Z a-z 0-9 _ . @ + -`;
  }
  return ALLOWED_FIRST.test(value) ? 'is not allowed' : 'must begin with a letter or an underscore';
}

function absence(value: unknown): string {
  return value === undefined ? 'no' : value === null ? 'a null' : 'an empty';
}

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  return value !== null && typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

/** `U+0430`: says which character without printing it, so that nothing invisible gets into a log. */
function codePointOf(character: string): string {
  const point = character.codePointAt(0) ?? 0;
  return `U+${point.toString(16).toUpperCase().padStart(4, '0')}`;
}
