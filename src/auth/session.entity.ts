import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** Somebody's session in one browser. */
@Entity('session')
export class Session {
  /** Keyed hash of the id in the browser's cookie; the id itself is stored nowhere. */
  @PrimaryColumn('text')
  key!: string;

  /** The principal as JSON. `text`, since `jsonb` refuses the NUL that a claim may hold. */
  @Column('text')
  principal!: string;

  /** Keyed hash over key, principal and expiry, so that a row cannot be made or altered by SQL. */
  @Column('text')
  seal!: string;

  /** For people who look at the table; decisions are made on the sealed principal. */
  @Column('text', { name: 'auth_source' })
  authSource!: string;

  @Column('text')
  issuer!: string;

  @Column('text')
  subject!: string;

  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date;

  /** Up to a minute old. */
  @Column('timestamptz', { name: 'last_seen_at' })
  lastSeenAt!: Date;

  @Index()
  @Column('timestamptz', { name: 'expires_at' })
  expiresAt!: Date;
}
