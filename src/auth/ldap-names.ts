/**
 * A name as text inside an LDAP filter (RFC 4515, section 3): whatever it holds, it is a value and
 * never a part of the filter. Other characters stand for themselves, in UTF-8.
 */
export function escapeFilterValue(value: string): string {
  return value.replaceAll(/[\0()*\\]/g, hexPair);
}

/** A name as the value of an attribute in a distinguished name (RFC 4514, section 2.4). */
export function escapeDnValue(value: string): string {
  return (
    value
      // eslint-disable-next-line no-control-regex -- control characters are what is being escaped
      .replaceAll(/[\0-\x1f\x7f"+,;<=>\\]/g, hexPair)
      .replace(/^[ #]/, hexPair)
      .replace(/ $/, hexPair)
  );
}

/** Mapped to nothing before names are compared (RFC 4518, section 2.2), besides control characters. */
const INVISIBLE = /\u034f|[\u180b-\u180d]|[\ufe00-\ufe0f]|\u1806|\ufffc|\p{C}/gu;

/**
 * The one spelling of all those that a directory takes for the same name: case, compatibility
 * forms, blanks and invisible characters do not count (RFC 4518). For counting attempts and for
 * comparing names of groups; never for saying who somebody is.
 */
export function foldName(name: string): string {
  return name
    .normalize('NFKC')
    .replaceAll(/[\t\n\v\f\r\u0085]/g, ' ')
    .replaceAll(INVISIBLE, '')
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/\p{Z}+/gu, ' ')
    .trim();
}

/** A distinguished name for comparing: without case, and without blanks after commas. */
export function foldDn(dn: string): string {
  return dn
    .toLowerCase()
    .replaceAll(/(?<!\\),\s+/g, ',')
    .trim();
}

function hexPair(character: string): string {
  return `\\${(character.codePointAt(0) ?? 0).toString(16).padStart(2, '0')}`;
}
