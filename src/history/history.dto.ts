import { ApiProperty } from '@nestjs/swagger';
import { IsIn, Matches } from 'class-validator';
import { type AuditOutcomeKind, OUTCOME_KINDS } from '../audit/outcome-kinds.js';
import { IsPageLimit, IsSearchText, MayBeLeftOut } from '../common/validation.js';
import { CURSOR } from '../common/time-cursor.js';
import type { HistoryRow } from './history-row.entity.js';

export class HistoryQueryDto {
  /** In the text, the server's name, the database or the error's message; case does not matter. */
  @IsSearchText()
  search?: string;

  /** Only runs on this server. */
  @ApiProperty({ format: 'uuid', required: false })
  @MayBeLeftOut()
  @Matches(/^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/, { message: 'serverId must be a UUID' })
  serverId?: string;

  /** Only runs that ended like this. */
  @ApiProperty({ enum: OUTCOME_KINDS, required: false })
  @MayBeLeftOut()
  @IsIn(OUTCOME_KINDS)
  outcome?: AuditOutcomeKind;

  /** How many to give, the newest first. */
  @IsPageLimit(50, 200)
  limit?: number = 50;

  /** `next` of the page before. */
  @MayBeLeftOut()
  @Matches(CURSOR, { message: 'before must be what `next` of a page was' })
  before?: string;
}

/** One of one's own runs. */
export class HistoryEntryDto {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  /** As in the answer's `X-Execution-Id`. */
  @ApiProperty({ format: 'uuid' })
  executionId!: string;

  @ApiProperty({ enum: ['query', 'copy'] })
  action!: 'query' | 'copy';

  serverId!: string;

  /** What the server was called then. */
  serverName!: string;

  database!: string;

  @ApiProperty({ type: String, nullable: true })
  databaseUser!: string | null;

  /** Of the connection that was pinned, where it ran on one. */
  @ApiProperty({ type: String, nullable: true })
  databaseSessionId!: string | null;

  startedAt!: Date;

  @ApiProperty({ type: 'integer' })
  durationMs!: number;

  @ApiProperty({ type: 'integer' })
  rows!: number;

  /** Of rows. */
  @ApiProperty({ type: 'integer' })
  bytes!: number;

  /** How many statements were begun. */
  @ApiProperty({ type: 'integer' })
  statements!: number;

  @ApiProperty({ enum: OUTCOME_KINDS })
  outcome!: AuditOutcomeKind;

  /** The problem's code, where it did not end well. */
  @ApiProperty({ type: String, nullable: true })
  code!: string | null;

  @ApiProperty({ type: String, nullable: true })
  sqlstate!: string | null;

  /** The message; null where no text is kept, or where the text had a secret. */
  @ApiProperty({ type: String, nullable: true })
  error!: string | null;

  /** Its secrets are taken out. Null where the administrator keeps no text. */
  @ApiProperty({ type: String, nullable: true })
  sql!: string | null;

  /** Whether the text went on: a list shows 1,000 characters, and 64 KiB are kept. */
  sqlCut!: boolean;

  /** Of the whole text in UTF-8. */
  @ApiProperty({ type: String, nullable: true })
  sqlSha256!: string | null;
}

/** A row as its owner sees it. */
export function entryDto(row: HistoryRow): HistoryEntryDto {
  return {
    id: row.id,
    executionId: row.executionId,
    action: row.action,
    serverId: row.serverId,
    serverName: row.serverName,
    database: row.database,
    databaseUser: row.databaseUser,
    databaseSessionId: row.databaseSessionId,
    startedAt: row.startedAt,
    durationMs: row.durationMs,
    rows: row.rows,
    bytes: row.bytes,
    statements: row.statements,
    outcome: row.outcome,
    code: row.code,
    sqlstate: row.sqlstate,
    error: row.error,
    sql: row.sql,
    sqlCut: row.sqlCut,
    sqlSha256: row.sqlSha256,
  };
}

export class HistoryPageDto {
  items!: HistoryEntryDto[];

  /** For `before`; null when there is nothing more. */
  @ApiProperty({ type: String, nullable: true })
  next!: string | null;
}

export class ForgottenDto {
  /** How many runs there were. */
  @ApiProperty({ type: 'integer' })
  deleted!: number;
}
