import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** A login that a browser has begun and not finished yet; lives for ten minutes at most. */
@Entity('login_flow')
export class LoginFlow {
  /** Keyed hash of the `state` parameter. */
  @PrimaryColumn('text', { name: 'state_key' })
  stateKey!: string;

  /** Keyed hash of the cookie of the browser that began it. */
  @Index()
  @Column('text', { name: 'browser_key' })
  browserKey!: string;

  /** `OidcConfig.id` of the provider that the browser was sent to. */
  @Column('text')
  provider!: string;

  @Column('text')
  nonce!: string;

  /** PKCE code verifier (RFC 7636); of use only together with the code. */
  @Column('text')
  verifier!: string;

  /** A path on our own origin, checked before it was stored. */
  @Column('text', { name: 'return_to' })
  returnTo!: string;

  /** Seconds; how old the authentication may be that the provider vouches for. */
  @Column('integer', { name: 'max_age', nullable: true })
  maxAge!: number | null;

  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date;

  @Index()
  @Column('timestamptz', { name: 'expires_at' })
  expiresAt!: Date;
}
