/** libpq's values of `sslmode`, weakest first (PostgreSQL manual, section 32.19). */
export const SSL_MODES = [
  'disable',
  'allow',
  'prefer',
  'require',
  'verify-ca',
  'verify-full',
] as const;
export type SslMode = (typeof SSL_MODES)[number];

/**
 * What a person may have on a server although nobody may elsewhere: a protected name, an attribute
 * or a membership that reaches beyond the person's own data, or a VALID UNTIL in the past.
 */
export const PROTECTIONS = [
  'names',
  'superuser',
  'replication',
  'bypassrls',
  'createrole',
  'server-files',
  'server-programs',
  'signal-backend',
  'expired',
] as const;
export type Protection = (typeof PROTECTIONS)[number];

/** Colours by which people tell servers apart. */
export const SERVER_COLORS = [
  'gray',
  'red',
  'orange',
  'yellow',
  'green',
  'teal',
  'blue',
  'violet',
  'pink',
] as const;
export type ServerColor = (typeof SERVER_COLORS)[number];

/** What an administrator decides about a server. */
export interface ServerDraft {
  readonly name: string;
  /** A heading in the list of servers. */
  readonly group: string | null;
  /** A DNS name or an IP address. */
  readonly host: string;
  readonly port: number;
  /** The database to connect to when nobody names one. */
  readonly maintenanceDb: string;
  readonly sslMode: SslMode;
  /** The toggle "Use OAuth identity for database connection". */
  readonly passthrough: boolean;
  /** Always null on a passthrough server. */
  readonly username: string | null;
  readonly comment: string | null;
  /** Short words for people, such as PROD; they decide nothing. */
  readonly labels: readonly string[];
  /** For people, such as red for what must not be broken; null for none. */
  readonly color: ServerColor | null;
  /** Groups whose members see this server; empty means everybody. */
  readonly visibleTo: readonly string[];
  /** Servers of one group of trust share their role bindings. */
  readonly trustGroup: string;
  /** Identity providers whose people may use this server; empty means all. */
  readonly providers: readonly string[];
  /** Protections that are lifted on this server. */
  readonly allowProtected: readonly Protection[];
  /** Seconds since the person last proved who they are; null for no limit. */
  readonly maxAgeSeconds: number | null;
  /** Authentication contexts of which the provider must have named one; empty means any. */
  readonly acrValues: readonly string[];
}

/** A registered PostgreSQL server, as the service knows it. Never changes under its reader. */
export interface ServerDefinition extends ServerDraft {
  readonly id: string;
  /** Whether a password is stored for {@link ServerDraft.username}. */
  readonly hasPassword: boolean;
  /** Who may change it: administrators through the API, or the file that SERVERS_FILE names. */
  readonly managedBy: 'api' | 'file';
  /** 1 when made, one more with each change. */
  readonly revision: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}
