import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/**
 * How often somebody has tried to be a name in vain. There is a row for each name that is tried,
 * whether an account has it or not, so that neither answers nor their timing tell the two apart.
 */
@Entity('password_attempt')
export class PasswordAttempt {
  /** Keyed hash of source and name: a password typed into the wrong field is not kept here. */
  @PrimaryColumn('text')
  key!: string;

  /** Attempts since the last one that ended well. */
  @Column('integer', { name: 'failed_count' })
  failedCount!: number;

  @Column('timestamptz', { name: 'locked_until', nullable: true })
  lockedUntil!: Date | null;

  @Index()
  @Column('timestamptz', { name: 'last_at' })
  lastAt!: Date;
}
