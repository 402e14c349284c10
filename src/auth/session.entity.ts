import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** Somebody's session in one browser. */
@Entity('session')
@Index(['issuer', 'subject'])
@Index(['createdAt', 'publicId'])
export class Session {
  /** Keyed hash of the id in the browser's cookie; the id itself is stored nowhere. */
  @PrimaryColumn('text')
  key!: string;

  /** Random, and of no use as a credential: what lists of sessions call this one. */
  @Index({ unique: true })
  @Column('uuid', { name: 'public_id' })
  publicId!: string;

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

  /**
   * For looking somebody up; what is shown and decided is the sealed principal's. Null for a name that
   * is no text for a store.
   */
  @Column('text', { nullable: true })
  username!: string | null;

  /** The provider's own name for its session, by which it may end this one. */
  @Index()
  @Column('text', { nullable: true })
  sid!: string | null;

  /** Where it was opened, for its owner to recognise. */
  @Column('text', { name: 'remote_address', nullable: true })
  remoteAddress!: string | null;

  /** Shortened. */
  @Column('text', { name: 'user_agent', nullable: true })
  userAgent!: string | null;

  /** The provider's tokens, encrypted; see `SealedTokens`. */
  @Column('text', { nullable: true })
  tokens!: string | null;

  /** When the provider is to be asked again whether this is still true; null for never. */
  @Index()
  @Column('timestamptz', { name: 'refresh_at', nullable: true })
  refreshAt!: Date | null;

  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date;

  /** Up to a minute old. */
  @Column('timestamptz', { name: 'last_seen_at' })
  lastSeenAt!: Date;

  @Index()
  @Column('timestamptz', { name: 'expires_at' })
  expiresAt!: Date;
}
