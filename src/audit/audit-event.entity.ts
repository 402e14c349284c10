import { Column, CreateDateColumn, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';
import type { AuditOutcomeKind } from './outcome-kinds.js';

/** Of rows that stand for themselves. */
const SINGLE_PHASES = `"phase" <> ALL (ARRAY['intent'::text, 'outcome'::text])`;

/** All but what people do all day long; the planner sees that a rare action is among these. */
const RARE_ACTIONS = `"action" <> ALL (ARRAY['catalog'::text, 'connect'::text, 'copy'::text, 'inspect'::text, 'query'::text, 'session'::text])`;

/**
 * One line of the audit. An act has two: an `intent`, durable before the first byte goes to
 * PostgreSQL, and an `outcome` that names the intent. An intent without an outcome is running; when
 * its process is gone, it gets the outcome `unknown`. Should the process turn out to be there after
 * all, its own outcome follows: of several, the last one counts. A `refusal` stands alone, and so
 * does a `change` of a definition.
 */
@Entity('audit_event')
@Index(['intentId'])
@Index(['requestId'])
@Index(['at', 'id'])
@Index(['subject', 'at', 'id'])
@Index(['username', 'at', 'id'])
@Index(['databaseUser', 'at', 'id'])
@Index(['serverId', 'at', 'id'])
@Index(['outcome', 'at', 'id'], { where: `"outcome" <> 'ok'` })
@Index(['code', 'at', 'id'], { where: '"code" IS NOT NULL' })
@Index(['phase', 'at', 'id'], { where: SINGLE_PHASES })
@Index(['action', 'at', 'id'], { where: RARE_ACTIONS })
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

  /** The instance it happened on; null in rows from before there was this column. */
  @Column('text', { nullable: true })
  instance!: string | null;

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

  /** Of the connection that is pinned to the person, where the act is on one. */
  @Column('text', { name: 'database_session_id', nullable: true })
  databaseSessionId!: string | null;

  /** What kind of statement it was, as far as its text tells; decides nothing. */
  @Column('text', { name: 'statement_class', nullable: true })
  statementClass!: string | null;

  /** Of the SQL text in UTF-8; the text itself is not kept. */
  @Column('text', { name: 'sql_sha256', nullable: true })
  sqlSha256!: string | null;

  @Column('integer', { name: 'sql_bytes', nullable: true })
  sqlBytes!: number | null;

  @Column('text', { nullable: true })
  outcome!: AuditOutcomeKind | 'unknown' | null;

  /** The problem's code. */
  @Column('text', { nullable: true })
  code!: string | null;

  @Column('text', { nullable: true })
  sqlstate!: string | null;

  @Column('bigint', { nullable: true })
  rows!: string | null;

  /** Of rows, as they were sent before any compression, or as they came. */
  @Column('bigint', { nullable: true })
  bytes!: string | null;

  /** How many statements were begun. */
  @Column('integer', { nullable: true })
  statements!: number | null;

  @Column('integer', { name: 'duration_ms', nullable: true })
  durationMs!: number | null;
}
