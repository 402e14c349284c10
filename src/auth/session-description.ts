import { Injectable } from '@nestjs/common';
import { SessionService } from './session.service.js';
import type { Session } from './session.entity.js';
import type { OwnSessionDto, SessionDto } from './sessions.dto.js';

/** A session as its owner sees it. */
export function describeOwn(row: Session, currentKey: string | undefined): OwnSessionDto {
  const { publicId: id, createdAt, lastSeenAt, expiresAt, remoteAddress, userAgent } = row;
  const current = row.key === currentKey;
  return { id, createdAt, lastSeenAt, expiresAt, current, remoteAddress, userAgent };
}

/** Sessions as administrators see them. */
@Injectable()
export class SessionDescriptions {
  constructor(private readonly sessions: SessionService) {}

  /** Rows that were not made by us are nobody's session and are left out. */
  of(rows: readonly Session[], currentKey: string | undefined): SessionDto[] {
    return rows.flatMap((row) => {
      const principal = this.sessions.principalOf(row);
      if (principal === undefined) return [];
      const { authSource, username, isAdmin } = principal;
      const { issuer, subject } = row;
      const own = describeOwn(row, currentKey);
      return [{ ...own, authSource, username, issuer, subject, isAdmin }];
    });
  }
}
