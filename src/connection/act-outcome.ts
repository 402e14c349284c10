import type { AuditOutcomeKind } from '../audit/outcome-kinds.js';
import type { Problem } from '../common/problem.js';

/**
 * How an act ended, for the audit.
 *
 * @param gone aborted when nobody waited for the answer any more
 */
export function outcomeOf(failure: Problem | undefined, gone: AbortSignal): AuditOutcomeKind {
  if (failure === undefined) return 'ok';
  if (failure.code === 'session-ended') return 'session-ended';
  if (gone.aborted) return 'client-aborted';
  if (failure.code === 'query-timeout') return 'timeout';
  return failure.code === 'query-cancelled' ? 'cancelled' : 'failed';
}
