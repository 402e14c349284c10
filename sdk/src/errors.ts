import type { components } from './generated/contract.js';

/** A failure as the service describes it (RFC 9457). */
export type Problem = components['schemas']['Problem'];

/** The stable name of a failure; the closed list is in the contract. */
export type ProblemCode = Problem['code'];

/** The service answered with a failure, or a stream ended with one. `code` says which. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';
  readonly code: ProblemCode;
  /** The HTTP status; of a stream that had begun, the one that the failure would have had. */
  readonly status: number;
  /** The same for every occurrence of the code. */
  readonly title: string;
  /** What happened here, for a person. */
  readonly detail: string;
  /** Names the request; administrators find it in the log. */
  readonly instance: string;
  /** Who can fix it. */
  readonly owner: Problem['owner'];
  /** The exact line to paste. */
  readonly fix: string | undefined;
  readonly sqlstate: string | undefined;
  /** In the SQL text, in characters (code points), from 1. */
  readonly position: number | undefined;
  /** Which statement of a script, from 1. */
  readonly statement: number | undefined;
  /** Where that statement stands in the SQL text, in characters; from 0, its end excluded. */
  readonly statementRange: Problem['statementRange'];
  readonly hint: string | undefined;
  /** What else PostgreSQL said. */
  readonly databaseDetail: string | undefined;
  /** Of data that was sent, from 1. */
  readonly line: number | undefined;
  /** Of data that was sent. */
  readonly column: string | undefined;
  /** Of the database session, after the failure. */
  readonly transactionStatus: Problem['transactionStatus'];
  /** The run that this is about. */
  readonly executionId: string | undefined;
  /** The instance of the service that has what was asked for (421). */
  readonly owningInstance: string | undefined;
  /** Where to sign in anew. */
  readonly loginUrl: string | undefined;
  /** Field by field. */
  readonly errors: Problem['errors'];
  /** Seconds after which it is worth trying again, where the service says so. */
  readonly retryAfter: number | undefined;
  /** All that the service said. */
  readonly problem: Problem;
  /** Undefined where the failure is the last event of a stream. Its body has been read. */
  readonly response: Response | undefined;

  constructor(problem: Problem, response?: Response) {
    super(problem.detail);
    this.problem = problem;
    this.response = response;
    this.code = problem.code;
    this.status = problem.status;
    this.title = problem.title;
    this.detail = problem.detail;
    this.instance = problem.instance;
    this.owner = problem.owner;
    this.fix = problem.fix;
    this.sqlstate = problem.sqlstate;
    this.position = problem.position;
    this.statement = problem.statement;
    this.statementRange = problem.statementRange;
    this.hint = problem.hint;
    this.databaseDetail = problem.databaseDetail;
    this.line = problem.line;
    this.column = problem.column;
    this.transactionStatus = problem.transactionStatus;
    this.executionId = problem.executionId;
    this.owningInstance = problem.owningInstance;
    this.loginUrl = problem.loginUrl;
    this.errors = problem.errors;
    this.retryAfter = secondsIn(response?.headers.get('Retry-After'));
  }
}

/**
 * The service could not be reached, or a stream ended without its last event. What was sent may have
 * been carried out all the same.
 */
export class ConnectionLostError extends Error {
  override readonly name = 'ConnectionLostError';
}

/** Something that is not pg-usher answered: a proxy's own page, or an address that is not the API. */
export class UnexpectedAnswerError extends Error {
  override readonly name = 'UnexpectedAnswerError';
  readonly status: number;
  /** Its body has been read. */
  readonly response: Response;

  constructor(response: Response, options?: ErrorOptions) {
    super(describe(response), options);
    this.status = response.status;
    this.response = response;
  }
}

function describe({ status, type, url, headers }: Response): string {
  if (type === 'opaqueredirect' || (status >= 300 && status < 400 && status !== 304)) {
    const place = headers.get('Location') ?? 'another address';
    return `${url} sends on to ${place}, which is not followed: nothing was done. Give the address of pg-usher itself as baseUrl.`;
  }
  const media = headers.get('Content-Type') ?? 'no type';
  return `The answer is not one of pg-usher: status ${status}, ${media}. Is ${url} where it is?`;
}

/** RFC 9110, section 10.2.3; pg-usher gives seconds, never a date. */
function secondsIn(retryAfter: string | null | undefined): number | undefined {
  return /^\d+$/.test(retryAfter ?? '') ? Number(retryAfter) : undefined;
}

/** Whether a value that was read is a problem of the service's. */
export function isProblem(value: unknown): value is Problem {
  return (
    typeof value === 'object' &&
    value !== null &&
    'code' in value &&
    typeof value.code === 'string' &&
    'detail' in value &&
    typeof value.detail === 'string'
  );
}
