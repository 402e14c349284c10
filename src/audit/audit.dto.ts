import { ApiProperty } from '@nestjs/swagger';

/** One line of the audit. */
export class AuditEventDto {
  id!: string;
  at!: Date;
  phase!: 'intent' | 'outcome' | 'refusal' | 'change';
  action!: string;
  intentId!: string | null;
  requestId!: string;
  /** The instance of pg-usher it happened on. */
  instance!: string | null;
  remoteAddress!: string | null;
  authSource!: string | null;
  issuer!: string | null;
  subject!: string | null;
  username!: string | null;
  databaseUser!: string | null;
  serverId!: string | null;
  @ApiProperty({ type: 'integer', nullable: true })
  serverRevision!: number | null;
  database!: string | null;
  target!: string | null;
  sessionUser!: string | null;
  currentUser!: string | null;
  @ApiProperty({ type: 'integer', nullable: true })
  backendPid!: number | null;
  /** Of the connection that is pinned to the person, where the act is on one. */
  databaseSessionId!: string | null;
  /** What kind of statement it was, as far as its text tells. */
  statementClass!: string | null;
  sqlSha256!: string | null;
  @ApiProperty({ type: 'integer', nullable: true })
  sqlBytes!: number | null;
  /** `unknown` when the process that ran the act is gone. Of several outcomes the last one counts. */
  outcome!: string | null;
  code!: string | null;
  sqlstate!: string | null;
  rows!: string | null;
  bytes!: string | null;
  /** How many statements were begun. */
  @ApiProperty({ type: 'integer', nullable: true })
  statements!: number | null;
  @ApiProperty({ type: 'integer', nullable: true })
  durationMs!: number | null;
}

export class AuditPageDto {
  events!: AuditEventDto[];

  /** For `before`; null when there is nothing more. */
  @ApiProperty({ type: String, nullable: true })
  next!: string | null;
}
