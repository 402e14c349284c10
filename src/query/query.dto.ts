import { ApiProperty } from '@nestjs/swagger';
import { ArrayMaxSize, IsArray, IsInt, IsString, Max, MaxLength, Min } from 'class-validator';
import { MayBeLeftOut } from '../common/validation.js';
import { IsDatabaseName } from '../connection/database-name.js';
import { IsSqlText, IsTextParam, MAX_SQL_BYTES } from './sql-text.js';

export class QueryDto {
  /**
   * One statement, or without `params` a script of several.
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
  @ArrayMaxSize(1000)
  @IsTextParam({ each: true })
  params?: (string | number | boolean | null)[];

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
  /** Present when the text left a transaction open; it was rolled back. */
  warning?: string;
  @ApiProperty({ type: 'integer' })
  durationMs!: number;
}
