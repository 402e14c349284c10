import {
  type ArgumentsHost,
  Catch,
  type ExceptionFilter,
  HttpException,
  Logger,
} from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { errorCode, errorField } from '../common/error-code.js';
import { prefersHtml } from './header-weights.js';
import { Problem, PROBLEM_TITLE, type ProblemCode } from './problem.js';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Where a browser that opened this route reads what went wrong; a path of our own page. */
    problemPage?: string;
  }
}

/** Called for every refusal (401, 403, 409) before its answer leaves; must not throw. */
export type RefusalRecorder = (problem: Problem, request: FastifyRequest) => Promise<void>;

/** Framework failures by status. Their messages are not ours, so none of their words is passed on. */
const BY_STATUS: Readonly<Record<number, readonly [ProblemCode, string]>> = {
  400: [
    'malformed-request',
    'The request could not be read: its JSON or its headers are not well-formed.',
  ],
  401: ['unauthenticated', 'Sign in first.'],
  403: ['admin-only', 'You may not do this.'],
  404: [
    'not-found',
    'There is nothing at this address for this method; /api/openapi.json has what there is.',
  ],
  405: ['method-not-allowed', 'This address does not take that method.'],
  406: ['not-acceptable', 'None of the formats asked for is on offer.'],
  413: [
    'payload-too-large',
    'The request body is larger than 1 MiB, which is the most that is read here.',
  ],
  414: ['malformed-request', 'The address is too long.'],
  415: [
    'unsupported-media-type',
    'Send the body as application/json in UTF-8; rows for a copy go as text/csv or application/x-ndjson.',
  ],
  431: ['malformed-request', 'The headers are too long.'],
};

const REFUSALS: ReadonlySet<number> = new Set([401, 403, 409]);

/** The one place that knows RFC 9457: turns whatever was thrown into `application/problem+json`. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  readonly #logger = new Logger('Problem');
  readonly #recordRefusal: RefusalRecorder;

  constructor(recordRefusal: RefusalRecorder) {
    this.#recordRefusal = recordRefusal;
  }

  async catch(thrown: unknown, host: ArgumentsHost): Promise<void> {
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const reply = http.getResponse<FastifyReply>();
    const problem = toProblem(thrown);
    this.#log(problem, thrown, request.id);
    if (REFUSALS.has(problem.status)) await this.#recordRefusal(problem, request);
    if (reply.sent) return;
    const page = problemPageFor(problem, request);
    if (page === undefined) sendProblem(reply, problem, request);
    else void reply.redirect(page, 303);
  }

  #log(problem: Problem, thrown: unknown, requestId: string): void {
    const { code } = problem;
    if (code === 'internal') this.#logger.error({ requestId, errors: describe(thrown) });
    else if (LOGGED.has(code)) {
      this.#logger.warn({ requestId, code, cause: errorCode(problem.details.cause) ?? 'no code' });
    }
  }
}

/** Codes that an administrator finds a reason for in the log, with what is logged beside it. */
const LOGGED: ReadonlySet<ProblemCode> = new Set(['audit-unavailable', 'store-unavailable']);
/** An error's cause may have a cause. */
const MAX_CAUSES = 5;

/** The wire form of a problem. */
export function problemBody(problem: Problem, requestId: string): Record<string, unknown> {
  const { details, code, status } = problem;
  return {
    type: `urn:pg-usher:problem:${code}`,
    title: PROBLEM_TITLE[code],
    status,
    detail: details.detail,
    instance: `urn:uuid:${requestId}`,
    code,
    owner: details.owner,
    fix: details.fix,
    sqlstate: details.sqlstate,
    position: details.position,
    statement: details.statement,
    statementRange: details.statementRange,
    transactionStatus: details.transactionStatus,
    line: details.line,
    column: details.column,
    hint: details.hint,
    databaseDetail: details.databaseDetail,
    errors: details.errors,
    loginUrl: details.loginUrl,
    owningInstance: details.instance,
    executionId: details.executionId,
  };
}

/**
 * Where a person reads about the problem, if one is there: the request came from a browser's address
 * bar or from a link, and its route is a step of a way through pages. The page has words of its own
 * for each code, so nothing that was said here gets into an address but the code and the request's id.
 */
function problemPageFor({ code }: Problem, request: FastifyRequest): string | undefined {
  const { problemPage } = request.routeOptions.config;
  if (problemPage === undefined || !prefersHtml(request.headers)) return undefined;
  return `${problemPage}?${new URLSearchParams({ problem: code, request: request.id }).toString()}`;
}

function sendProblem(reply: FastifyReply, problem: Problem, request: FastifyRequest): void {
  if (problem.status === 401) void reply.header('WWW-Authenticate', challengeOf(problem, request));
  if (problem.details.retryAfter !== undefined) {
    void reply.header('Retry-After', String(problem.details.retryAfter));
  }
  // Of an answer that was to be, and did not get as far as its first byte.
  for (const header of ['content-disposition', 'content-encoding']) void reply.removeHeader(header);
  void reply
    .status(problem.status)
    .type('application/problem+json; charset=utf-8')
    .serializer((payload: unknown) => JSON.stringify(payload))
    .send(problemBody(problem, request.id));
}

/** RFC 6750, section 3: an error only for a caller who presented something. */
function challengeOf({ details }: Problem, { headers }: FastifyRequest): string {
  const presented = headers.authorization === undefined ? undefined : 'error="invalid_token"';
  const parameters = ['realm="pg-usher"', details.challenge ?? presented];
  return `Bearer ${parameters.filter((parameter) => parameter !== undefined).join(', ')}`;
}

/** Any thrown value as a Problem; what is not expected becomes `internal` with no word of its own. */
export function toProblem(thrown: unknown): Problem {
  if (thrown instanceof Problem) return thrown;
  const status = statusOf(thrown);
  const known = status === undefined ? undefined : BY_STATUS[status];
  if (known !== undefined) {
    return new Problem(known[0], { detail: known[1], owner: 'user', cause: thrown });
  }
  return new Problem('internal', {
    detail: 'This is a fault of pg-usher; an administrator finds it in the log by this instance.',
    owner: 'admin',
    cause: thrown,
  });
}

function statusOf(thrown: unknown): number | undefined {
  if (thrown instanceof HttpException) return thrown.getStatus();
  // Fastify's own errors (body limits, media types, malformed URLs) carry statusCode and FST_ codes.
  if (errorCode(thrown) === undefined) return undefined;
  const statusCode: unknown = Reflect.get(Object(thrown), 'statusCode');
  return typeof statusCode === 'number' && statusCode < 500 ? statusCode : undefined;
}

/** The stack of the error, of its cause, and so on. */
function describe(thrown: unknown): string[] {
  const stacks: string[] = [];
  let error = thrown;
  while (error !== undefined && error !== null && stacks.length < MAX_CAUSES) {
    stacks.push(errorField(error, 'stack') ?? typeof error);
    error = typeof error === 'object' ? Reflect.get(error, 'cause') : undefined;
  }
  return stacks;
}
