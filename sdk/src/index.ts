export { createClient, type CallResult, type SessionOptions, type UsherClient } from './client.js';
export type { CopyAnswer, CopyBody, CopyOptions, SessionCopyOptions } from './copy.js';
export type { DatabaseSession, SessionDescription } from './database-session.js';
export {
  ConnectionLostError,
  type Problem,
  type ProblemCode,
  ProblemError,
  UnexpectedAnswerError,
} from './errors.js';
export type { components, operations, paths } from './generated/contract.js';
export type { CallAnswer, CallOptions, OperationId } from './operation-types.js';
export type { QueryOptions, SessionQueryOptions } from './query-options.js';
export type {
  Column,
  ColumnsEvent,
  CompleteEvent,
  DoneEvent,
  NoticeEvent,
  Row,
  RowsEvent,
  RunEvent,
  Stopped,
  TransactionStatus,
} from './run-events.js';
export type { RunResult } from './run-results.js';
export type { Run } from './run.js';
export type { ClientOptions, TokenRequest } from './transport.js';
