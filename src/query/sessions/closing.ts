import type { AuditOutcomeKind } from '../../audit/outcome-kinds.js';
import { errorCode } from '../../common/error-code.js';
import { Problem } from '../../common/problem.js';
import { EncodingChanged } from '../../connection/encoding-watch.js';
import { IdentityChanged } from '../../connection/identity-watch.js';
import { CancelUnanswered } from '../../connection/lease.js';
import type { CloseTime } from './when-to-close.js';

/** Why a pinned connection was closed. */
export type CloseReason =
  | CloseTime['reason']
  | 'owner'
  | 'login-ended'
  | 'stopped'
  | 'connection-lost'
  | 'unresponsive'
  | 'encoding-changed'
  | 'identity-changed'
  | 'definition-changed'
  | 'access-changed'
  | 'role-changed';

/** Why, and what it does to the statement that runs, where one does. */
export interface Closing {
  readonly reason: CloseReason;
  /** What the owner is told for a while after. */
  readonly problem: Problem;
  /** What the statement fails with; {@link problem} when absent. */
  readonly statementProblem?: Problem;
}

const SENTENCE: Record<CloseReason, string> = {
  owner: 'You closed it.',
  idle: 'Nothing was run on it for longer than a session may be idle.',
  'transaction-idle':
    'Nothing was run on it for longer than a session may be idle inside a transaction, which keeps locks that others wait for.',
  absolute: 'It had been open for as long as a session may be.',
  'login-ended': 'The sign-in, or the access token, with which it was opened has ended.',
  stopped: 'pg-usher is being stopped.',
  'connection-lost': 'PostgreSQL closed the connection.',
  unresponsive: 'PostgreSQL did not answer on it any more, so the connection was given up.',
  'encoding-changed': 'A statement set client_encoding to another encoding than UTF8.',
  'identity-changed':
    'PostgreSQL said that the session was not that of the database user any more as whom it was opened.',
  'definition-changed': 'An administrator has changed the definition of the server.',
  'role-changed':
    'Your sign-in names another database user now than the one as whom it was opened.',
  'access-changed': 'What you may do on this server has changed.',
};

const UNDONE = 'What was not committed was rolled back. Open another session.';

/** @param cause what the statement that runs fails with, where that has a Problem of its own */
export function closingFor(reason: CloseReason, cause?: Problem): Closing {
  const why = reason === 'access-changed' ? cause?.details.detail : undefined;
  const problem = new Problem('session-closed', {
    detail: `The database session is closed. ${why ?? SENTENCE[reason]} ${UNDONE}`,
    owner: 'user',
    refusal: { target: reason },
    ...(cause === undefined ? {} : { cause }),
  });
  return { reason, problem, ...(cause === undefined ? {} : { statementProblem: cause }) };
}

/** What a broken connection means. @param failure as the driver reported it, if it did */
export function lostClosing(failure: unknown): Closing {
  if (failure instanceof IdentityChanged) return closingFor('identity-changed');
  if (failure instanceof EncodingChanged) return closingFor('encoding-changed');
  if (failure instanceof CancelUnanswered) return closingFor('unresponsive');
  return closingFor(errorCode(failure) === '25P03' ? 'transaction-idle' : 'connection-lost');
}

const OUTCOME: Partial<Record<CloseReason, AuditOutcomeKind>> = {
  owner: 'ok',
  idle: 'timeout',
  'transaction-idle': 'timeout',
  absolute: 'timeout',
  'login-ended': 'session-ended',
  stopped: 'cancelled',
  'definition-changed': 'cancelled',
  'access-changed': 'denied',
  'role-changed': 'denied',
  'identity-changed': 'denied',
};

/** How the audit counts it. */
export function outcomeOf(reason: CloseReason): AuditOutcomeKind {
  return OUTCOME[reason] ?? 'failed';
}
