import { ConnectionLostError, ProblemError, UnexpectedAnswerError } from '@pg-usher/sdk';
import { isProxyAnswer } from '../app/reachability.ts';

export interface Words {
  readonly title: string;
  readonly body: string;
}

export const OWNER_WORDS = {
  user: 'You can fix this yourself.',
  admin: 'An administrator of pg-usher can fix this.',
  dba: 'A database administrator can fix this.',
} as const;

/** PostgreSQL's own words for 25P02 say neither what happened nor what becomes of the work. */
const TRANSACTION_FAILED = {
  title: 'This transaction has failed',
  body: 'An earlier statement of this transaction failed, so PostgreSQL runs nothing more in it before it is rolled back. What it had changed is not committed.',
};

/** A failure for a person. The service's words, where the service has said anything. */
export function wordsFor(error: unknown): Words {
  if (error instanceof ProblemError) {
    return error.sqlstate === '25P02'
      ? TRANSACTION_FAILED
      : { title: error.title, body: error.detail };
  }
  if (error instanceof ConnectionLostError) return awayWords('The network or the service is away.');
  if (error instanceof UnexpectedAnswerError && isProxyAnswer(error.response)) {
    return awayWords(`A proxy answered in its place (status ${String(error.status)}).`);
  }
  return {
    title: 'Something went wrong in this page',
    body: error instanceof Error ? error.message : 'It said nothing more.',
  };
}

function awayWords(why: string): Words {
  return {
    title: 'pg-usher cannot be reached',
    body: `${why} What was running may or may not have finished: nothing is run again by itself. Your SQL is kept.`,
  };
}

/** What is folded away: for whoever has to look into it. */
export function detailsOf(error: ProblemError): readonly (readonly [string, string])[] {
  const rows: (readonly [string, string | number | undefined])[] = [
    ['Code', error.code],
    ['Status', error.status],
    ['SQLSTATE', error.sqlstate],
    ['PostgreSQL adds', error.databaseDetail],
    ['Statement', error.statement],
    ['Position', error.position],
    ['Execution', error.executionId],
    ['Request', error.instance],
  ];
  return rows.flatMap(([name, value]) =>
    value === undefined ? [] : [[name, String(value)] as const],
  );
}

/** As a text, to be sent to somebody. It has no SQL in it. */
export function reportOf(error: ProblemError): string {
  const { title, detail, fix } = error;
  return [
    title,
    detail,
    ...(fix === undefined ? [] : ['', fix]),
    '',
    ...detailsOf(error).map(([name, value]) => `${name}: ${value}`),
    `Time: ${new Date().toISOString()}`,
  ].join('\n');
}
