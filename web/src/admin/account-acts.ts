import type { components } from '@pg-usher/sdk';

export type AccountAct = 'disable' | 'enable' | 'promote' | 'demote';

interface ActWords {
  readonly title: (username: string) => string;
  readonly body: string;
  readonly action: string;
  readonly change: components['schemas']['ChangeAccountDto'];
}

/** What is asked before an account is changed, and what is then changed. */
export const ACCOUNT_ACTS: Readonly<Record<AccountAct, ActWords>> = {
  disable: {
    title: (username) => `Disable ${username}?`,
    body: 'The account cannot sign in any more. Its sessions, and what they run, end at once.',
    action: 'Disable',
    change: { disabled: true },
  },
  enable: {
    title: (username) => `Enable ${username}?`,
    body: 'The account can sign in again, with the password that it had.',
    action: 'Enable',
    change: { disabled: false },
  },
  promote: {
    title: (username) => `Make ${username} an administrator?`,
    body: 'Administrators change servers, accounts and database users, end sessions, and read the audit. The account’s sessions end; the next sign-in is as an administrator.',
    action: 'Make administrator',
    change: { isAdmin: true },
  },
  demote: {
    title: (username) => `Take administration from ${username}?`,
    body: 'The account is a user like others. Its sessions, and what they run, end at once.',
    action: 'Take administration',
    change: { isAdmin: false },
  },
};

const LETTERS = 'abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789';
const GROUPS = 4;
const GROUP = 5;

/**
 * A password for handing over: 20 letters and digits that are not mistaken for each other, some 116
 * bits, from the browser's generator for keys.
 */
export function newPassword(): string {
  const groups = Array.from({ length: GROUPS }, () =>
    Array.from({ length: GROUP }, letter).join(''),
  );
  return groups.join('-');
}

/** Bytes that would make some letters likelier are thrown away. */
function letter(): string {
  const limit = 256 - (256 % LETTERS.length);
  for (;;) {
    const [byte = limit] = crypto.getRandomValues(new Uint8Array(1));
    if (byte < limit) return LETTERS.charAt(byte % LETTERS.length);
  }
}
