import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** A key that somebody gave to a run, and what came of the run. */
@Entity('idempotency_key')
export class IdempotencyKey {
  /** Whose it is, together with the subject. */
  @PrimaryColumn('text')
  issuer!: string;

  @PrimaryColumn('text')
  subject!: string;

  @PrimaryColumn('text', { name: 'key_sha256' })
  keySha256!: string;

  /** SHA-256 of what was asked for; the same key with another one is a mistake of the caller. */
  @Column('text')
  fingerprint!: string;

  @Column('uuid', { name: 'execution_id' })
  executionId!: string;

  /** Where it runs, or ran. */
  @Column('text')
  instance!: string;

  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date;

  @Index()
  @Column('timestamptz', { name: 'expires_at' })
  expiresAt!: Date;

  /** Null until the run has ended, and for ever when nobody could write how. */
  @Column('text', { nullable: true })
  outcome!: string | null;

  @Column('bigint', { nullable: true })
  rows!: string | null;

  /** The problem's code. */
  @Column('text', { nullable: true })
  code!: string | null;

  @Column('text', { nullable: true })
  sqlstate!: string | null;
}
