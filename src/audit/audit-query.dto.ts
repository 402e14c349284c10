import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, Matches, Max, Min } from 'class-validator';
import { AUTH_SOURCES, type AuthSource } from '../auth/principal.js';
import { IsInstant } from '../common/instant.js';
import { IsPageLimit, MayBeLeftOut } from '../common/validation.js';
import { IsKeptText } from './kept-text.js';
import { OUTCOME_KINDS } from './outcome-kinds.js';

const PHASES = ['intent', 'outcome', 'refusal', 'change'] as const;

/** What an outcome can be, and `running` for the intent of an act whose outcome is still to come. */
const OUTCOMES = [...OUTCOME_KINDS, 'unknown', 'running'] as const;

const UUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/;
const MAX_INTEGER = 2_147_483_647;

/** Which rows. Each parameter narrows the list; a text is the whole of what the row has, exactly. */
export class AuditFilterDto {
  /** In the user name, the subject or the database user; case does not matter. */
  @MayBeLeftOut()
  @IsKeptText(200)
  person?: string;

  /** Only rows of people of this issuer. */
  @MayBeLeftOut()
  @IsKeptText()
  issuer?: string;

  /** Only rows of this subject; with the issuer it is one person. */
  @MayBeLeftOut()
  @IsKeptText()
  subject?: string;

  /** Only rows of people of this user name. */
  @MayBeLeftOut()
  @IsKeptText()
  username?: string;

  /** Only rows in which this role was asked for. */
  @MayBeLeftOut()
  @IsKeptText()
  databaseUser?: string;

  /** Only rows of people who signed in like this. */
  @ApiProperty({ enum: AUTH_SOURCES, required: false })
  @MayBeLeftOut()
  @IsIn(AUTH_SOURCES)
  authSource?: AuthSource;

  /** Only rows of this server, which may have been removed since. */
  @MayBeLeftOut()
  @IsKeptText()
  serverId?: string;

  /** Only rows of this database. */
  @MayBeLeftOut()
  @IsKeptText()
  database?: string;

  /** Only rows of what was done to this account, identity or binding. */
  @MayBeLeftOut()
  @IsKeptText()
  target?: string;

  /** Only such rows. */
  @ApiProperty({ enum: PHASES, required: false })
  @MayBeLeftOut()
  @IsIn(PHASES)
  phase?: (typeof PHASES)[number];

  /** Only such acts: `query`, `connect`, `account.disable` … */
  @MayBeLeftOut()
  @Matches(/^[a-z.-]{1,64}$/, { message: 'action must be an action as rows have it' })
  action?: string;

  /** Only rows that say this outcome; `running`: the intents whose outcome is still to come. */
  @ApiProperty({ enum: OUTCOMES, required: false })
  @MayBeLeftOut()
  @IsIn(OUTCOMES)
  outcome?: (typeof OUTCOMES)[number];

  /** Only rows with this problem's code: `role-missing`, `query-failed` … */
  @MayBeLeftOut()
  @Matches(/^[a-z-]{1,64}$/, { message: 'code must be the code of a problem' })
  code?: string;

  /** Only rows with this SQLSTATE. */
  @MayBeLeftOut()
  @Matches(/^[\dA-Z]{5}$/, { message: 'sqlstate must be five digits and capital letters' })
  sqlstate?: string;

  /** Only rows in whose statements this word is, as in `statementClass`: `alter-role-password`. */
  @MayBeLeftOut()
  @Matches(/^[a-z-]{1,64}$/, { message: 'statementClass must be one word of a statementClass' })
  statementClass?: string;

  /** Only rows of the text with this SHA-256. */
  @MayBeLeftOut()
  @Matches(/^[\da-f]{64}$/, { message: 'sqlSha256 must be 64 hexadecimal digits' })
  sqlSha256?: string;

  /** Only rows of this request: the id of an execution, as in `X-Execution-Id`. */
  @ApiProperty({ format: 'uuid', required: false })
  @MayBeLeftOut()
  @Matches(UUID, { message: 'requestId must be a UUID' })
  requestId?: string;

  /** Only the rows of this act. */
  @ApiProperty({ format: 'uuid', required: false })
  @MayBeLeftOut()
  @Matches(UUID, { message: 'intentId must be a UUID' })
  intentId?: string;

  /** Only rows of this database session. */
  @MayBeLeftOut()
  @IsKeptText()
  databaseSessionId?: string;

  /** Only rows of connections that PostgreSQL reported as this role's. */
  @MayBeLeftOut()
  @IsKeptText()
  sessionUser?: string;

  /** Only rows of the server process with this number. */
  @ApiProperty({ type: 'integer', required: false })
  @MayBeLeftOut()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(MAX_INTEGER)
  backendPid?: number;

  /** Only rows of requests from this address. */
  @MayBeLeftOut()
  @IsKeptText()
  remoteAddress?: string;

  /** Only rows of this instance of pg-usher. */
  @MayBeLeftOut()
  @IsKeptText()
  instance?: string;

  /** Only rows from this moment on (RFC 3339). */
  @ApiProperty({ format: 'date-time', required: false })
  @MayBeLeftOut()
  @IsInstant()
  since?: string;

  /** Only rows from before this moment (RFC 3339). */
  @ApiProperty({ format: 'date-time', required: false })
  @MayBeLeftOut()
  @IsInstant()
  until?: string;
}

export class AuditQueryDto extends AuditFilterDto {
  /** How many rows to give. */
  @IsPageLimit(100, 1000)
  limit?: number = 100;

  /** Rows older than the one with this id: `next` of the page before. */
  @IsOptional()
  @Matches(/^[1-9]\d{0,17}$/, { message: 'before must be the id of a row' })
  before?: string;
}
