import type { Words } from '../problem/words.ts';

/**
 * Why a sign-in at a provider did not end in a session. The address has only the code, so that
 * nobody can have this page say what they like by making somebody follow a link.
 */
const WORDS: Readonly<Record<string, Words>> = {
  'login-failed': {
    title: 'The sign-in did not succeed',
    body: 'The provider did not confirm who you are, or the attempt was given up. Try once more.',
  },
  'login-refused': {
    title: 'This sign-in cannot be completed',
    body: 'It was begun in another browser or window, took longer than ten minutes, or was answered twice. Begin again here.',
  },
  'step-up-required': {
    title: 'This server asks for a fresh sign-in',
    body: 'The provider let you in without asking for your credentials again, or not thoroughly enough.',
  },
  'provider-unavailable': {
    title: 'The identity provider is not answering',
    body: 'Nobody can sign in with it until it is back. An administrator can see why in the log.',
  },
  'provider-timeout': {
    title: 'The identity provider takes too long',
    body: 'It did not answer in time. Try again in a moment.',
  },
  'provider-error': {
    title: 'The identity provider gave an answer that cannot be used',
    body: 'An administrator finds what it was in the log, by the request below.',
  },
  'provider-not-allowed': {
    title: 'This server is for people of another identity provider',
    body: 'Sign in with the other one, if you have an account there.',
  },
  'claim-missing': {
    title: 'Your sign-in did not include a database user',
    body: 'An administrator has to have the provider send the claim that names it.',
  },
  'too-many-requests': {
    title: 'There were too many attempts',
    body: 'Wait a minute, and try again.',
  },
  'store-unavailable': {
    title: "pg-usher's own database is away",
    body: 'Nobody can sign in until it is back. An administrator can see why in the log.',
  },
  'session-ended': { title: 'Your session has ended', body: 'Sign in again to go on.' },
};

const OTHER: Words = {
  title: 'The sign-in did not succeed',
  body: 'Try once more. If it fails again, an administrator finds the reason in the log, by the request below.',
};

/** Undefined where nothing went wrong. */
export function signInWords(code: string | undefined): Words | undefined {
  if (code === undefined) return undefined;
  return Object.hasOwn(WORDS, code) ? WORDS[code] : OTHER;
}

/** A request's id, or nothing: what else stands in the address is not shown. */
export function requestId(text: string | undefined): string | undefined {
  return text !== undefined && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text)
    ? text
    : undefined;
}

/** A path of this page to go to after the sign-in; anything else means the start. */
export function returnPath(text: string | undefined): string {
  if (text === undefined || !text.startsWith('/') || /^\/[/\\]/.test(text)) return '/';
  try {
    const base = 'http://page.invalid';
    const url = new URL(text, base);
    return url.origin === base ? `${url.pathname}${url.search}${url.hash}` : '/';
  } catch {
    return '/';
  }
}
