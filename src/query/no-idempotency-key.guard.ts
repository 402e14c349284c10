import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Problem } from '../common/problem.js';
import { Problems } from '../common/problems.js';

/** Before routes that cannot keep the promise of an `Idempotency-Key`, so that nobody relies on it. */
@Injectable()
@Problems('validation-failed')
export class NoIdempotencyKeyGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const { headers } = context.switchToHttp().getRequest<FastifyRequest>();
    if (headers['idempotency-key'] === undefined) return true;
    throw new Problem('validation-failed', {
      detail: 'Idempotency-Key has no effect here: it is for queries. Send the request without it.',
      owner: 'user',
    });
  }
}
