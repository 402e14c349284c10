import { mayStopEarly } from '../../../src/sql/may-stop-early.ts';
import { readingOf } from '../results/export/plain-read.ts';
import type { TransactionStatus } from './run-types.ts';

/** Rows of each result that a first run asks for. */
export const FIRST_CAP = 1000;

const CAPS = [10_000, 100_000] as const;

/**
 * The larger caps with which a result can be asked for again. That runs its statement once more, so
 * only what reads and nothing else has any, and only where a statement can run.
 */
export function largerCaps(
  statement: string,
  cap: number,
  transaction: TransactionStatus,
): readonly number[] {
  if (transaction === 'failed' || !mayStopEarly(statement)) return [];
  // As for an export: the next value of a sequence is gone when it is asked for again.
  if (readingOf(statement) !== 'plain-read') return [];
  return CAPS.filter((larger) => larger > cap);
}

const COUNT = new Intl.NumberFormat('en-US');

export function countText(count: number): string {
  return COUNT.format(count);
}

/** `1 row`, `2,000 rows` */
export function rowsText(count: number): string {
  return `${countText(count)} ${count === 1 ? 'row' : 'rows'}`;
}
