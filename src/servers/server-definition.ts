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
  /** Groups whose members see this server; empty means everybody. */
  readonly visibleTo: readonly string[];
}

/** A registered PostgreSQL server, as the service knows it. Never changes under its reader. */
export interface ServerDefinition extends ServerDraft {
  readonly id: string;
  /** Who may change it: administrators through the API, or the file that SERVERS_FILE names. */
  readonly managedBy: 'api' | 'file';
  /** 1 when made, one more with each change. */
  readonly revision: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}
