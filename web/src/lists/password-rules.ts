const MIN_CHARACTERS = 12;
const MAX_BYTES = 1024;

/**
 * What a new password of a local account breaks, so that it is said while it is typed. The service
 * has the last word, and more rules for what counts as the user name.
 */
export function passwordMistake(password: string, username: string): string | undefined {
  if ([...password].length < MIN_CHARACTERS) {
    return `A password must have at least ${MIN_CHARACTERS} characters.`;
  }
  if (new TextEncoder().encode(password).length > MAX_BYTES) {
    return `A password must have at most ${MAX_BYTES} bytes.`;
  }
  return password.toLowerCase() === username.toLowerCase()
    ? 'A password must not be the user name.'
    : undefined;
}
