import { Injectable } from '@nestjs/common';
import type { AuditCaller } from '../../audit/audit.service.js';
import { Problem } from '../../common/problem.js';
import type { DatabaseCaller } from '../../connection/caller.js';
import { ConnectionService } from '../../connection/connection.service.js';
import { directGround } from '../direct-ground.js';
import type { CopyAnswerDto, CopyQueryDto } from './copy.dto.js';
import { CopyService } from './copy.service.js';
import type { Upload } from './upload.js';

/** One call of `POST /servers/:id/copy`. */
export interface DirectCopyCall {
  readonly caller: DatabaseCaller;
  readonly auditCaller: AuditCaller;
  readonly query: CopyQueryDto;
  readonly upload: Upload;
  /** Aborts when nobody waits for the answer any more. */
  readonly gone: AbortSignal;
}

/** Copies on a connection that is opened for the request and closed behind it. */
@Injectable()
export class DirectCopies {
  constructor(
    private readonly connections: ConnectionService,
    private readonly copies: CopyService,
  ) {}

  /** @throws Problem */
  async run({ auditCaller, query, ...call }: DirectCopyCall): Promise<CopyAnswerDto> {
    const { requestId, principal } = auditCaller;
    if (principal === undefined) {
      throw new Problem('unauthenticated', { detail: 'Sign in first.', owner: 'user' });
    }
    const { database } = query;
    const ground = directGround(this.connections, call.caller, { requestId, database });
    return this.copies.run({ ...call, query, auditCaller: { ...auditCaller, principal }, ground });
  }
}
