import { Column, CreateDateColumn, Entity, PrimaryGeneratedColumn, Unique } from 'typeorm';

export const BINDING_CONSTRAINT = 'role_binding_key';

/** Which `(issuer, subject)` a database user belongs to, on the servers of one group of trust. */
@Entity('role_binding')
@Unique(BINDING_CONSTRAINT, ['trustGroup', 'databaseUser'])
export class RoleBinding {
  @PrimaryGeneratedColumn('uuid')
  id!: string;

  @Column('text', { name: 'trust_group' })
  trustGroup!: string;

  @Column('text', { name: 'database_user' })
  databaseUser!: string;

  @Column('text')
  issuer!: string;

  @Column('text')
  subject!: string;

  /** `first-use`, or `approved` by an administrator before. */
  @Column('text')
  origin!: 'first-use' | 'approved';

  @CreateDateColumn({ type: 'timestamptz', name: 'bound_at' })
  boundAt!: Date;
}
