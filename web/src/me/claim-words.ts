import type { Me } from '../app/me.tsx';

/** A claim's value as JSON has it, so that a list, a number and a text are told apart. */
export function claimText(value: unknown): string {
  return value === null || value === undefined ? 'not sent' : JSON.stringify(value);
}

/** What is done to the claim before it is read as a database user. */
export function transformWords(transform: Me['usernameTransform']): string {
  switch (transform) {
    case 'lowercase':
      return 'written in small letters';
    case 'strip-domain':
      return 'cut before the @';
    case 'none':
    case null:
      return 'taken as it is';
  }
}
