/**
 * What betrays that a statement carries a secret: words in its names, strings and comments. They
 * count within longer words, in any capitals, so `smtp_password` and `pgp_sym_encrypt` do.
 */
const SECRET_WORD =
  /passw|pass_?(?:phrase|code|key)|(?<![a-z])pass(?![a-z])|(?<![a-z])pwd?(?![a-z])|secret(?!ar)|credential|identified|crypt|hmac|dblink|token|bearer|(?:api|access|private|signing|shared)[ _-]?key|scram-sha/i;

/** A URL with a user and a password; bounded, because it is looked for at every `://`. */
const URL_WITH_PASSWORD = /:\/\/[^\s:@/]{0,128}:[^\s@]{1,256}@/g;

/** Statements whose options are secrets as often as not, whatever their names. */
const SECRETIVE_STATEMENT =
  /^(?:create|alter) (?:user mapping|server|subscription)\b|^copy\b.* program\b/;

/** Statements that take a value without quotes, such as `SET my.password = value`. */
const BARE_VALUES =
  /^set\b|^(?:alter|create) (?:role|user|group|system|database|server|subscription)\b/;

/** Whether a name, or any other text, speaks of a secret. */
export function namesSecret(text: string): boolean {
  return SECRET_WORD.test(text) || urlsWithPassword(text).length > 0;
}

/** Where URLs with a password stand; UTF-16 units, from `://` to `@`. */
export function urlsWithPassword(
  text: string,
): readonly { readonly start: number; readonly end: number }[] {
  return Array.from(text.matchAll(URL_WITH_PASSWORD), ({ 0: url, index }) => ({
    start: index,
    end: index + url.length,
  }));
}

/** Whether statements that begin with these words (small letters, single blanks) keep secrets. */
export function isSecretive(words: string): boolean {
  return SECRETIVE_STATEMENT.test(words);
}

/** Whether in statements that begin with these words a value may stand without quotes. */
export function takesBareValues(words: string): boolean {
  return BARE_VALUES.test(words);
}
