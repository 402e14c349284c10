import { ApiProperty } from '@nestjs/swagger';
import type { TransactionStatus } from '../../connection/statement-events.js';
import { ColumnDto, NoticeDto, StoppedDto } from '../query.dto.js';

/** An NDJSON line before the rows of a statement that has any. */
export class ColumnsEventDto {
  @ApiProperty({ enum: ['columns'] })
  kind!: 'columns';
  @ApiProperty({ format: 'uuid' })
  executionId!: string;
  /** Which statement of a script, from 1; absent where there is one. */
  @ApiProperty({ type: 'integer', required: false })
  statement?: number;
  columns!: ColumnDto[];
}

/** An NDJSON line when PostgreSQL sends a notice. */
export class NoticeEventDto extends NoticeDto {
  @ApiProperty({ enum: ['notice'] })
  kind!: 'notice';
}

/** An NDJSON line when a statement is done, and its commit as well. */
export class CompleteEventDto {
  @ApiProperty({ enum: ['complete'] })
  kind!: 'complete';
  /** Which statement of a script, from 1; absent where there is one. */
  @ApiProperty({ type: 'integer', required: false })
  statement?: number;
  /** The command tag, for example `SELECT 3`; null when the answer stopped before it. */
  @ApiProperty({ type: 'string', nullable: true })
  command!: string | null;
  /** Rows in this answer. */
  @ApiProperty({ type: 'integer' })
  rowCount!: number;
  /** Absent when the result is whole. */
  stopped?: StoppedDto;
}

/** The last NDJSON line of a run that went well. */
export class DoneEventDto {
  @ApiProperty({ enum: ['done'] })
  kind!: 'done';
  @ApiProperty({ format: 'uuid' })
  executionId!: string;
  @ApiProperty({ type: 'integer' })
  rows!: number;
  /** Of the rows, unpacked. */
  @ApiProperty({ type: 'integer' })
  bytes!: number;
  /** Of the connection after the run. */
  @ApiProperty({ enum: ['idle', 'in transaction', 'failed'] })
  transactionStatus!: TransactionStatus;
  @ApiProperty({ type: 'integer' })
  durationMs!: number;
  /** What else is to be known of the answer: a transaction was left open and rolled back … */
  warning?: string;
}
