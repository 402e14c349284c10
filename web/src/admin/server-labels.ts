import type { components } from '@pg-usher/sdk';
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

type Schemas = components['schemas'];

/** Protections, with what lifting each of them risks. */
export const PROTECTIONS = complete<Schemas['Protection']>()([
  { value: 'names', label: 'Names such as postgres and pg_…' },
  { value: 'superuser', label: 'Superusers' },
  { value: 'replication', label: 'Roles that may replicate (read everything)' },
  { value: 'bypassrls', label: 'Roles that row-level security does not hold' },
  { value: 'createrole', label: 'Roles that may make and change roles' },
  { value: 'server-files', label: 'Roles that read and write files of the server' },
  { value: 'server-programs', label: 'Roles that run programs on the server' },
  { value: 'signal-backend', label: 'Roles that end other people’s statements' },
  { value: 'expired', label: 'Roles whose VALID UNTIL is over' },
]);

export const SSL_MODES = complete<Schemas['SslMode']>()([
  { value: 'verify-full', label: 'verify-full: encrypted, and it is the right server' },
  { value: 'verify-ca', label: 'verify-ca: encrypted, the certificate may name another server' },
  { value: 'require', label: 'require: encrypted, whoever answers' },
  { value: 'prefer', label: 'prefer: encrypted if the server likes' },
  { value: 'allow', label: 'allow: encrypted if the server insists' },
  { value: 'disable', label: 'disable: not encrypted' },
]);

export const COLORS = complete<Schemas['ServerColor']>()([
  { value: 'gray', label: 'gray' },
  { value: 'red', label: 'red' },
  { value: 'orange', label: 'orange' },
  { value: 'yellow', label: 'yellow' },
  { value: 'green', label: 'green' },
  { value: 'teal', label: 'teal' },
  { value: 'blue', label: 'blue' },
  { value: 'violet', label: 'violet' },
  { value: 'pink', label: 'pink' },
]);

interface Choice<T extends string> {
  readonly value: T;
  readonly label: string;
}

/** Takes a list of choices that has all of the contract's; one that is missing does not compile. */
function complete<T extends string>() {
  return <const L extends readonly Choice<T>[]>(
    list: L & (Exclude<T, L[number]['value']> extends never ? unknown : never),
  ): readonly Choice<T>[] => list;
}
