import { Column, CreateDateColumn, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';

/**
 * One line of the audit. An act has two: an `intent`, durable before the first byte goes to
 * PostgreSQL, and an `outcome` that names the intent. An intent without an outcome means that
 * nobody knows how it ended. A `refusal` stands alone, and so does a `change` of a definition.
 */
@Entity('audit_event')
@Index(['intentId'])
export class AuditEvent {
  /** Grows with each row; the order of writing. */
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'ALWAYS' })
  id!: string;

  @CreateDateColumn({ type: 'timestamptz' })
  at!: Date;

  @Column('text')
  phase!: 'intent' | 'outcome' | 'refusal' | 'change';

  /** `connect`, `query`, `request` (a refusal before any act), `server.create` … */
  @Column('text')
  action!: string;

  /** The intent's own id, the same in both rows of an act. */
  @Column('uuid', { name: 'intent_id', nullable: true })
  intentId!: string | null;

  @Column('uuid', { name: 'request_id' })
  requestId!: string;

  @Column('text', { name: 'remote_address', nullable: true })
  remoteAddress!: string | null;

  @Column('text', { name: 'auth_source', nullable: true })
  authSource!: string | null;

  @Column('text', { nullable: true })
  issuer!: string | null;

  @Column('text', { nullable: true })
  subject!: string | null;

  @Column('text', { nullable: true })
  username!: string | null;

  /** The role asked for. */
  @Column('text', { name: 'database_user', nullable: true })
  databaseUser!: string | null;

  @Column('text', { name: 'server_id', nullable: true })
  serverId!: string | null;

  @Column('integer', { name: 'server_revision', nullable: true })
  serverRevision!: number | null;

  @Column('text', { nullable: true })
  database!: string | null;

  /** What a change was made to, where it is no server: an account, an identity, a binding. */
  @Column('text', { nullable: true })
  target!: string | null;

  /** What PostgreSQL said about the session. */
  @Column('text', { name: 'session_user', nullable: true })
  sessionUser!: string | null;

  @Column('text', { name: 'current_user', nullable: true })
  currentUser!: string | null;

  @Column('integer', { name: 'backend_pid', nullable: true })
  backendPid!: number | null;

  /** Of the SQL text in UTF-8; the text itself is not kept. */
  @Column('text', { name: 'sql_sha256', nullable: true })
  sqlSha256!: string | null;

  @Column('integer', { name: 'sql_bytes', nullable: true })
  sqlBytes!: number | null;

  @Column('text', { nullable: true })
  outcome!:
    | 'ok'
    | 'failed'
    | 'denied'
    | 'cancelled'
    | 'client-aborted'
    | 'timeout'
    | 'session-ended'
    | null;

  /** The problem's code. */
  @Column('text', { nullable: true })
  code!: string | null;

  @Column('text', { nullable: true })
  sqlstate!: string | null;

  @Column('bigint', { nullable: true })
  rows!: string | null;

  @Column('integer', { name: 'duration_ms', nullable: true })
  durationMs!: number | null;
}
