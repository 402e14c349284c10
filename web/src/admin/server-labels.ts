import type { ServerField } from './server-values.ts';

/** What the fields of a definition are called for people. */
export const FIELD_LABELS: Readonly<Record<ServerField, string>> = {
  name: 'Name',
  group: 'Group',
  host: 'Host',
  port: 'Port',
  maintenanceDb: 'Database',
  sslMode: 'TLS',
  passthrough: 'Use OAuth identity for database connection',
  username: 'User name',
  comment: 'Comment',
  labels: 'Labels',
  color: 'Colour',
  visibleTo: 'Visible to',
  trustGroup: 'Trust group',
  providers: 'Identity providers',
  allowProtected: 'Protections that are lifted',
  maxAgeSeconds: 'Seconds since the last sign-in',
  acrValues: 'Authentication contexts',
};

/** Protections, with what lifting each of them risks. */
export const PROTECTIONS = [
  { value: 'names', label: 'Names such as postgres and pg_…' },
  { value: 'superuser', label: 'Superusers' },
  { value: 'replication', label: 'Roles that may replicate (read everything)' },
  { value: 'bypassrls', label: 'Roles that row-level security does not hold' },
  { value: 'createrole', label: 'Roles that may make and change roles' },
  { value: 'server-files', label: 'Roles that read and write files of the server' },
  { value: 'server-programs', label: 'Roles that run programs on the server' },
  { value: 'signal-backend', label: 'Roles that end other people’s statements' },
  { value: 'expired', label: 'Roles whose VALID UNTIL is over' },
] as const;

export const SSL_MODES = [
  { value: 'verify-full', label: 'verify-full: encrypted, and it is the right server' },
  { value: 'verify-ca', label: 'verify-ca: encrypted, the certificate may name another server' },
  { value: 'require', label: 'require: encrypted, whoever answers' },
  { value: 'prefer', label: 'prefer: encrypted if the server likes' },
  { value: 'allow', label: 'allow: encrypted if the server insists' },
  { value: 'disable', label: 'disable: not encrypted' },
] as const;

export const COLORS = [
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
