import { ApiProperty } from '@nestjs/swagger';
import { IsOptional, IsString, Length, Matches } from 'class-validator';
import { CURSOR } from '../common/time-cursor.js';
import { IsPageLimit, IsSearchText, MayBeLeftOut } from '../common/validation.js';
import { AUTH_SOURCES, type AuthSource } from './principal.js';

/** No control character and no lone surrogate: neither is in an identity, and NUL in no text. */
const PRINTABLE = /^[^\p{Cc}\p{Cs}]+$/u;

/** An open session of one's own. */
export class OwnSessionDto {
  /** For ending it; of no use for signing in. */
  @ApiProperty({ format: 'uuid' })
  id!: string;

  createdAt!: Date;

  /** Up to a minute old. */
  lastSeenAt!: Date;

  /** When it ends, however busy it is. */
  expiresAt!: Date;

  /** True for the session that asks. */
  current!: boolean;

  /** Where it was opened, as far as that is known. */
  @ApiProperty({ type: String, nullable: true })
  remoteAddress!: string | null;

  /** What the browser called itself; shortened. */
  @ApiProperty({ type: String, nullable: true })
  userAgent!: string | null;
}

export class OwnSessionListDto {
  items!: OwnSessionDto[];
}

/** Somebody's open session. */
export class SessionDto extends OwnSessionDto {
  @ApiProperty({ enum: AUTH_SOURCES })
  authSource!: AuthSource;

  /** For people to read. */
  username!: string;

  issuer!: string;

  subject!: string;

  isAdmin!: boolean;
}

export class SessionListDto {
  items!: SessionDto[];

  /** For `before`; null when there is nothing more. */
  @ApiProperty({ type: String, nullable: true })
  next!: string | null;
}

export class SessionQueryDto {
  /** Only sessions of this issuer. */
  @IsOptional()
  @IsString()
  @Length(1, 2048)
  @Matches(PRINTABLE)
  issuer?: string;

  /** Only sessions of this subject. */
  @IsOptional()
  @IsString()
  @Length(1, 512)
  @Matches(PRINTABLE)
  subject?: string;

  /** In the user name, the subject, the address or what the browser called itself; case does not matter. */
  @IsSearchText()
  search?: string;

  /** `next` of the page before. */
  @MayBeLeftOut()
  @Matches(CURSOR, { message: 'before must be what `next` of a page was' })
  before?: string;

  /** How many to give, the newest first. */
  @IsPageLimit(100, 1000)
  limit?: number = 100;
}

/** Somebody; the two together are the identity. */
export class IdentityDto {
  @IsString()
  @Length(1, 2048)
  @Matches(PRINTABLE)
  issuer!: string;

  @IsString()
  @Length(1, 512)
  @Matches(PRINTABLE)
  subject!: string;
}

export class EndedSessionsDto {
  /** How many sessions there were. */
  @ApiProperty({ type: 'integer' })
  ended!: number;
}

/** What a provider sends; the name is the specification's. */
export class LogoutTokenDto {
  @IsString()
  @Length(1, 8192)
  logout_token!: string;
}
