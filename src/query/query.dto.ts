import { ApiProperty, OmitType } from '@nestjs/swagger';
import { ArrayMaxSize, IsArray, IsIn, IsInt, IsString, Max, MaxLength, Min } from 'class-validator';
import { MayBeLeftOut } from '../common/validation.js';
import { IsDatabaseName } from '../connection/database-name.js';
import type { TransactionStatus } from '../connection/statement-events.js';
import { IsNamedParams, IsSqlText, IsTextParam, MAX_PARAMS, MAX_SQL_BYTES } from './sql-text.js';

/** A parameter as JSON has it. */
export type ParamValue = string | number | boolean | null;

export class QueryDto {
  /**
   * One statement, or without `params` a script of several, each of which runs for itself; the first
   * that fails ends it.
   * @example select session_user, current_user
   */
  @IsString()
  @MaxLength(MAX_SQL_BYTES)
  @IsSqlText()
  sql!: string;

  /** Values of `$1`, `$2` … as PostgreSQL's text; numbers and booleans are written as text. */
  @ApiProperty({
    required: false,
    type: 'array',
    items: {
      oneOf: [{ type: 'string' }, { type: 'number' }, { type: 'boolean' }, { type: 'null' }],
    },
  })
  @MayBeLeftOut()
  @IsArray()
  @ArrayMaxSize(MAX_PARAMS)
  @IsTextParam({ each: true })
  params?: ParamValue[];

  /**
   * Values of `:name` in the text, outside strings and comments, instead of `params`.
   * @example { "since": "2026-01-01" }
   */
  @ApiProperty({
    selfRequired: false,
    type: 'object',
    additionalProperties: {
      oneOf: [{ type: 'string' }, { type: 'number' }, { type: 'boolean' }, { type: 'null' }],
    },
  })
  @MayBeLeftOut()
  @IsNamedParams()
  namedParams?: Record<string, ParamValue>;

  /**
   * Asks for the plan of one statement, as JSON. `plan` does not run it; `analyze` does, with all
   * that it changes.
   */
  @MayBeLeftOut()
  @IsIn(['plan', 'analyze'])
  explain?: 'plan' | 'analyze';

  /** The database to open; the definition's maintenance database when left out. */
  @MayBeLeftOut()
  @IsString()
  @IsDatabaseName()
  database?: string;

  /** Rows per result after which the answer stops and says so. A JSON answer has a default. */
  @ApiProperty({ type: 'integer', required: false })
  @MayBeLeftOut()
  @IsInt()
  @Min(1)
  @Max(1_000_000_000)
  maxRows?: number;

  /** Milliseconds after which the statement is cancelled. */
  @ApiProperty({ type: 'integer', required: false })
  @MayBeLeftOut()
  @IsInt()
  @Min(1)
  timeoutMs?: number;
}

/** On a pinned connection, which has its database. */
export class SessionQueryDto extends OmitType(QueryDto, ['database']) {}

export class ColumnDto {
  name!: string;
  /** `pg_type.oid`. */
  @ApiProperty({ type: 'integer' })
  typeOid!: number;
  @ApiProperty({ type: 'integer' })
  typeModifier!: number;
}

export class NoticeDto {
  severity!: string;
  sqlstate!: string;
  message!: string;
  detail?: string;
  hint?: string;
}

/** Why an answer ends before the result does. */
export class StoppedDto {
  /** `max-rows`: `maxRows` was reached. */
  reason!: 'max-rows';
  /** What to do about it. */
  detail!: string;
}

/** The result of one statement. */
export class ResultDto {
  /** Empty for a statement that gives no rows. */
  columns!: ColumnDto[];
  /** PostgreSQL's own text, or null for NULL. */
  @ApiProperty({
    type: 'array',
    items: {
      type: 'array',
      items: { oneOf: [{ type: 'string' }, { type: 'null' }] },
    },
  })
  rows!: (string | null)[][];
  /** Rows in this answer. */
  @ApiProperty({ type: 'integer' })
  rowCount!: number;
  /** The command tag, for example `SELECT 3`; null when the answer stopped before it. */
  @ApiProperty({ type: 'string', nullable: true })
  command!: string | null;
  /** Absent when the result is whole. */
  stopped?: StoppedDto;
}

export class QueryAnswerDto extends ResultDto {
  executionId!: string;
  notices!: NoticeDto[];
  /** The results of the further statements of a script; absent when there was one statement. */
  moreResults?: ResultDto[];
  /** What else is to be known of the answer: a transaction was left open and rolled back … */
  warning?: string;
  /** Of the connection after the run (ReadyForQuery). */
  transactionStatus!: TransactionStatus;
  @ApiProperty({ type: 'integer' })
  durationMs!: number;
}

/** The answer where `explain` was asked for. */
export class PlanAnswerDto {
  /** As PostgreSQL wrote it (EXPLAIN, FORMAT JSON). */
  @ApiProperty({ type: 'array', items: { type: 'object' } })
  plan!: unknown[];
  executionId!: string;
  notices!: NoticeDto[];
  /** Of the connection after the run (ReadyForQuery). */
  @ApiProperty({ enum: ['idle', 'in transaction', 'failed'] })
  transactionStatus!: TransactionStatus;
  @ApiProperty({ type: 'integer' })
  durationMs!: number;
}
