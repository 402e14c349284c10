import { Problem } from '../common/problem.js';
import { foldName } from './ldap-names.js';

const MIN_CHARACTERS = 12;
const MAX_BYTES = 1024;

/**
 * Length is what makes a password good; demands for kinds of characters only make it worse (NIST
 * SP 800-63B, section 3.1.1).
 *
 * @throws Problem `validation-failed`
 */
export function checkNewPassword(password: string, username: string): void {
  const sentence = mistakeIn(password, username);
  if (sentence === undefined) return;
  throw new Problem('validation-failed', {
    detail: sentence,
    owner: 'user',
    errors: [{ pointer: '/password', detail: sentence }],
  });
}

function mistakeIn(password: string, username: string): string | undefined {
  if ([...password].length < MIN_CHARACTERS) {
    return `A password must have at least ${MIN_CHARACTERS} characters.`;
  }
  if (Buffer.byteLength(password) > MAX_BYTES) {
    return `A password must have at most ${MAX_BYTES} bytes.`;
  }
  return foldName(password) === foldName(username)
    ? 'A password must not be the user name.'
    : undefined;
}
