import {
  type CanActivate,
  createParamDecorator,
  type ExecutionContext,
  Injectable,
} from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { auditCallerOf } from '../../audit/audit-caller.js';
import { principalOf } from '../../auth/request-identity.js';
import { Problem } from '../../common/problem.js';
import { Downloads } from './downloads.service.js';
import type { PendingDownload } from './pending-downloads.js';
import { Problems } from '../../common/problems.js';

const TAKEN = new WeakMap<FastifyRequest, PendingDownload>();

/**
 * Stands before the route that a form is posted to: takes the download, once. The request goes on
 * under the id that was announced, so that the execution, the audit, PostgreSQL's `application_name`
 * and the answer all have it.
 */
@Injectable()
@Problems('download-not-found', 'wrong-instance')
export class DownloadGuard implements CanActivate {
  constructor(private readonly downloads: Downloads) {}

  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<FastifyRequest<{ Params: { id: string } }>>();
    const caller = { ...auditCallerOf(request), principal: principalOf(request) };
    const download = this.downloads.take(caller, request.params.id);
    request.id = download.executionId;
    TAKEN.set(request, download);
    return true;
  }
}

/** The download that {@link DownloadGuard} took. */
export const TakenDownload = createParamDecorator(
  (_data: unknown, context: ExecutionContext): PendingDownload => {
    const download = TAKEN.get(context.switchToHttp().getRequest<FastifyRequest>());
    if (download !== undefined) return download;
    throw new Problem('internal', { detail: 'This route is not behind the download guard.' });
  },
);
