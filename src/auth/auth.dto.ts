import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsString, Length, Matches } from 'class-validator';
import type { UsernameTransform } from '../config/config.js';
import { AUTH_SOURCES, type AuthSource } from './principal.js';

const USERNAME_TRANSFORMS = ['none', 'lowercase', 'strip-domain'] as const;

/** Of JSON Schema; without it, a generated client takes the value for an object. */
const ANY_JSON = [
  { type: 'string' },
  { type: 'number' },
  { type: 'boolean' },
  { type: 'array', items: {} },
  { type: 'object', additionalProperties: true },
  { type: 'null' },
];

/** A login by user name and password. */
export class PasswordLoginDto {
  /** Which kind of account it is: `internal`, or `ldap` where a directory is configured. */
  @ApiProperty({ enum: AUTH_SOURCES, example: 'internal' })
  @IsIn(AUTH_SOURCES)
  source!: AuthSource;

  /** Exactly as the account was made: case matters, blanks count. */
  @IsString()
  @Length(1, 128)
  @Matches(/^\P{C}+$/u, { message: 'username must not have control characters' })
  username!: string;

  @IsString()
  @Length(1, 1024)
  password!: string;
}

/** A way to sign in. */
export class LoginProviderDto {
  /** The provider's name in addresses, or the source of a password login. */
  id!: string;

  /** `oidc`: send the browser to `loginUrl`. `password`: post to `/auth/login`. */
  @ApiProperty({ enum: ['oidc', 'password'] })
  kind!: 'oidc' | 'password';

  /** For people to read. */
  name!: string;

  /** Where the browser goes; takes `returnTo`. Absent for password logins. */
  loginUrl?: string;
}

/** What is left to do after a logout. */
export class LogoutDto {
  /** Send the browser here to sign out at the identity provider, too. */
  endSessionUrl!: string;
}

/** Who the caller is. */
export class MeDto {
  /** How the caller proved who they are. Only `oauth2` has a database identity. */
  @ApiProperty({ enum: AUTH_SOURCES })
  authSource!: AuthSource;

  /** The identity provider by its id; null for who came by another way. */
  @ApiProperty({ type: String, nullable: true })
  provider!: string | null;

  /** The identity provider for people to read. */
  @ApiProperty({ type: String, nullable: true })
  providerName!: string | null;

  /** For people to read. */
  username!: string;

  /** The claim that names the database user, by its name; null without a provider. */
  @ApiProperty({ type: String, nullable: true })
  usernameClaim!: string | null;

  /** That claim as the provider sent it: any JSON value; null where it sent none. */
  @ApiProperty({ oneOf: ANY_JSON, example: 'alice' })
  usernameClaimValue!: unknown;

  /** What is done to that value before it is read as a database user. */
  @ApiProperty({ enum: USERNAME_TRANSFORMS, type: String, nullable: true })
  usernameTransform!: UsernameTransform['kind'] | null;

  /** The PostgreSQL user that passthrough servers are opened as; null when there is none. */
  @ApiProperty({ type: String, nullable: true })
  databaseUser!: string | null;

  /** Why there is no database user; the code that a passthrough server would answer with. */
  @ApiProperty({ enum: ['claim-missing', 'claim-invalid', 'not-oauth'], required: false })
  databaseUserProblem?: string;

  /** Who vouches for the caller: the provider, or `urn:pg-usher:internal`. */
  issuer!: string;

  /** Who the caller is to the issuer; together the two are the identity. */
  subject!: string;

  /** For the header `X-Usher-Principal`: a request that has it is refused when it is another caller's. */
  principalKey!: string;

  /** The claim that `groups` come from, by its name. */
  @ApiProperty({ type: String, nullable: true })
  groupsClaim!: string | null;

  groups!: string[];

  /** Administrator of pg-usher, which says nothing about rights in any database. */
  isAdmin!: boolean;

  @ApiProperty({ enum: ['admin'], isArray: true })
  roles!: string[];

  /** When the provider last asked for credentials (`auth_time`), where it says so. */
  @ApiProperty({ type: Date, nullable: true })
  authTime!: Date | null;

  /** How thoroughly it did (`acr`), in its own words. */
  @ApiProperty({ type: String, nullable: true })
  acr!: string | null;

  /**
   * When the session or the access token ends at the latest; a session that is idle ends sooner. Null
   * where every request is vouched for anew.
   */
  @ApiProperty({ type: Date, nullable: true })
  sessionEndsAt!: Date | null;
}
