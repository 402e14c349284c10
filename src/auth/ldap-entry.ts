import type { Entry } from 'ldapts';

/** Identifiers of Active Directory, which are bytes and no text. Names are matched without case. */
const BINARY: readonly string[] = ['objectGUID', 'objectSid'];
const MAX_ID_CHARACTERS = 255;

/** The attribute as the directory writes it, where ours knows that it holds bytes. */
export function binaryNameOf(attribute: string): string | undefined {
  return BINARY.find((name) => name.toLowerCase() === attribute.toLowerCase());
}

/** Every value of an attribute that is text. */
export function textsOf(entry: Entry, attribute: string): readonly string[] {
  return valuesOf(entry, attribute).filter((value) => typeof value === 'string');
}

/**
 * What an entry is known by for good: one value, as text, or as hexadecimal digits where it is
 * bytes. Undefined where there is none, where there are several, and where the text was none.
 */
export function idOf(entry: Entry, attribute: string): string | undefined {
  const [value, ...more] = valuesOf(entry, attribute);
  if (value === undefined || more.length > 0) return undefined;
  if (Buffer.isBuffer(value)) {
    return binaryNameOf(attribute) === undefined || value.length === 0
      ? undefined
      : value.toString('hex');
  }
  // Bytes that were no UTF-8 have become U+FFFD, in which two people could be the same.
  const plain = binaryNameOf(attribute) === undefined && /^[^\p{C}\ufffd]+$/u.test(value);
  return plain && value.length <= MAX_ID_CHARACTERS ? value : undefined;
}

function valuesOf(entry: Entry, attribute: string): readonly (string | Buffer)[] {
  const wanted = attribute.toLowerCase();
  const key = Object.keys(entry).find((name) => name.toLowerCase() === wanted);
  const value = key === undefined ? undefined : entry[key];
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}
