import type { components } from '@pg-usher/sdk';
import type { Server } from '../servers/servers-query.ts';

type CreateServer = components['schemas']['CreateServerDto'];
type UpdateServer = components['schemas']['UpdateServerDto'];

/** A definition as the form has it: an empty text is what the service calls null. */
export interface ServerValues {
  readonly name: string;
  readonly group: string;
  readonly host: string;
  readonly port: number | '';
  readonly maintenanceDb: string;
  readonly sslMode: Server['sslMode'];
  readonly passthrough: boolean;
  readonly username: string;
  readonly comment: string;
  readonly labels: readonly string[];
  readonly color: Server['color'];
  readonly visibleTo: readonly string[];
  readonly trustGroup: string;
  readonly providers: readonly string[];
  readonly allowProtected: NonNullable<Server['allowProtected']>;
  readonly maxAgeSeconds: number | '';
  readonly acrValues: readonly string[];
}

export type ServerField = keyof ServerValues;

/** What happens to the stored password, which is never shown. */
export type PasswordChange =
  | { readonly kind: 'keep' }
  | { readonly kind: 'remove' }
  | { readonly kind: 'set'; readonly password: string };

/** The service's own defaults, and passthrough, for which it is made. */
export const NEW_SERVER: ServerValues = {
  name: '',
  group: '',
  host: '',
  port: 5432,
  maintenanceDb: 'postgres',
  sslMode: 'verify-full',
  passthrough: true,
  username: '',
  comment: '',
  labels: [],
  color: null,
  visibleTo: [],
  trustGroup: 'default',
  providers: [],
  allowProtected: [],
  maxAgeSeconds: '',
  acrValues: [],
};

export function valuesOf(server: Server): ServerValues {
  const { name, host, port, maintenanceDb, sslMode, passthrough, color } = server;
  const { labels, providers, acrValues } = server;
  return {
    ...{
      name,
      host,
      port,
      maintenanceDb,
      sslMode,
      passthrough,
      color,
      labels,
      providers,
      acrValues,
    },
    group: server.group ?? '',
    username: server.username ?? '',
    comment: server.comment ?? '',
    visibleTo: server.visibleTo ?? [],
    trustGroup: server.trustGroup ?? 'default',
    allowProtected: server.allowProtected ?? [],
    maxAgeSeconds: server.maxAgeSeconds ?? '',
  };
}

/**
 * With passthrough nobody's name or password is kept, and the server must prove who it is; so the
 * form shows, and sends, nothing else.
 */
export function withPassthrough(values: ServerValues, passthrough: boolean): ServerValues {
  return passthrough
    ? { ...values, passthrough, username: '', sslMode: 'verify-full' }
    : { ...values, passthrough };
}

/** The body for a new definition. */
export function createBody(values: ServerValues, password: PasswordChange): CreateServer {
  return { ...toBody(values), ...passwordPart(password) };
}

/** The body that changes `before` into `values`: what is the same is left out. */
export function updateBody(
  before: ServerValues,
  values: ServerValues,
  password: PasswordChange,
): UpdateServer {
  const body = toBody(values);
  const same = toBody(before);
  const changed = fieldsOf(values).filter((field) => !isSame(body[field], same[field]));
  const kept = Object.fromEntries(changed.map((field) => [field, body[field]]));
  return { ...kept, ...passwordPart(password) };
}

/** Whether a stored password would be dropped: it belongs to one user at one address. */
export function losesPassword(before: ServerValues, values: ServerValues): boolean {
  const fields = ['host', 'port', 'username', 'sslMode', 'passthrough'] as const;
  return fields.some((field) => before[field] !== values[field]);
}

/** All fields, in the order of the form. */
export function fieldsOf(values: ServerValues): ServerField[] {
  return Object.keys(values).filter((name) => isField(name));
}

function isField(name: string): name is ServerField {
  return Object.hasOwn(NEW_SERVER, name);
}

/** Values of fields are texts, numbers, truth, null, and lists of texts. */
export function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function toBody(values: ServerValues): Required<Omit<CreateServer, 'password'>> {
  const { port, maxAgeSeconds, name, host, maintenanceDb, sslMode, passthrough, color } = values;
  return {
    ...{ name, host, maintenanceDb, sslMode, passthrough, color },
    // The service says what is wrong with a port of 0; the form has no other port for "none".
    port: port === '' ? 0 : port,
    group: values.group === '' ? null : values.group,
    username: values.username === '' ? null : values.username,
    comment: values.comment === '' ? null : values.comment,
    trustGroup: values.trustGroup,
    maxAgeSeconds: maxAgeSeconds === '' ? null : maxAgeSeconds,
    labels: [...values.labels],
    visibleTo: [...values.visibleTo],
    providers: [...values.providers],
    allowProtected: [...values.allowProtected],
    acrValues: [...values.acrValues],
  };
}

function passwordPart(change: PasswordChange): { readonly password?: string | null } {
  if (change.kind === 'keep') return {};
  return { password: change.kind === 'set' ? change.password : null };
}
