import { ApiProperty } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import { type AuditOutcomeKind, OUTCOME_KINDS } from '../../audit/outcome-kinds.js';
import { MayBeLeftOut } from '../../common/validation.js';
import type { ExecutionState } from './execution.js';

export class ExecutionOptionsDto {
  /** `false` leaves out `activity`, which asks PostgreSQL on a connection of its own. */
  @MayBeLeftOut()
  @IsIn(['true', 'false'])
  activity?: 'true' | 'false';
}

/** A session that has a lock which is waited for. */
export class BlockerDto {
  @ApiProperty({ type: 'integer' })
  pid!: number;
  @ApiProperty({ type: 'string', nullable: true })
  databaseUser!: string | null;
  /** Null where PostgreSQL does not show it: somebody else's session. */
  @ApiProperty({ type: 'string', nullable: true })
  state!: string | null;
  @ApiProperty({ type: 'string', nullable: true })
  applicationName!: string | null;
}

/** What PostgreSQL says about the backend at this moment (`pg_stat_activity`). */
export class ActivityDto {
  @ApiProperty({ type: 'string', nullable: true })
  state!: string | null;
  @ApiProperty({ type: 'string', nullable: true })
  waitEventType!: string | null;
  /** What it waits for; null while it computes. */
  @ApiProperty({ type: 'string', nullable: true })
  waitEvent!: string | null;
  /** Age of its transaction. */
  @ApiProperty({ type: 'integer', nullable: true })
  transactionMs!: number | null;
  /** Who is in the way (`pg_blocking_pids`). */
  blockedBy!: BlockerDto[];
  /** The row of the `pg_stat_progress_…` view that has one, with the `command`. */
  @ApiProperty({ type: 'object', additionalProperties: true, nullable: true })
  progress!: Record<string, unknown> | null;
}

export class ExecutionProblemDto {
  code!: string;
  detail!: string;
  sqlstate?: string;
}

/** A run of the caller's. */
export class ExecutionDto {
  /** The answer's `X-Execution-Id`. */
  id!: string;
  /** The instance of pg-usher that runs it, or has run it. */
  instance!: string;
  kind!: 'query' | 'copy';
  state!: ExecutionState;
  /** How it ended; absent until it has. */
  @ApiProperty({ enum: OUTCOME_KINDS, required: false })
  outcome?: AuditOutcomeKind;
  problem?: ExecutionProblemDto;
  serverId!: string;
  serverName!: string;
  database!: string;
  databaseSessionId?: string;
  @ApiProperty({ type: 'string', format: 'date-time' })
  startedAt!: string;
  @ApiProperty({ type: 'integer' })
  elapsedMs!: number;
  /** Rows so far. */
  @ApiProperty({ type: 'integer' })
  rows!: number;
  /** Bytes so far, before compression. */
  @ApiProperty({ type: 'integer' })
  bytes!: number;
  /** Statements that have begun. */
  @ApiProperty({ type: 'integer' })
  statements!: number;
  /** PostgreSQL's process. */
  @ApiProperty({ type: 'integer', required: false })
  backendPid?: number;
  /** PostgreSQL's version in its own words; absent until it has let us in. */
  serverVersion?: string;
  /** Absent when it does not run, and when it could not be asked for. */
  activity?: ActivityDto;
}

export class ExecutionListDto {
  /** What runs, the newest first, and then what ended in the last ten minutes. */
  executions!: ExecutionDto[];
}
