import { ApiProperty } from '@nestjs/swagger';
import { IsString, MaxLength } from 'class-validator';
import { MayBeLeftOut } from '../../common/validation.js';
import { IsDatabaseName } from '../../connection/database-name.js';
import type { TransactionStatus } from '../../connection/statement-events.js';

export class OpenDatabaseSessionDto {
  @ApiProperty({ format: 'uuid' })
  @IsString()
  @MaxLength(100)
  serverId!: string;

  /** The database to open; the definition's maintenance database when left out. */
  @MayBeLeftOut()
  @IsString()
  @IsDatabaseName()
  database?: string;
}

/** A connection that is kept for the caller: its transactions, temporary tables and settings stay. */
export class DatabaseSessionDto {
  /** `<instance>.<UUID>`. */
  id!: string;
  /** The instance of pg-usher that has it; requests must get there. */
  instance!: string;
  serverId!: string;
  serverName!: string;
  database!: string;
  databaseUser!: string;
  /** PostgreSQL's version in its own words: `18.1`, or with those of a packager behind it. */
  serverVersion!: string;
  /** PostgreSQL's process. */
  @ApiProperty({ type: 'integer' })
  backendPid!: number;
  /** Null while a statement runs. */
  @ApiProperty({ enum: ['idle', 'in transaction', 'failed'], nullable: true })
  transactionStatus!: TransactionStatus | null;
  /** What runs on it. */
  @ApiProperty({ type: 'string', format: 'uuid', nullable: true })
  executionId!: string | null;
  @ApiProperty({ type: 'string', format: 'date-time' })
  openedAt!: string;
  /** When the last statement ended. */
  @ApiProperty({ type: 'string', format: 'date-time' })
  lastUsedAt!: string;
  /** Null while a statement runs. */
  @ApiProperty({ type: 'string', format: 'date-time', nullable: true })
  idleSince!: string | null;
  /** When it is closed, however busy it is. */
  @ApiProperty({ type: 'string', format: 'date-time' })
  expiresAt!: string;
  /** Milliseconds without a statement after which it is closed; fewer inside a transaction. */
  @ApiProperty({ type: 'integer' })
  idleTimeoutMs!: number;
}

export class DatabaseSessionListDto {
  /** The newest first. */
  sessions!: DatabaseSessionDto[];
}
