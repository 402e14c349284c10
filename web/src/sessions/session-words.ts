/** What a browser called itself, in two words: `Firefox on Linux`; shortened where it is unknown. */
export function browserName(userAgent: string | null): string {
  if (userAgent === null || userAgent === '') return 'a program that did not say';
  const browser = BROWSERS.find(([mark]) => userAgent.includes(mark))?.[1];
  const system = SYSTEMS.find(([mark]) => userAgent.includes(mark))?.[1];
  if (browser === undefined)
    return userAgent.length > 40 ? `${userAgent.slice(0, 40)}…` : userAgent;
  return system === undefined ? browser : `${browser} on ${system}`;
}

/** The first that fits: browsers call themselves by the names of those before them. */
const BROWSERS: readonly (readonly [mark: string, name: string])[] = [
  ['Edg/', 'Edge'],
  ['OPR/', 'Opera'],
  ['Firefox/', 'Firefox'],
  ['HeadlessChrome/', 'Chrome'],
  ['Chrome/', 'Chrome'],
  ['Safari/', 'Safari'],
  ['curl/', 'curl'],
];

const SYSTEMS: readonly (readonly [mark: string, name: string])[] = [
  ['Android', 'Android'],
  ['iPhone', 'iPhone'],
  ['iPad', 'iPad'],
  ['Windows', 'Windows'],
  ['Mac OS X', 'macOS'],
  ['CrOS', 'ChromeOS'],
  ['Linux', 'Linux'],
];

export interface StateWords {
  readonly text: string;
  readonly color: string;
  /** What is lost when the connection is closed; undefined where nothing is. */
  readonly loss: string | undefined;
}

/** How a kept connection stands: PostgreSQL's word, or that it is busy. */
export function connectionState(
  transactionStatus: 'idle' | 'in transaction' | 'failed' | null,
): StateWords {
  switch (transactionStatus) {
    case null:
      return {
        text: 'running',
        color: 'blue',
        loss: 'A statement runs on it. It is cancelled, and what it has not committed is rolled back.',
      };
    case 'idle':
      return { text: 'idle', color: 'gray', loss: undefined };
    case 'in transaction':
      return {
        text: 'in transaction',
        color: 'yellow',
        loss: 'A transaction is open on it. What it has changed and not committed is rolled back.',
      };
    case 'failed':
      return {
        text: 'transaction failed',
        color: 'red',
        loss: 'Its transaction has failed and can only be rolled back, which closing does.',
      };
  }
}

/** What happened to a run; `outcome` is absent while it runs. */
export function outcomeWords(outcome: string | undefined): {
  readonly text: string;
  readonly color: string;
} {
  return OUTCOMES[outcome ?? ''] ?? { text: outcome ?? 'running', color: 'gray' };
}

const OUTCOMES: Readonly<Record<string, { readonly text: string; readonly color: string }>> = {
  ok: { text: 'done', color: 'teal' },
  failed: { text: 'failed', color: 'red' },
  denied: { text: 'refused', color: 'orange' },
  cancelled: { text: 'cancelled', color: 'gray' },
  'client-aborted': { text: 'the reader left', color: 'gray' },
  timeout: { text: 'took too long', color: 'orange' },
  'session-ended': { text: 'your session ended', color: 'orange' },
  unknown: { text: 'not known', color: 'gray' },
};

/** What kept connections are for. @param allowed how many one may have, where that is known */
export function aboutConnections(allowed: number | undefined): string {
  const why =
    'Connections that are kept for you: each tab of the editor that has run something has one, with its transaction and settings.';
  if (allowed === undefined) return why;
  return `${why} You may have ${allowed} at once on each instance of pg-usher.`;
}
