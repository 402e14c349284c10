import type { ProblemCode } from '../common/problem.js';

/** Why a person does not get as far as a connection to a server (steps 1 to 3 of the gate). */
export const ADMISSION_PROBLEMS = [
  'server-not-found',
  'not-oauth',
  'provider-not-allowed',
  'step-up-required',
] as const satisfies readonly ProblemCode[];

/** Why a connection is not made, or not kept (steps 4 to 9). */
export const LEASE_PROBLEMS = [
  'claim-missing',
  'claim-invalid',
  'role-protected',
  'role-bound-to-other',
  'role-not-approved',
  'role-missing',
  'connection-not-allowed',
  'database-forbidden',
  'identity-mismatch',
  'database-not-found',
  'session-ended',
  'query-cancelled',
  'reader-stalled',
  'result-too-large',
  'query-failed',
  'certificate-rejected',
  'server-unreachable',
  'server-untrusted',
  'server-misbehaved',
  'connection-lost',
  'audit-unavailable',
  'passthrough-unavailable',
  'credentials-missing',
  'server-full',
  'query-timeout',
] as const satisfies readonly ProblemCode[];
