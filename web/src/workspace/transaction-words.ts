import type { OpenSession } from '../runs/tab-session.ts';

export interface TransactionWords {
  readonly title: string;
  /** When it will be rolled back, once that is not far. */
  readonly warning: string | undefined;
}

/** While nobody can ask. */
export const UNKNOWN_TRANSACTION: TransactionWords = {
  title: 'Transaction: pg-usher cannot be reached',
  warning: 'If pg-usher was stopped, what was not committed has been rolled back.',
};

/** The warning is there from a quarter of the limit on. */
const WARN_AT_SHARE = 0.25;

/** How an open transaction stands. @param now milliseconds since 1970 */
export function transactionWords(
  session: OpenSession,
  isBusy: boolean,
  now: number,
): TransactionWords {
  const { transaction, transactionSince = now, changes } = session;
  const title =
    transaction === 'failed'
      ? 'Transaction failed: nothing more runs until you roll back'
      : `In transaction ${clockText(now - transactionSince)}${changesText(changes)}`;
  return { title, warning: isBusy ? undefined : idleWarning(session, now) };
}

function changesText(changes: number): string {
  if (changes === 0) return '';
  return `, ${String(changes)} ${changes === 1 ? 'change' : 'changes'} not committed`;
}

function idleWarning({ idleSince, description }: OpenSession, now: number): string | undefined {
  const { idleTimeoutMs } = description;
  const idle = now - idleSince;
  if (idle < idleTimeoutMs * WARN_AT_SHARE) return undefined;
  const left = Math.max(0, idleTimeoutMs - idle);
  return `Idle, and it keeps its locks. It is rolled back after ${clockText(idleTimeoutMs)} without a statement: in ${clockText(left)}.`;
}

/** `0:42`, `12:05`, `1:02:03` */
export function clockText(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  const two = (value: number): string => String(value).padStart(2, '0');
  return hours === 0
    ? `${String(minutes)}:${two(seconds % 60)}`
    : `${String(hours)}:${two(minutes)}:${two(seconds % 60)}`;
}
