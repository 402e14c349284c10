import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { AuditCaller } from './audit.service.js';

/** What the audit needs to know of a request. */
export function auditCallerOf(request: FastifyRequest): AuditCaller {
  return {
    principal: request.principal,
    requestId: request.id,
    remoteAddress: request.ip,
    ...(request.sessionKey === undefined ? {} : { sessionKey: request.sessionKey }),
  };
}

/** The caller as the audit sees it, as a handler's parameter. */
export const Caller = createParamDecorator(
  (_data: unknown, context: ExecutionContext): AuditCaller =>
    auditCallerOf(context.switchToHttp().getRequest<FastifyRequest>()),
);
