/**
 * Every failure that pg-usher expects, and its HTTP status. The list is closed: a service throws
 * `new Problem(code, …)`, and {@link file://./problem.filter.ts} is the one place that knows the
 * wire form (RFC 9457). A new code without a status and a title does not compile.
 */
export const PROBLEM_STATUS = {
  'malformed-request': 400,
  'validation-failed': 400,
  'credentials-conflict': 400,
  'logout-token-invalid': 400,
  'passthrough-credentials': 400,
  unauthenticated: 401,
  'step-up-required': 401,
  'login-failed': 401,
  'session-ended': 401,
  'login-refused': 403,
  'cross-site-request': 403,
  'admin-only': 403,
  'not-oauth': 403,
  'claim-missing': 403,
  'claim-invalid': 403,
  'role-protected': 403,
  'role-bound-to-other': 403,
  'role-not-approved': 403,
  'provider-not-allowed': 403,
  'role-missing': 403,
  'connection-not-allowed': 403,
  'database-forbidden': 403,
  'identity-mismatch': 403,
  'not-found': 404,
  'server-not-found': 404,
  'execution-not-found': 404,
  'session-not-found': 404,
  'download-not-found': 404,
  'object-not-found': 404,
  'database-not-found': 404,
  'method-not-allowed': 405,
  'not-acceptable': 406,
  'reader-stalled': 408,
  'name-taken': 409,
  'account-exists': 409,
  'account-protected': 409,
  'managed-by-file': 409,
  'binding-taken': 409,
  'query-cancelled': 409,
  'session-busy': 409,
  'principal-changed': 409,
  'already-executed': 409,
  'session-closed': 410,
  'revision-mismatch': 412,
  'payload-too-large': 413,
  'unsupported-media-type': 415,
  'wrong-instance': 421,
  'query-failed': 422,
  'statement-unsupported': 422,
  'result-too-large': 422,
  'copy-data-invalid': 422,
  'idempotency-key-reused': 422,
  'revision-required': 428,
  'too-many-requests': 429,
  'too-many-sessions': 429,
  internal: 500,
  'provider-error': 502,
  'certificate-rejected': 502,
  'server-unreachable': 502,
  'server-untrusted': 502,
  'server-misbehaved': 502,
  'connection-lost': 502,
  'audit-unavailable': 503,
  'store-unavailable': 503,
  'provider-unavailable': 503,
  'passthrough-unavailable': 503,
  'credentials-missing': 503,
  'server-full': 503,
  'provider-timeout': 504,
  'query-timeout': 504,
} as const satisfies Record<string, number>;

/** A failure's stable name on the wire. */
export type ProblemCode = keyof typeof PROBLEM_STATUS;

export function isProblemCode(value: unknown): value is ProblemCode {
  return typeof value === 'string' && Object.hasOwn(PROBLEM_STATUS, value);
}

/** One sentence a code; `detail` says what is particular to this occurrence. */
export const PROBLEM_TITLE: Record<ProblemCode, string> = {
  'malformed-request': 'The request could not be read',
  'validation-failed': 'The request has fields that are wrong',
  'credentials-conflict': 'The request carries two identities',
  'logout-token-invalid': 'The logout token is not valid',
  'passthrough-credentials': 'A passthrough server keeps no user name and no password',
  unauthenticated: 'Please sign in',
  'step-up-required': 'This server asks for a fresh sign-in',
  'login-failed': 'The sign-in did not succeed',
  'session-ended': 'Your session has ended',
  'login-refused': 'This sign-in cannot be completed',
  'cross-site-request': 'The request came from another site',
  'admin-only': 'This needs an administrator of pg-usher',
  'not-oauth': 'This login has no database identity',
  'claim-missing': 'Your sign-in did not include a database user',
  'claim-invalid': 'Your sign-in names a database user that is not allowed',
  'role-protected': 'This database user is protected',
  'role-bound-to-other': 'This database user belongs to somebody else',
  'role-not-approved': 'This database user has not been approved for you',
  'provider-not-allowed': 'This server is for people of another identity provider',
  'role-missing': 'PostgreSQL has no such database user',
  'connection-not-allowed': 'PostgreSQL does not allow this connection',
  'database-forbidden': 'You may not open this database',
  'identity-mismatch': 'PostgreSQL answered as somebody else',
  'not-found': 'There is nothing here',
  'server-not-found': 'There is no such server',
  'execution-not-found': 'There is no such execution',
  'session-not-found': 'There is no such database session',
  'download-not-found': 'There is no such download',
  'object-not-found': 'There is no such object in the database',
  'database-not-found': 'There is no such database',
  'method-not-allowed': 'This address does not take that method',
  'not-acceptable': 'None of the formats asked for is on offer',
  'reader-stalled': 'Nobody was reading the answer',
  'name-taken': 'Another server has this name',
  'account-exists': 'Another account has this name',
  'account-protected': 'This account cannot be changed like that',
  'binding-taken': 'This database user is bound already',
  'managed-by-file': 'This server is defined in a file',
  'query-cancelled': 'The statement was cancelled',
  'session-busy': 'The database session is busy',
  'principal-changed': 'Somebody else is signed in now',
  'already-executed': 'This has been carried out before',
  'session-closed': 'The database session is closed',
  'revision-mismatch': 'Somebody changed this in the meantime',
  'payload-too-large': 'The request is too large',
  'unsupported-media-type': 'The request body has a type that is not read here',
  'wrong-instance': 'Another instance of pg-usher has this',
  'query-failed': 'PostgreSQL refused the statement',
  'statement-unsupported': 'This statement cannot be run here',
  'result-too-large': 'The result is larger than is allowed',
  'copy-data-invalid': 'The data could not be read',
  'idempotency-key-reused': 'This Idempotency-Key belongs to another request',
  'revision-required': 'Say which revision you are changing',
  'too-many-requests': 'There were too many attempts',
  'too-many-sessions': 'There are too many database sessions',
  internal: 'Something went wrong in pg-usher',
  'provider-error': 'The identity provider gave an answer that cannot be used',
  'certificate-rejected': "PostgreSQL did not accept this service's certificate",
  'server-unreachable': 'The PostgreSQL server is not answering',
  'server-untrusted': 'The PostgreSQL server could not prove who it is',
  'server-misbehaved': 'The PostgreSQL server gave an answer that cannot be used',
  'connection-lost': 'PostgreSQL closed the connection',
  'audit-unavailable': 'Nothing runs while it cannot be recorded',
  'store-unavailable': "pg-usher's own database is not answering",
  'provider-unavailable': 'The identity provider is not answering',
  'passthrough-unavailable': 'Passthrough is not available',
  'credentials-missing': 'This server has no credentials that can be used',
  'server-full': 'The PostgreSQL server takes no more connections',
  'provider-timeout': 'The identity provider took too long',
  'query-timeout': 'The statement took too long',
};

/** Who can fix it: the caller, an administrator of pg-usher, or the database's administrator. */
export type ProblemOwner = 'user' | 'admin' | 'dba';

/** What the audit says about a refusal besides the principal and the request; never on the wire. */
export interface RefusalContext {
  readonly databaseUser?: string;
  readonly serverId?: string;
  readonly serverRevision?: number;
  readonly database?: string;
  /** What stands in the way, where that is somebody else's: the identity that has the role. */
  readonly target?: string;
  /** Who was trying, where the request does not carry a principal yet (a failed login). */
  readonly issuer?: string;
  readonly subject?: string;
  readonly username?: string;
}

export interface ProblemDetails {
  /** What happened and why, for the person who reads it. No path, stack or secret. */
  readonly detail: string;
  readonly owner?: ProblemOwner;
  /** The exact line to paste. */
  readonly fix?: string;
  readonly sqlstate?: string;
  /** 1-based, in characters (code points) of the whole SQL text that the caller sent. */
  readonly position?: number;
  /** Which statement of a script, 1-based. */
  readonly statement?: number;
  /** Where that statement stands in the text: code points, 0-based, and exclusive. */
  readonly statementRange?: { readonly start: number; readonly end: number };
  /** Of the pinned connection after the failure (ReadyForQuery). */
  readonly transactionStatus?: 'idle' | 'in transaction' | 'failed';
  /** Of data that was sent, 1-based; a header counts as a line. */
  readonly line?: number;
  /** The column's name, or its number. */
  readonly column?: string;
  /** The instance that has what was asked for, for `wrong-instance`. */
  readonly instance?: string;
  /** The run that this is about, where it is another than this request's. */
  readonly executionId?: string;
  readonly hint?: string;
  /** What else PostgreSQL said about a statement's failure; length-bounded by the caller. */
  readonly databaseDetail?: string;
  /** Field by field, for `validation-failed`; `pointer` is a JSON pointer (RFC 6901). */
  readonly errors?: readonly { readonly pointer: string; readonly detail: string }[];
  /** Seconds, for the `Retry-After` header. */
  readonly retryAfter?: number;
  /** Where to sign in, for `step-up-required`; a path of this service. */
  readonly loginUrl?: string;
  /** Parameters of the `Bearer` challenge of a 401 (RFC 6750, section 3). */
  readonly challenge?: string;
  readonly cause?: unknown;
  readonly refusal?: RefusalContext;
}

/** An expected failure. Thrown by services; turned into an answer by the problem filter only. */
export class Problem extends Error {
  readonly code: ProblemCode;
  readonly details: ProblemDetails;

  constructor(code: ProblemCode, details: ProblemDetails) {
    super(details.detail, { cause: details.cause });
    this.name = 'Problem';
    this.code = code;
    this.details = details;
  }

  get status(): number {
    return PROBLEM_STATUS[this.code];
  }
}
