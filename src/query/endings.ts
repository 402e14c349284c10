import type { TransactionStatus } from '../connection/statement-events.js';

/** Why a result is not whole, or nothing when it is. */
export function stoppedBy(
  limited: boolean,
  maxRows: number | undefined,
): { stopped?: { reason: 'max-rows'; detail: string } } {
  if (!limited) return {};
  return {
    stopped: {
      reason: 'max-rows',
      detail: `There are more rows than ${String(maxRows ?? 0)} (maxRows), and the statement was stopped there. Ask for more with maxRows, or for all of them with Accept: application/x-ndjson.`,
    },
  };
}

/** A transaction that the text left open cannot be continued: its connection is closed. */
export function openTransactionWarning(status: TransactionStatus | undefined): {
  warning?: string;
} {
  return status === undefined || status === 'idle'
    ? {}
    : {
        warning:
          'The text left a transaction open. Each request has a connection of its own, so the transaction was rolled back; send it as one text with its COMMIT, or open a session.',
      };
}
