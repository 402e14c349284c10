/** How an act can end, as far as this service sees it. */
export const OUTCOME_KINDS = [
  'ok',
  'failed',
  'denied',
  'cancelled',
  'client-aborted',
  'timeout',
  'session-ended',
] as const;

export type AuditOutcomeKind = (typeof OUTCOME_KINDS)[number];
