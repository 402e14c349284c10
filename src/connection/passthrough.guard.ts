import {
  type CanActivate,
  createParamDecorator,
  type ExecutionContext,
  Injectable,
} from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Problem } from '../common/problem.js';
import type { DatabaseCaller } from './caller.js';
import { Gate } from './gate.js';
import { Problems } from '../common/problems.js';
import { ADMISSION_PROBLEMS } from './lease-problems.js';

const CALLERS = new WeakMap<FastifyRequest, DatabaseCaller>();

/**
 * Stands before every route that opens a passthrough connection: 404 for a server the caller does
 * not see, 403 `not-oauth` for a principal that did not come through OpenID Connect.
 */
@Injectable()
@Problems(...ADMISSION_PROBLEMS)
export class PassthroughGuard implements CanActivate {
  constructor(private readonly gate: Gate) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<FastifyRequest<{ Params: { id: string } }>>();
    CALLERS.set(request, await this.gate.admitCaller(request.principal, request.params.id));
    return true;
  }
}

/** The caller whom {@link PassthroughGuard} let pass. */
export const CurrentCaller = createParamDecorator(
  (_data: unknown, context: ExecutionContext): DatabaseCaller => {
    const caller = CALLERS.get(context.switchToHttp().getRequest<FastifyRequest>());
    if (caller === undefined) {
      throw new Problem('internal', { detail: 'This route is not behind the passthrough guard.' });
    }
    return caller;
  },
);
