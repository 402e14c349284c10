import type { ProblemCode } from '../common/problem.js';

/** How a run of SQL ends before its answer has begun, once its connection is there. */
export const RUN_PROBLEMS = [
  'not-acceptable',
  'statement-unsupported',
  'already-executed',
  'idempotency-key-reused',
] as const satisfies readonly ProblemCode[];

/** Why a database session does not take a statement. */
export const SESSION_PROBLEMS = [
  'session-not-found',
  'session-busy',
  'session-closed',
  'wrong-instance',
] as const satisfies readonly ProblemCode[];
