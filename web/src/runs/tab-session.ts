import {
  ConnectionLostError,
  ProblemError,
  type SessionDescription,
  UnexpectedAnswerError,
} from '@pg-usher/sdk';
import { wordsFor } from '../problem/words.ts';
import type { TransactionStatus } from './run-types.ts';

/** The database session of an editor tab. */
export type TabSession = { readonly kind: 'none' } | OpenSession | LostSession;

export interface LostSession {
  readonly kind: 'lost';
  /** A sentence about why. */
  readonly reason: string;
  /** Then a person has to say that a new one is meant: what follows would run by itself. */
  readonly hadTransaction: boolean;
  /** Whether nobody knows what became of its last run, which may have been a COMMIT. */
  readonly isUnknown: boolean;
}

export interface OpenSession {
  readonly kind: 'open';
  readonly description: SessionDescription;
  readonly transaction: TransactionStatus;
  /** When the transaction was first seen; milliseconds since 1970. */
  readonly transactionSince: number | undefined;
  /** Statements since then that may have changed something. */
  readonly changes: number;
  /** When the last statement ended. */
  readonly idleSince: number;
}

const WORDS_OF_READS = new Set(
  'SELECT,SHOW,BEGIN,START,COMMIT,ROLLBACK,SAVEPOINT,RELEASE,SET,RESET,FETCH,MOVE,CLOSE,DECLARE,PREPARE,DEALLOCATE,EXPLAIN,DISCARD,LISTEN,UNLISTEN,CHECKPOINT'.split(
    ',',
  ),
);

/** Whether a command tag is of something that a rollback would undo. */
export function isChange(tag: string): boolean {
  const [word = ''] = tag.split(' ');
  return !WORDS_OF_READS.has(word) && !tag.endsWith(' 0');
}

export function opened(description: SessionDescription, now: number): OpenSession {
  const transaction = description.transactionStatus ?? 'idle';
  return {
    kind: 'open',
    description,
    transaction,
    transactionSince: transaction === 'idle' ? undefined : now,
    changes: 0,
    idleSince: now,
  };
}

/**
 * A session behind a run.
 *
 * @param transaction undefined where the answer broke off
 * @param tags the command tags of its statements
 */
export function afterRun(
  session: OpenSession,
  transaction: TransactionStatus | undefined,
  tags: readonly string[],
  now: number,
): OpenSession {
  const begun = tags.findLastIndex((tag) =>
    /^(?:BEGIN|START TRANSACTION|COMMIT|ROLLBACK)$/.test(tag),
  );
  const isBegun = /^(?:BEGIN|START TRANSACTION)$/.test(tags[begun] ?? '');
  const status = transaction ?? (isBegun ? 'in transaction' : session.transaction);
  if (status === 'idle') {
    return {
      ...session,
      transaction: status,
      transactionSince: undefined,
      changes: 0,
      idleSince: now,
    };
  }
  const changes = tags.slice(begun + 1).filter(isChange).length;
  return {
    ...session,
    transaction: status,
    transactionSince: session.transactionSince ?? now,
    changes: begun === -1 ? session.changes + changes : changes,
    idleSince: now,
  };
}

/** Whether a failure says that the session is no more. */
export function isSessionGone(error: unknown): boolean {
  return (
    error instanceof ProblemError &&
    ['session-closed', 'session-not-found', 'connection-lost', 'wrong-instance'].includes(
      error.code,
    )
  );
}

/** Why a session is no more, as a sentence. */
export function reasonOf(error: unknown): string {
  return error instanceof ProblemError && error.code === 'session-not-found'
    ? 'pg-usher has it no more: pg-usher was restarted, or the session was closed a while ago.'
    : wordsFor(error).body;
}

/** Whether a failure leaves open what was carried out. */
export function isUnknown(problem: unknown): boolean {
  return problem instanceof ConnectionLostError || problem instanceof UnexpectedAnswerError;
}

export function lost(session: OpenSession, reason: string, isUnknown = false): LostSession {
  return { kind: 'lost', reason, hadTransaction: session.transaction !== 'idle', isUnknown };
}

/** What a lost session takes along. */
export function lossWords({ hadTransaction, isUnknown }: LostSession): string {
  if (isUnknown) {
    return 'Whether its last run was carried out, a COMMIT included, is not known: look before you run it again. What was not committed was rolled back. Temporary tables, settings (SET), prepared statements and locks are gone, too.';
  }
  return hadTransaction
    ? 'Its transaction was rolled back: nothing of it was committed. Temporary tables, settings (SET), prepared statements and locks are gone, too.'
    : 'Temporary tables, settings (SET), prepared statements and locks of it are gone. What was committed is safe.';
}
