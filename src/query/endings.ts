import type { TransactionStatus } from '../connection/statement-events.js';

/** Why a result is not whole, or nothing when it is. */
export function stoppedBy(
  { limited, undone }: { readonly limited: boolean; readonly undone?: boolean },
  maxRows: number | undefined,
): { stopped?: { reason: 'max-rows'; detail: string } } {
  if (!limited) return {};
  return {
    stopped: {
      reason: 'max-rows',
      detail: `There are more rows than ${String(maxRows ?? 0)} (maxRows), ${whatBecameOfIt(undone)} Ask for more with maxRows, or for all of them with Accept: application/x-ndjson.`,
    },
  };
}

/** Functions that it called may have written something. */
function whatBecameOfIt(undone: boolean | undefined): string {
  if (undone === undefined) return 'and the statement was stopped there.';
  return undone
    ? 'and the statement was cancelled there: whatever it may have changed is undone.'
    : 'and the others were left out; the statement itself was carried out in full.';
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
