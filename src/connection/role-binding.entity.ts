import { Column, CreateDateColumn, Entity, PrimaryColumn } from 'typeorm';

/** Which `(issuer, subject)` a database user belongs to. */
@Entity('role_binding')
export class RoleBinding {
  /** The servers that share one set of role names; all of them, until groups of trust exist. */
  @PrimaryColumn('text')
  scope!: string;

  @PrimaryColumn('text', { name: 'database_user' })
  databaseUser!: string;

  @Column('text')
  issuer!: string;

  @Column('text')
  subject!: string;

  @CreateDateColumn({ type: 'timestamptz', name: 'bound_at' })
  boundAt!: Date;
}
