import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** A logout token that has been obeyed, until it would be too old to be obeyed again. */
@Entity('used_logout_token')
export class UsedLogoutToken {
  /** Keyed hash of issuer and `jti`. */
  @PrimaryColumn('text')
  key!: string;

  @Index()
  @Column('timestamptz', { name: 'expires_at' })
  expiresAt!: Date;
}
