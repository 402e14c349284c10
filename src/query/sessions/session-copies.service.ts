import { Injectable } from '@nestjs/common';
import type { CopyAnswerDto, SessionCopyQueryDto } from '../copy/copy.dto.js';
import { CopyService } from '../copy/copy.service.js';
import type { Upload } from '../copy/upload.js';
import { type SessionCall, SessionGrounds } from './session-grounds.service.js';

export interface SessionCopyCall extends SessionCall {
  readonly query: SessionCopyQueryDto;
  readonly upload: Upload;
}

/** Copies on a pinned connection, as a part of the transaction that is open there, if one is. */
@Injectable()
export class SessionCopies {
  constructor(
    private readonly grounds: SessionGrounds,
    private readonly copies: CopyService,
  ) {}

  /** @throws Problem */
  async run({ query, upload, ...call }: SessionCopyCall): Promise<CopyAnswerDto> {
    return this.copies.run({ ...(await this.grounds.admit(call)), query, upload });
  }
}
