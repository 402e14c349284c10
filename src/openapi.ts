import type { INestApplication } from '@nestjs/common';
import { ModulesContainer } from '@nestjs/core';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { PUBLIC_ROUTE } from './auth/request-identity.js';
import { PROBLEM_STATUS } from './common/problem.js';

type Schema = Extract<
  NonNullable<NonNullable<OpenAPIObject['components']>['schemas']>[string],
  { properties?: unknown }
>;
type Operation = NonNullable<OpenAPIObject['paths'][string]['get']>;

const METHODS = ['get', 'put', 'post', 'delete', 'patch'] as const;

const TAGS = {
  auth: 'Who is calling',
  servers: 'Registered PostgreSQL servers',
  bindings: 'Whose a database user is',
  connections: 'Opening connections as the caller',
  queries: 'Running SQL as the caller',
  sessions: 'Connections that are kept for the caller, with their transactions',
  executions: 'Watching and stopping what one runs',
  catalog: 'What there is in the databases, as the caller',
  history: 'What one has run oneself',
  audit: 'Who did what, and how it ended',
  welcome: 'What the administrator says to people who come',
  health: 'For probes',
};

/**
 * The contract as OpenAPI 3.1, from the routes and DTOs of the application. The same for every
 * configuration, so that the committed `openapi.json` can be compared with it. An operation's id is
 * the name of its handler, which must therefore be unique.
 */
export function buildOpenApiDocument(app: INestApplication): OpenAPIObject {
  const document = SwaggerModule.createDocument(app, header(), {
    operationIdFactory: (_controller, method) => method,
  });
  const publicRoutes = publicHandlers(app.get(ModulesContainer));
  for (const operation of operationsOf(document)) {
    if (publicRoutes.has(operation.operationId ?? '')) {
      operation.security = [];
    }
    operation.responses = { ...operation.responses, default: PROBLEM_RESPONSE };
  }
  document.components = {
    ...document.components,
    schemas: { ...document.components?.schemas, Problem: PROBLEM_SCHEMA },
  };
  return document;
}

/** Every operation of a document. */
export function operationsOf(document: OpenAPIObject): Operation[] {
  return Object.values(document.paths).flatMap((path) =>
    METHODS.map((method) => path[method]).filter((operation) => operation !== undefined),
  );
}

function header(): Omit<OpenAPIObject, 'paths'> {
  const builder = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('pg-usher')
    .setDescription(
      'Sign in with OpenID Connect, and work in PostgreSQL as yourself. Every failure is an application/problem+json (RFC 9457) with a stable code.',
    )
    .setVersion('1')
    .setLicense('MIT', 'https://spdx.org/licenses/MIT.html')
    .addBearerAuth(
      {
        type: 'http',
        scheme: 'bearer',
        bearerFormat: 'JWT',
        description: 'For programs: an OIDC access token (RFC 9068) for our audience.',
      },
      'accessToken',
    )
    .addCookieAuth(
      '__Host-usher_session',
      {
        type: 'apiKey',
        in: 'cookie',
        description: 'For browsers. Without the prefix on a loopback origin.',
      },
      'session',
    )
    .addSecurityRequirements('accessToken')
    .addSecurityRequirements('session');
  for (const [name, description] of Object.entries(TAGS)) {
    builder.addTag(name, description);
  }
  return builder.build();
}

/** The names of the handlers that say `@Public()`. */
function publicHandlers(modules: ModulesContainer): ReadonlySet<string> {
  const controllers = [...modules.values()].flatMap((module) => [...module.controllers.values()]);
  const handlers = controllers.flatMap(({ instance }) =>
    methodsOf(Object.getPrototypeOf(instance)),
  );
  return new Set(
    handlers
      .filter((handler) => Reflect.getMetadata(PUBLIC_ROUTE, handler) === true)
      .map((handler) => handler.name),
  );
}

type Method = (...args: unknown[]) => unknown;

function methodsOf(prototype: unknown): Method[] {
  if (typeof prototype !== 'object' || prototype === null) {
    return [];
  }
  return Object.values(Object.getOwnPropertyDescriptors(prototype))
    .map(({ value }: PropertyDescriptor): unknown => value)
    .filter((value): value is Method => typeof value === 'function');
}

const PROBLEM_RESPONSE = {
  description: 'A failure; `code` says which.',
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
};

/** What the problem filter sends. */
const PROBLEM_SCHEMA: Schema = {
  type: 'object',
  description: 'A failure (RFC 9457).',
  required: ['type', 'title', 'status', 'detail', 'instance', 'code'],
  properties: {
    type: { type: 'string', format: 'uri' },
    title: { type: 'string', description: 'The same for every occurrence of this code.' },
    status: { type: 'integer' },
    detail: { type: 'string', description: 'What happened here, for a person.' },
    instance: {
      type: 'string',
      description: 'Names the request; administrators find it in the log.',
    },
    code: { type: 'string', enum: Object.keys(PROBLEM_STATUS) },
    owner: { type: 'string', enum: ['user', 'admin', 'dba'], description: 'Who can fix it.' },
    fix: { type: 'string', description: 'The exact line to paste.' },
    sqlstate: { type: 'string', description: "PostgreSQL's error code." },
    position: { type: 'integer', description: 'In the SQL text, in characters, from 1.' },
    statement: { type: 'integer', description: 'Which statement of a script, from 1.' },
    statementRange: {
      type: 'object',
      description: 'Where that statement stands in the SQL text, in characters.',
      required: ['start', 'end'],
      properties: {
        start: { type: 'integer', description: 'From 0.' },
        end: { type: 'integer', description: 'Behind its last character.' },
      },
    },
    line: { type: 'integer', description: 'Of data that was sent, from 1.' },
    column: { type: 'string', description: 'Of data that was sent.' },
    transactionStatus: {
      type: 'string',
      enum: ['idle', 'in transaction', 'failed'],
      description: 'Of the session, after the failure.',
    },
    executionId: { type: 'string', description: 'The run that this is about.' },
    owningInstance: {
      type: 'string',
      description: 'The instance that has what was asked for (421).',
    },
    loginUrl: { type: 'string', description: 'Where to sign in anew.' },
    hint: { type: 'string' },
    databaseDetail: { type: 'string', description: 'What else PostgreSQL said.' },
    errors: {
      type: 'array',
      description: 'Field by field.',
      items: {
        type: 'object',
        required: ['pointer', 'detail'],
        properties: {
          pointer: { type: 'string', description: 'A JSON pointer (RFC 6901) into the body.' },
          detail: { type: 'string' },
        },
      },
    },
  },
};
