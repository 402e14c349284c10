import { createParamDecorator, type ExecutionContext, SetMetadata } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Problem } from '../common/problem.js';
import type { AuthAuditCaller } from './auth-audit.js';
import type { Principal } from './principal.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** Set by the global guard on every route that is not public. */
    principal?: Principal;
    /** The presented session's id as stored (a keyed hash), when a cookie was the credential. */
    sessionKey?: string;
    /** When that session ends, however busy it is. */
    sessionEndsAt?: Date;
  }
}

export const PUBLIC_ROUTE = 'usher:public';
export const ADMIN_ROUTE = 'usher:admin';

/** The listed exception to default-deny; a test prints and pins every use. */
export const Public = (): MethodDecorator => SetMetadata(PUBLIC_ROUTE, true);

/** For administrators of pg-usher only: 403 `admin-only` for everybody else. */
export const AdminOnly = (): MethodDecorator & ClassDecorator => SetMetadata(ADMIN_ROUTE, true);

/** The principal that the guard put on the request; throws `unauthenticated` where there is none. */
export function principalOf(request: FastifyRequest): Principal {
  if (request.principal === undefined) {
    throw new Problem('unauthenticated', { detail: 'Sign in first.', owner: 'user' });
  }
  return request.principal;
}

/** The caller, as a handler's parameter. */
export const CurrentPrincipal = createParamDecorator(
  (_data: unknown, context: ExecutionContext): Principal =>
    principalOf(context.switchToHttp().getRequest<FastifyRequest>()),
);

/** Whose doing it is, for the record of a change, as a handler's parameter. */
export const AuthCaller = createParamDecorator(
  (_data: unknown, context: ExecutionContext): AuthAuditCaller => {
    const { principal, id, ip } = context.switchToHttp().getRequest<FastifyRequest>();
    return { principal, requestId: id, remoteAddress: ip };
  },
);
