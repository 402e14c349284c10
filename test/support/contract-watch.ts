import { readFileSync } from 'node:fs';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type JsonSchema, SchemaChecker } from './json-schema.js';

interface Response {
  readonly $ref?: string;
  readonly content?: Readonly<Record<string, { readonly schema: JsonSchema }>>;
}

/** The committed contract. */
export const CONTRACT = JSON.parse(
  readFileSync(new URL('../../openapi.json', import.meta.url), 'utf8'),
);

const checker = new SchemaChecker(CONTRACT);

/** What the answers of an application had that the contract does not say; see {@link watchAnswers}. */
export type ContractFaults = Set<string>;

/**
 * Compares every answer of an application with the contract: its status, the code of a problem, and
 * the whole of a JSON body. Call it before the routes are there.
 */
export function watchAnswers(app: NestFastifyApplication): ContractFaults {
  const faults: ContractFaults = new Set();
  const server = app.getHttpAdapter().getInstance();
  server.addHook('onSend', (request, reply, payload, done) => {
    for (const fault of faultsOf(request, reply, payload)) faults.add(fault);
    done(null, payload);
  });
  return faults;
}

function faultsOf(request: FastifyRequest, reply: FastifyReply, payload: unknown): string[] {
  const path = (request.routeOptions.url ?? '').replaceAll(/:(\w+)/g, '{$1}');
  const operation = CONTRACT.paths[path]?.[request.method.toLowerCase()];
  if (operation === undefined) return [];
  const where = `${operation.operationId} ${reply.statusCode}`;
  const declared: Response | undefined = operation.responses[reply.statusCode];
  const body = bodyOf(reply, payload);
  if (declared === undefined) return [`${where}: is not declared (${codeIn(body)})`];
  const response: Response = declared.$ref === undefined ? declared : checker.lookUp(declared.$ref);
  const [type = ''] = String(reply.getHeader('content-type') ?? '').split(';');
  const schema = response.content?.[type]?.schema;
  if (body === undefined) return [];
  if (schema === undefined) return [`${where}: ${type} is not declared`];
  return checker.faults(schema, body).map((fault) => `${where}: ${fault} (${codeIn(body)})`);
}

/** A JSON body; undefined for what is none, or packed, or a stream. */
function bodyOf(reply: FastifyReply, payload: unknown): any {
  const isJson = /json\b/.test(String(reply.getHeader('content-type') ?? ''));
  if (!isJson || reply.getHeader('content-encoding') !== undefined) return undefined;
  if (typeof payload !== 'string' && !Buffer.isBuffer(payload)) return undefined;
  return JSON.parse(payload.toString());
}

function codeIn(body: any): string {
  return body?.code ?? 'no code';
}
