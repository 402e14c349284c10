import type { StatementEvent, TransactionStatus } from '../connection/statement.js';

/** What is known of one run from before its first byte. */
export interface Execution {
  /** A UUID; the answer's `X-Execution-Id`. */
  readonly id: string;
  /** On the clock of `performance.now()`. */
  readonly startedAt: number;
  /** Rows per result that are handed out; no limit when undefined. */
  readonly maxRows: number | undefined;
}

/** How a run that did not fail ended. */
export interface ExecutionEnd {
  readonly transactionStatus: TransactionStatus | undefined;
}

/** The events of one run, in batches; throws a Problem when the run fails. */
export type ExecutionEvents = AsyncGenerator<readonly StatementEvent[], ExecutionEnd, undefined>;

/** Milliseconds since the run began. */
export function elapsedMs(execution: Execution): number {
  return Math.round(performance.now() - execution.startedAt);
}

/** Why a result is not whole, or nothing when it is. */
export function stoppedBy(
  limited: boolean,
  execution: Execution,
): { stopped?: { reason: 'max-rows'; detail: string } } {
  if (!limited) return {};
  const rows = String(execution.maxRows ?? 0);
  return {
    stopped: {
      reason: 'max-rows',
      detail: `There are more rows than ${rows} (maxRows). Ask for more with maxRows, or for all of them with Accept: application/x-ndjson.`,
    },
  };
}

/** A transaction that the text left open cannot be continued: its connection is closed. */
export function openTransactionWarning(end: ExecutionEnd): { warning?: string } {
  return end.transactionStatus === undefined || end.transactionStatus === 'idle'
    ? {}
    : {
        warning:
          'The text left a transaction open. Each request has a connection of its own, so the transaction was rolled back; send it as one text with its COMMIT.',
      };
}
