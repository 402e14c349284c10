import type { FastifyRequest } from 'fastify';

/**
 * Whether a request says of itself, by a header `X-Usher-Unattended`, that nobody is there who caused
 * it: a page that is left open asks how things stand, and must not keep its session from being idle.
 */
export function isUnattended(request: FastifyRequest): boolean {
  return request.headers['x-usher-unattended'] !== undefined;
}
