/**
 * How a principal proved who they are. Set on our side at login and never read from a token, a
 * header or a body.
 */
export const AUTH_SOURCES = ['oauth2', 'internal', 'ldap', 'kerberos', 'webserver'] as const;
export type AuthSource = (typeof AUTH_SOURCES)[number];

interface PrincipalBase {
  /** For people to read, never for decisions. */
  readonly username: string;
  readonly groups: readonly string[];
  readonly isAdmin: boolean;
}

/** Somebody who logged in through OpenID Connect. Identified by `(issuer, subject)`, never by name. */
export interface OAuthPrincipal extends PrincipalBase {
  readonly authSource: 'oauth2';
  /** `OidcConfig.id` of the provider. */
  readonly provider: string;
  readonly issuer: string;
  readonly subject: string;
  /** The name of the one configured username claim. */
  readonly claimName: string;
  /** That claim's value as the provider sent it: any JSON value, not checked yet. */
  readonly claimValue: unknown;
  /** Only where the claim is `email`: whether the provider says that it has verified it. */
  readonly emailVerified?: boolean;
  /** When the provider last asked for credentials (`auth_time`); seconds since 1970. */
  readonly authTime?: number;
  /** How thoroughly it did (`acr`), in the provider's own words. */
  readonly acr?: string;
  /** The provider's name for its session (`sid`), by which it may end ours. */
  readonly sid?: string;
  /** When the access token ends (`exp`); seconds since 1970. Bearer only. */
  readonly expiresAt?: number;
}

/** Somebody whom another source vouches for; has no identity that PostgreSQL could be shown. */
export interface LocalPrincipal extends PrincipalBase {
  readonly authSource: Exclude<AuthSource, 'oauth2'>;
  readonly accountId: string;
}

export type Principal = OAuthPrincipal | LocalPrincipal;

/** The issuer and subject that an audit row names; local accounts are their own issuer. */
export function principalIdentity(principal: Principal): { issuer: string; subject: string } {
  return principal.authSource === 'oauth2'
    ? { issuer: principal.issuer, subject: principal.subject }
    : { issuer: `urn:pg-usher:${principal.authSource}`, subject: principal.accountId };
}
