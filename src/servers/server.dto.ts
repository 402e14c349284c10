import { ApiProperty } from '@nestjs/swagger';
import { Allow } from 'class-validator';
import type { Principal } from '../auth/principal.js';
import {
  type Protection,
  PROTECTIONS,
  SERVER_COLORS,
  type ServerColor,
  type ServerDefinition,
  SSL_MODES,
  type SslMode,
} from './server-definition.js';
import { MayBeLeftOut } from '../common/validation.js';
import { ServerRule } from './server-rule.decorator.js';

const NAME = { minLength: 1, maxLength: 100, example: 'orders-prod' };
const GROUP = { type: 'string', nullable: true, minLength: 1, maxLength: 100 } as const;
const HOST = { minLength: 1, maxLength: 253, example: 'db1.example.internal' };
const PORT = { type: 'integer', minimum: 1, maximum: 65_535 } as const;
const IDENTIFIER = { minLength: 1, maxLength: 63 };
const USERNAME = { type: 'string', nullable: true, ...IDENTIFIER } as const;
const COMMENT = { type: 'string', nullable: true, maxLength: 2000 } as const;
const LABELS = {
  type: 'array',
  items: { type: 'string', minLength: 1, maxLength: 32 },
  maxItems: 10,
  uniqueItems: true,
  example: ['PROD'],
} as const;
const COLOR = { enum: SERVER_COLORS, enumName: 'ServerColor', nullable: true };
const SSL_MODE = { enum: SSL_MODES, enumName: 'SslMode' };
const VISIBLE_TO = {
  type: 'array',
  items: { type: 'string', minLength: 1, maxLength: 256 },
  maxItems: 100,
  uniqueItems: true,
} as const;

const TRUST_GROUP = { minLength: 1, maxLength: 100 };
const MAX_AGE = { type: 'integer', nullable: true, minimum: 0, maximum: 2_592_000 } as const;
const ALLOW_PROTECTED = { enum: PROTECTIONS, enumName: 'Protection', isArray: true };

/** A server to register. */
export class CreateServerDto {
  /** Shown to people; no two servers share one. */
  @ApiProperty(NAME)
  @ServerRule('name')
  name!: string;

  /** A heading in the list of servers. */
  @ApiProperty({ ...GROUP, default: null })
  @MayBeLeftOut()
  @ServerRule('group')
  group?: string | null = null;

  /** A DNS name or an IP address. */
  @ApiProperty(HOST)
  @ServerRule('host')
  host!: string;

  @ApiProperty({ ...PORT, default: 5432 })
  @MayBeLeftOut()
  @ServerRule('port')
  port?: number = 5432;

  /** The database to connect to when nobody names one. */
  @ApiProperty({ ...IDENTIFIER, default: 'postgres' })
  @MayBeLeftOut()
  @ServerRule('maintenanceDb')
  maintenanceDb?: string = 'postgres';

  /** As in libpq. A passthrough server takes verify-full only. */
  @ApiProperty({ ...SSL_MODE, default: 'verify-full' })
  @MayBeLeftOut()
  @ServerRule('sslMode')
  sslMode?: SslMode = 'verify-full';

  /** Use OAuth identity for database connection: PostgreSQL sees each person as their own role. */
  @MayBeLeftOut()
  @ServerRule('passthrough')
  passthrough?: boolean = false;

  /** The database user of a server without passthrough; must be null or left out with it. */
  @ApiProperty({ ...USERNAME, default: null })
  @MayBeLeftOut()
  @ServerRule('username')
  username?: string | null = null;

  @ApiProperty({ ...COMMENT, default: null })
  @MayBeLeftOut()
  @ServerRule('comment')
  comment?: string | null = null;

  /** Short words for people, such as PROD; they decide nothing. */
  @ApiProperty({ ...LABELS, default: [] })
  @MayBeLeftOut()
  @ServerRule('labels')
  labels?: string[] = [];

  /** By which people tell servers apart, such as red for what must not be broken. */
  @ApiProperty({ ...COLOR, default: null })
  @MayBeLeftOut()
  @ServerRule('color')
  color?: ServerColor | null = null;

  /** Groups whose members see this server; empty means everybody. */
  @ApiProperty({ ...VISIBLE_TO, default: [] })
  @MayBeLeftOut()
  @ServerRule('visibleTo')
  visibleTo?: string[] = [];

  /** Servers of one group of trust share their role bindings. */
  @ApiProperty({ ...TRUST_GROUP, default: 'default' })
  @MayBeLeftOut()
  @ServerRule('trustGroup')
  trustGroup?: string = 'default';

  /** Ids of the identity providers whose people may use this server; empty means all. */
  @ApiProperty({ ...VISIBLE_TO, default: [] })
  @MayBeLeftOut()
  @ServerRule('providers')
  providers?: string[] = [];

  /** Protections that are lifted on this server; each one is a risk that somebody accepts. */
  @ApiProperty({ ...ALLOW_PROTECTED, default: [] })
  @MayBeLeftOut()
  @ServerRule('allowProtected')
  allowProtected?: Protection[] = [];

  /** Step-up: seconds since the person last proved who they are; null for no limit. */
  @ApiProperty({ ...MAX_AGE, default: null })
  @MayBeLeftOut()
  @ServerRule('maxAgeSeconds')
  maxAgeSeconds?: number | null = null;

  /** Step-up: authentication contexts of which the provider must name one; empty means any. */
  @ApiProperty({ ...VISIBLE_TO, default: [] })
  @MayBeLeftOut()
  @ServerRule('acrValues')
  acrValues?: string[] = [];

  /** The password of `username`; kept sealed and never shown. Null takes it away. */
  @ApiProperty({ type: 'string', nullable: true, writeOnly: true, maxLength: 1024 })
  @Allow()
  password?: unknown;
}

/** What to change; what is left out stays as it is. */
export class UpdateServerDto {
  /** Shown to people; no two servers share one. */
  @ApiProperty(NAME)
  @MayBeLeftOut()
  @ServerRule('name')
  name?: string;

  /** A heading in the list of servers; null for none. */
  @ApiProperty(GROUP)
  @MayBeLeftOut()
  @ServerRule('group')
  group?: string | null;

  /** A DNS name or an IP address. */
  @ApiProperty(HOST)
  @MayBeLeftOut()
  @ServerRule('host')
  host?: string;

  @ApiProperty(PORT)
  @MayBeLeftOut()
  @ServerRule('port')
  port?: number;

  /** The database to connect to when nobody names one. */
  @ApiProperty(IDENTIFIER)
  @MayBeLeftOut()
  @ServerRule('maintenanceDb')
  maintenanceDb?: string;

  /** As in libpq. A passthrough server takes verify-full only. */
  @ApiProperty(SSL_MODE)
  @MayBeLeftOut()
  @ServerRule('sslMode')
  sslMode?: SslMode;

  /** Use OAuth identity for database connection: PostgreSQL sees each person as their own role. */
  @MayBeLeftOut()
  @ServerRule('passthrough')
  passthrough?: boolean;

  /** The database user of a server without passthrough; null removes it. */
  @ApiProperty(USERNAME)
  @MayBeLeftOut()
  @ServerRule('username')
  username?: string | null;

  /** Null removes it. */
  @ApiProperty(COMMENT)
  @MayBeLeftOut()
  @ServerRule('comment')
  comment?: string | null;

  /** Short words for people, such as PROD; all of them, an empty list for none. */
  @ApiProperty(LABELS)
  @MayBeLeftOut()
  @ServerRule('labels')
  labels?: string[];

  /** By which people tell servers apart; null for none. */
  @ApiProperty(COLOR)
  @MayBeLeftOut()
  @ServerRule('color')
  color?: ServerColor | null;

  /** Groups whose members see this server; empty means everybody. */
  @ApiProperty(VISIBLE_TO)
  @MayBeLeftOut()
  @ServerRule('visibleTo')
  visibleTo?: string[];

  /** Servers of one group of trust share their role bindings. */
  @ApiProperty(TRUST_GROUP)
  @MayBeLeftOut()
  @ServerRule('trustGroup')
  trustGroup?: string;

  /** Ids of the identity providers whose people may use this server; empty means all. */
  @ApiProperty(VISIBLE_TO)
  @MayBeLeftOut()
  @ServerRule('providers')
  providers?: string[];

  /** Protections that are lifted on this server; each one is a risk that somebody accepts. */
  @ApiProperty(ALLOW_PROTECTED)
  @MayBeLeftOut()
  @ServerRule('allowProtected')
  allowProtected?: Protection[];

  /** Step-up: seconds since the person last proved who they are; null for no limit. */
  @ApiProperty(MAX_AGE)
  @MayBeLeftOut()
  @ServerRule('maxAgeSeconds')
  maxAgeSeconds?: number | null;

  /** Step-up: authentication contexts of which the provider must name one; empty means any. */
  @ApiProperty(VISIBLE_TO)
  @MayBeLeftOut()
  @ServerRule('acrValues')
  acrValues?: string[];

  /** The password of `username`; kept sealed and never shown. Null takes it away. */
  @ApiProperty({ type: 'string', nullable: true, writeOnly: true, maxLength: 1024 })
  @Allow()
  password?: unknown;
}

/** A registered PostgreSQL server. */
export class ServerDto {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  name!: string;

  /** A heading in the list of servers. */
  @ApiProperty({ type: 'string', nullable: true })
  group!: string | null;

  host!: string;

  @ApiProperty(PORT)
  port!: number;

  /** The database to connect to when nobody names one. */
  maintenanceDb!: string;

  @ApiProperty(SSL_MODE)
  sslMode!: SslMode;

  /** Use OAuth identity for database connection: PostgreSQL sees each person as their own role. */
  passthrough!: boolean;

  /** Always null on a passthrough server. */
  @ApiProperty({ type: 'string', nullable: true })
  username!: string | null;

  @ApiProperty({ type: 'string', nullable: true })
  comment!: string | null;

  /** Short words for people, such as PROD; they decide nothing. */
  @ApiProperty(LABELS)
  labels!: string[];

  /** By which people tell servers apart, such as red for what must not be broken. */
  @ApiProperty(COLOR)
  color!: ServerColor | null;

  /** Groups whose members see this server; empty means everybody. For administrators only. */
  visibleTo?: string[];

  /** Servers of one group of trust share their role bindings. For administrators only. */
  trustGroup?: string;

  /** Ids of the identity providers whose people may use this server; empty means all. */
  @ApiProperty(VISIBLE_TO)
  providers!: string[];

  /** Protections that are lifted on this server. For administrators only. */
  @ApiProperty({ ...ALLOW_PROTECTED, required: false })
  allowProtected?: Protection[];

  /** Step-up: seconds since the person last proved who they are; null for no limit. */
  @ApiProperty(MAX_AGE)
  maxAgeSeconds!: number | null;

  /** Step-up: authentication contexts of which the provider must name one; empty means any. */
  @ApiProperty(VISIBLE_TO)
  acrValues!: string[];

  /** Whether a password is stored; always false on a passthrough server. */
  hasPassword!: boolean;

  /** `file` when SERVERS_FILE defines it; such a server is changed there and not here. */
  @ApiProperty({ enum: ['api', 'file'] })
  managedBy!: 'api' | 'file';

  /** Also the ETag, in quotes. */
  @ApiProperty({ type: 'integer', minimum: 1 })
  revision!: number;

  createdAt!: Date;

  updatedAt!: Date;
}

export class ServerListDto {
  /** In the order of group and name. */
  items!: ServerDto[];
}

/** A definition as this principal may see it. */
export function serverDtoFor(principal: Principal, server: ServerDefinition): ServerDto {
  const { visibleTo, trustGroup, allowProtected, labels, providers, acrValues, ...plain } = server;
  const shown = {
    ...plain,
    labels: [...labels],
    providers: [...providers],
    acrValues: [...acrValues],
  };
  return principal.isAdmin
    ? {
        ...shown,
        visibleTo: [...visibleTo],
        trustGroup,
        allowProtected: [...allowProtected],
      }
    : shown;
}
