import type { INestApplication } from '@nestjs/common';
import { ModulesContainer } from '@nestjs/core';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { ProblemResponses } from './openapi-problems.js';
import { declaredRoutes } from './openapi-routes.js';
import { addExamples } from './openapi-examples.js';
import { ERROR_EVENT_SCHEMA, PROBLEM_SCHEMA, QUERY_LINE_SCHEMA } from './openapi-schemas.js';

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
  limits: 'What the service allows',
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
  const routes = declaredRoutes(app.get(ModulesContainer));
  const problems = new ProblemResponses();
  for (const { method, operation } of operationsOf(document)) {
    const route = routes.get(operation.operationId ?? '');
    if (route === undefined) continue;
    if (route.isPublic) operation.security = [];
    Object.assign(operation, wordsOf(operation));
    addExamples(operation);
    Object.assign(operation.responses, problems.of(method, operation, route));
  }
  document.components = {
    ...document.components,
    schemas: {
      ...document.components?.schemas,
      Problem: PROBLEM_SCHEMA,
      ErrorEvent: ERROR_EVENT_SCHEMA,
      QueryLine: QUERY_LINE_SCHEMA,
    },
    responses: problems.components,
  };
  return document;
}

/** The first sentence of a handler's docstring is the summary, and the rest the description. */
function wordsOf({ summary = '' }: Operation): Pick<Operation, 'summary' | 'description'> {
  const text = summary.replace(/\s*\n\s*/g, ' ');
  const end = /[.:](?= [A-Z])/.exec(text)?.index ?? text.length - 1;
  const rest = text.slice(end + 1).trim();
  return { summary: text.slice(0, end), ...(rest === '' ? {} : { description: rest }) };
}

/** Every operation of a document, with its method in small letters. */
export function operationsOf(
  document: OpenAPIObject,
): { readonly method: string; readonly operation: Operation }[] {
  return Object.values(document.paths).flatMap((path) =>
    METHODS.flatMap((method) => {
      const operation = path[method];
      return operation === undefined ? [] : [{ method, operation }];
    }),
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
