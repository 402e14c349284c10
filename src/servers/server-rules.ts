import type { ServerDraft } from './server-definition.js';
import { FIELD_RULES } from './server-fields.js';

/** One thing that is wrong with a definition, as a sentence. */
export interface ServerMistake {
  readonly code: 'validation-failed' | 'passthrough-credentials';
  readonly field: string;
  readonly detail: string;
}

export type CheckedServer =
  | { readonly draft: ServerDraft; readonly mistakes: readonly [] }
  | { readonly draft: undefined; readonly mistakes: readonly ServerMistake[] };

export const SERVER_FIELDS: readonly (keyof ServerDraft)[] = [
  'name',
  'group',
  'host',
  'port',
  'maintenanceDb',
  'sslMode',
  'passthrough',
  'username',
  'comment',
  'labels',
  'color',
  'visibleTo',
  'trustGroup',
  'providers',
  'allowProtected',
  'maxAgeSeconds',
  'acrValues',
];

const DEFAULTS = {
  group: null,
  port: 5432,
  maintenanceDb: 'postgres',
  // The safe one; libpq's own default, `prefer`, checks nothing.
  sslMode: 'verify-full',
  passthrough: false,
  username: null,
  comment: null,
  labels: [],
  color: null,
  visibleTo: [],
  trustGroup: 'default',
  providers: [],
  allowProtected: [],
  maxAgeSeconds: null,
  acrValues: [],
} as const satisfies Partial<ServerDraft>;

/**
 * The one place that decides whether a definition may be kept, for the API and for files alike.
 * What `input` leaves out (or has as undefined) comes from `base`, the definition that is being
 * changed, or else from the defaults. Keys that are not fields are somebody else's to refuse.
 */
export function checkServer(
  input: Readonly<Record<string, unknown>>,
  base: Partial<ServerDraft> = {},
): CheckedServer {
  const mistakes: ServerMistake[] = [];
  const known: Partial<ServerDraft> = { ...DEFAULTS, ...base };
  const take = <F extends keyof ServerDraft>(field: F): ServerDraft[F] | undefined => {
    const given = input[field];
    const value = given === undefined ? known[field] : given;
    const rule = FIELD_RULES[field];
    if (rule.accepts(value)) {
      return value;
    }
    const detail = value === undefined ? `${field} is missing.` : rule.must;
    mistakes.push({ code: 'validation-failed', field, detail });
    return undefined;
  };
  const draft = {
    name: take('name'),
    group: take('group'),
    host: take('host'),
    port: take('port'),
    maintenanceDb: take('maintenanceDb'),
    sslMode: take('sslMode'),
    passthrough: take('passthrough'),
    username: take('username'),
    comment: take('comment'),
    labels: take('labels'),
    color: take('color'),
    visibleTo: take('visibleTo'),
    trustGroup: take('trustGroup'),
    providers: take('providers'),
    allowProtected: take('allowProtected'),
    maxAgeSeconds: take('maxAgeSeconds'),
    acrValues: take('acrValues'),
  };
  mistakes.push(...passwordMistakes(input['password'], draft));
  mistakes.push(...passthroughMistakes(draft));
  return mistakes.length === 0 && isComplete(draft)
    ? { draft, mistakes: [] }
    : { draft: undefined, mistakes };
}

type Taken = { readonly [F in keyof ServerDraft]: ServerDraft[F] | undefined };

function isComplete(draft: Taken): draft is ServerDraft {
  return SERVER_FIELDS.every((field) => draft[field] !== undefined);
}

/** PostgreSQL sees the person, so nothing that names somebody else may stay in the definition. */
function passthroughMistakes(draft: Taken): ServerMistake[] {
  const mistakes: ServerMistake[] = [];
  if (draft.passthrough !== true) {
    return mistakes;
  }
  if (typeof draft.username === 'string') {
    mistakes.push({
      code: 'passthrough-credentials',
      field: 'username',
      detail:
        'A passthrough server keeps no username: PostgreSQL sees each person under their own name. Leave "username" out (where one is stored already, set it to null in the same change), or leave passthrough off.',
    });
  }
  if (draft.sslMode !== undefined && draft.sslMode !== 'verify-full') {
    mistakes.push({
      code: 'validation-failed',
      field: 'sslMode',
      detail:
        'sslMode must be verify-full on a passthrough server: any weaker mode would hand the SQL, and whatever it returns, to whoever answers at that address.',
    });
  }
  return mistakes;
}

/** SCRAM takes any text; what is longer than this is no password. */
const MAX_PASSWORD_BYTES = 1024;

/** Null counts as none: it takes a stored password away. The value is not repeated. */
function passwordMistakes(
  password: unknown,
  { passthrough, username }: Pick<Taken, 'passthrough' | 'username'>,
): ServerMistake[] {
  const mistake = (code: ServerMistake['code'], detail: string): ServerMistake[] => [
    { code, field: 'password', detail },
  ];
  if (password === undefined || password === null) return [];
  if (passthrough === true) {
    return mistake(
      'passthrough-credentials',
      'A passthrough server keeps no password: the service shows PostgreSQL its certificate, and there is no password to send. Remove "password", or leave passthrough off.',
    );
  }
  if (typeof username !== 'string') {
    return mistake('validation-failed', 'A password needs the username that it belongs to.');
  }
  return isPassword(password)
    ? []
    : mistake(
        'validation-failed',
        `password must be a text of 1 to ${MAX_PASSWORD_BYTES} bytes without NUL.`,
      );
}

/** Whether a value can be stored as a password. */
export function isPassword(value: unknown): value is string {
  return (
    typeof value === 'string' &&
    value !== '' &&
    Buffer.byteLength(value) <= MAX_PASSWORD_BYTES &&
    !/[\0\p{Cs}]/u.test(value)
  );
}
