import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { AuditOutcomeKind } from '../audit/outcome-kinds.js';

/** A bigint that is a count: within what a JavaScript number holds exactly. */
const COUNT = { to: (value: number) => value, from: Number };

/** One run of somebody, kept for them alone. */
@Entity('query_history')
@Index(['issuer', 'subject', 'startedAt', 'id'])
@Index(['startedAt'])
export class HistoryRow {
  @PrimaryColumn('uuid')
  id!: string;

  /** Whose it is, together with the subject. */
  @Column('text')
  issuer!: string;

  @Column('text')
  subject!: string;

  @Column('text')
  action!: 'query' | 'copy';

  @Column('uuid', { name: 'execution_id' })
  executionId!: string;

  @Column('text', { name: 'server_id' })
  serverId!: string;

  /** As it was then. */
  @Column('text', { name: 'server_name' })
  serverName!: string;

  @Column('text')
  database!: string;

  @Column('text', { name: 'database_user', nullable: true })
  databaseUser!: string | null;

  @Column('text', { name: 'database_session_id', nullable: true })
  databaseSessionId!: string | null;

  /** To the millisecond, as pages are told apart by it. */
  @Column({ type: 'timestamptz', name: 'started_at', precision: 3 })
  startedAt!: Date;

  @Column('integer', { name: 'duration_ms' })
  durationMs!: number;

  @Column('bigint', { transformer: COUNT })
  rows!: number;

  @Column('bigint', { transformer: COUNT })
  bytes!: number;

  @Column('integer')
  statements!: number;

  @Column('text')
  outcome!: AuditOutcomeKind;

  /** The problem's code. */
  @Column('text', { nullable: true })
  code!: string | null;

  @Column('text', { nullable: true })
  sqlstate!: string | null;

  /** Messages quote text and data, so there is one only where there may be text. */
  @Column('text', { nullable: true })
  error!: string | null;

  /** Without its passwords; null where no text is kept. */
  @Column('text', { nullable: true })
  sql!: string | null;

  /** Whether the text was longer than what is kept of it. */
  @Column('boolean', { name: 'sql_cut' })
  sqlCut!: boolean;

  /** Of the whole text in UTF-8, as in the audit. */
  @Column('text', { name: 'sql_sha256', nullable: true })
  sqlSha256!: string | null;
}
