import { randomUUID } from 'node:crypto';
import type { Socket } from 'node:net';
import fastifyCookie from '@fastify/cookie';
import fastifyHelmet from '@fastify/helmet';
import { type INestApplication, Logger, RequestMethod } from '@nestjs/common';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { errorCodes, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { auditCallerOf } from './audit/audit-caller.js';
import { AuditService } from './audit/audit.service.js';
import { addressMatcher } from './common/addresses.js';
import { prefersHtml } from './common/header-weights.js';
import { decodeJsonBody, MAX_BODY_BYTES } from './common/json-body.js';
import { readForm } from './common/form-body.js';
import { Problem } from './common/problem.js';
import { problemBody, ProblemFilter, toProblem } from './common/problem.filter.js';
import { QueryParametersGuard } from './common/query-parameters.js';
import { hasBody, ReceiveClock } from './common/receive-clock.js';
import { validationPipe } from './common/validation.js';
import { APP_CONFIG, type AppConfig } from './config/config.js';
import { publishOpenApi } from './openapi.module.js';
import { servePage } from './page/page-routes.js';
import { PageService } from './page/page.service.js';
import { acceptUploads } from './query/copy/accept-uploads.js';

/** Of answers that are made before any hook runs; the same as on all others. */
const BARE_HEADERS = {
  'Cache-Control': 'no-store',
  'Content-Security-Policy': "default-src 'none';frame-ancestors 'none'",
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
};

/**
 * The HTTP server, the same for the service and for the tests.
 *
 * @param trustedProxies reverse proxies whose X-Forwarded-For says who is calling
 */
export function createAdapter(trustedProxies: readonly string[] = []): FastifyAdapter {
  return new FastifyAdapter({
    ...(trustedProxies.length === 0 ? {} : { trustProxy: addressMatcher(trustedProxies) }),
    bodyLimit: MAX_BODY_BYTES,
    // The id is in PostgreSQL's log and in the audit, so nobody else chooses it.
    genReqId: () => randomUUID(),
    requestIdHeader: false,
    // A stop does not wait for readers that have stopped reading.
    forceCloseConnections: true,
    // Headers that take longer are a slow attack; a body has a ReceiveClock, because a long upload is
    // none, and Fastify switches Node's requestTimeout off.
    http: { headersTimeout: 15_000, maxHeaderSize: 16 * 1024 },
    // What is no HTTP, or has too many headers, never becomes a request.
    clientErrorHandler: refuseMalformedHttp,
    // Addresses that the router cannot read never get to a filter.
    frameworkErrors: (error: Error, request: FastifyRequest, reply: FastifyReply) => {
      const problem = toProblem(error);
      watchBody(request, reply);
      void reply
        .status(problem.status)
        .headers({ ...BARE_HEADERS, 'X-Request-Id': request.id })
        .type('application/problem+json; charset=utf-8')
        .send(problemBody(problem, request.id));
    },
  });
}

/** The answer to bytes that Node's HTTP parser did not take; there is no request, so no id of one. */
function refuseMalformedHttp(error: { readonly code?: string }, socket: Socket): void {
  if (!socket.writable || error.code === 'ECONNRESET') {
    socket.destroy();
    return;
  }
  const tooLong = error.code === 'HPE_HEADER_OVERFLOW';
  const problem = new Problem('malformed-request', {
    detail: tooLong
      ? 'The headers are longer than 16 KiB together.'
      : 'This is not a request that HTTP/1.1 allows, or it did not come in time.',
    owner: 'user',
  });
  const body = JSON.stringify(problemBody(problem, randomUUID()));
  socket.end(
    `HTTP/1.1 400 Bad Request\r\nContent-Type: application/problem+json; charset=utf-8\r\nContent-Length: ${String(Buffer.byteLength(body))}\r\nConnection: close\r\n\r\n${body}`,
  );
}

/** A body that takes too long to come is a slow attack, whatever became of its request. */
function watchBody(request: FastifyRequest, reply: FastifyReply): void {
  const { raw } = request;
  if (!hasBody(raw)) return;
  request.receiveClock = new ReceiveClock(raw, () => {
    if (reply.raw.headersSent) raw.socket.destroy();
    else refuseMalformedHttp({}, raw.socket);
    raw.socket.destroySoon();
  });
}

/** Everything between the socket and the handlers. Call before `init` or `listen`. */
export async function setUpApp(app: NestFastifyApplication): Promise<void> {
  const config = app.get<AppConfig>(APP_CONFIG);
  const audit = app.get(AuditService);
  await app.register(fastifyCookie);
  await app.register(fastifyHelmet, securityHeaders(config));
  const server = app.getHttpAdapter().getInstance();
  server.decorate('stallTimeoutMs', config.query.stallTimeoutMs);
  acceptJsonOnly(server);
  acceptForms(server);
  acceptUploads(server);
  addHooks(server);
  useGlobals(app, (problem, request) => audit.refusal(auditCallerOf(request), problem));
  servePage(server, app.get(PageService));
  publishOpenApi(app);
  app.enableShutdownHooks();
}

/** The parts of the set-up that shape the routes; the OpenAPI document is made with these alone. */
export function useGlobals(
  app: INestApplication,
  recordRefusal: ConstructorParameters<typeof ProblemFilter>[0],
): void {
  app.setGlobalPrefix('api/v1', {
    exclude: [
      { path: 'health/live', method: RequestMethod.GET },
      { path: 'health/ready', method: RequestMethod.GET },
      { path: 'api/openapi.json', method: RequestMethod.GET },
    ],
  });
  app.useGlobalGuards(new QueryParametersGuard());
  app.useGlobalPipes(validationPipe());
  app.useGlobalFilters(new ProblemFilter(recordRefusal));
}

/** On every answer, errors included: it is data, for one origin, and never a page to be framed. */
function securityHeaders(config: AppConfig): Parameters<typeof fastifyHelmet>[1] {
  return {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: { 'default-src': ["'none'"], 'frame-ancestors': ["'none'"] },
    },
    referrerPolicy: { policy: 'no-referrer' },
    strictTransportSecurity: config.http.secureCookies,
    xFrameOptions: { action: 'deny' },
  };
}

/** Bodies are JSON in UTF-8; a form or a text could be sent by a page of another origin. */
function acceptJsonOnly(server: FastifyInstance): void {
  server.removeAllContentTypeParsers();
  const parse = server.getDefaultJsonParser('error', 'error');
  server.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    try {
      void parse(request, decodeJsonBody(Buffer.from(body)), done);
    } catch (error) {
      done(error instanceof Error ? error : new Error('unreadable'), undefined);
    }
  });
}

const DOWNLOAD_ROUTE = '/api/v1/downloads/:id';

/** The page fetches a download in a frame, in which it reads why there is none. */
const FRAMED_BY_THE_PAGE = {
  'Content-Security-Policy': "default-src 'none';frame-ancestors 'self'",
  'X-Frame-Options': 'SAMEORIGIN',
};

/**
 * Firefox shows JSON in a viewer of its own, in which no page can read, so a browser that follows a form
 * gets the same problem as a text.
 */
function letThePageRead(request: FastifyRequest, reply: FastifyReply): void {
  void reply.headers(FRAMED_BY_THE_PAGE);
  if (reply.statusCode >= 400 && prefersHtml(request.headers)) {
    void reply.type('text/plain; charset=utf-8');
  }
}

/** Providers post logout tokens as forms, and pages fetch downloads by one; no other route gets any. */
const FORM_ROUTES: ReadonlyMap<string | undefined, { fields: readonly string[]; limit: number }> =
  new Map([
    ['/api/v1/auth/backchannel-logout/:provider', { fields: ['logout_token'], limit: 8 * 1024 }],
    // A browser sends a form where it is to save what comes back; what there is in it does not matter.
    [DOWNLOAD_ROUTE, { fields: [], limit: 1024 }],
  ]);
const FORM_LIMIT = 8 * 1024;

function acceptForms(server: FastifyInstance): void {
  const options = { parseAs: 'buffer' as const, bodyLimit: FORM_LIMIT };
  const type = 'application/x-www-form-urlencoded';
  server.addContentTypeParser(type, options, (request: FastifyRequest, body: Buffer, done) => {
    const form = FORM_ROUTES.get(request.routeOptions.url);
    if (form === undefined || body.length > form.limit) {
      const { FST_ERR_CTP_INVALID_MEDIA_TYPE, FST_ERR_CTP_BODY_TOO_LARGE } = errorCodes;
      done(
        form === undefined
          ? new FST_ERR_CTP_INVALID_MEDIA_TYPE()
          : new FST_ERR_CTP_BODY_TOO_LARGE(),
        undefined,
      );
      return;
    }
    try {
      done(null, readForm(body.toString(), form.fields));
    } catch (error) {
      done(error instanceof Error ? error : new Error('unreadable'), undefined);
    }
  });
}

function addHooks(server: FastifyInstance): void {
  const logger = new Logger('Http');
  server.addHook('onRequest', (request: FastifyRequest, reply: FastifyReply, done) => {
    watchBody(request, reply);
    done();
  });
  server.addHook('onSend', async (request: FastifyRequest, reply: FastifyReply) => {
    void reply.header('X-Request-Id', request.id);
    if (!reply.hasHeader('Cache-Control')) void reply.header('Cache-Control', 'no-store');
    if (request.routeOptions.url === DOWNLOAD_ROUTE) letThePageRead(request, reply);
  });
  server.addHook('onResponse', async (request: FastifyRequest, reply: FastifyReply) => {
    logger.log({
      requestId: request.id,
      method: request.method,
      // The pattern, not the address: a callback's address has a code in it.
      route: request.routeOptions.url ?? 'none',
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime),
    });
  });
}
