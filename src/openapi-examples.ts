import type { OpenAPIObject } from '@nestjs/swagger';

type Operation = NonNullable<OpenAPIObject['paths'][string]['get']>;

/** An example of a request's body, and of the answer to it, by media type; JSON where none is named. */
interface Example {
  readonly request?: object;
  readonly requests?: Readonly<Record<string, unknown>>;
  readonly answer?: object;
  readonly answers?: Readonly<Record<string, unknown>>;
}

const SHOP = '7b1f6f0e-5c0a-4c56-9d0e-2f6b8a4c1d37';
const EXECUTION = '80dc33c5-8f52-4c7f-9d0b-3a7f5f1f4a02';
const ISSUER = 'https://id.example.com';
const SUBJECT = '248289761001';
const MORNING = '2026-11-26T08:30:00.000Z';

const COLUMNS = [
  { name: 'id', typeOid: 23, typeModifier: -1 },
  { name: 'name', typeOid: 25, typeModifier: -1 },
];
const ROWS = [
  ['1', 'Garden & Co'],
  ['2', null],
];

const ANSWER = {
  executionId: EXECUTION,
  columns: COLUMNS,
  rows: ROWS,
  rowCount: 2,
  command: 'SELECT 2',
  notices: [],
  transactionStatus: 'idle',
  durationMs: 12,
};

const LINES = [
  { kind: 'columns', executionId: EXECUTION, columns: COLUMNS },
  ...ROWS,
  { kind: 'complete', command: 'SELECT 2', rowCount: 2 },
  {
    kind: 'done',
    executionId: EXECUTION,
    rows: 2,
    bytes: 29,
    transactionStatus: 'idle',
    durationMs: 12,
  },
];

const ANSWERS = {
  'application/json': ANSWER,
  'application/x-ndjson': LINES.map((line) => `${JSON.stringify(line)}\n`).join(''),
  'text/csv': 'id,name\r\n1,Garden & Co\r\n2,\r\n',
};

const SERVER = {
  id: SHOP,
  name: 'shop',
  group: 'Production',
  host: 'shop.db.example.com',
  port: 5432,
  maintenanceDb: 'shop',
  sslMode: 'verify-full',
  username: null,
  comment: null,
  labels: [],
  color: null,
  providers: [],
  maxAgeSeconds: null,
  acrValues: [],
  managedBy: 'api',
  revision: 3,
  passthrough: true,
  hasPassword: false,
  createdAt: MORNING,
  updatedAt: MORNING,
};

const SESSION = {
  id: 'one.0d6ab0a7-5b0c-4a5e-9a58-1c3c4b6f8a55',
  instance: 'one',
  serverId: SHOP,
  serverName: 'shop',
  database: 'shop',
  databaseUser: 'alice',
  serverVersion: '18.1',
  backendPid: 4711,
  transactionStatus: 'idle',
  executionId: null,
  openedAt: MORNING,
  lastUsedAt: MORNING,
  idleSince: MORNING,
  expiresAt: '2026-11-26T16:30:00.000Z',
  idleTimeoutMs: 1_800_000,
};

const DOWNLOAD = {
  id: SESSION.id,
  instance: 'one',
  executionId: EXECUTION,
  url: `/api/v1/downloads/${SESSION.id}`,
  expiresAt: MORNING,
};

const COPY: Example = {
  requests: {
    'text/csv': 'counted_on,product_id,quantity\n2026-11-26,1,12\n',
    'application/x-ndjson': '{"counted_on":"2026-11-26","product_id":1,"quantity":12}\n',
  },
  answer: {
    executionId: EXECUTION,
    table: 'stock',
    rows: 1,
    bytes: 47,
    dryRun: false,
    committed: true,
    durationMs: 31,
    notices: [],
    transactionStatus: 'idle',
  },
};

const ENDED = {
  id: EXECUTION,
  instance: 'one',
  kind: 'query',
  state: 'ended',
  outcome: 'cancelled',
  problem: { code: 'query-cancelled', detail: 'The statement was cancelled.', sqlstate: '57014' },
  serverId: SHOP,
  serverName: 'shop',
  database: 'shop',
  startedAt: MORNING,
  elapsedMs: 5120,
  rows: 0,
  bytes: 0,
  statements: 1,
};

const BINDING = { trustGroup: 'default', databaseUser: 'alice', issuer: ISSUER, subject: SUBJECT };

const EXAMPLES: Readonly<Record<string, Example>> = {
  signInWithPassword: {
    request: { source: 'internal', username: 'operator', password: 'correct horse battery staple' },
  },
  createAccount: {
    request: { username: 'operator', password: 'correct horse battery staple', isAdmin: true },
  },
  changeAccount: { request: { disabled: true } },
  resetPassword: { request: { password: 'correct horse battery staple' } },
  changePassword: {
    request: {
      oldPassword: 'correct horse battery staple',
      newPassword: 'a longer one that nobody knows',
    },
  },
  endSessionsOfIdentity: {
    request: { issuer: ISSUER, subject: SUBJECT },
    answer: { ended: 2 },
  },
  receiveLogout: {
    requests: {
      'application/x-www-form-urlencoded': { logout_token: 'eyJhbGciOiJSUzI1NiJ9.e30.c2ln' },
    },
  },
  listLoginProviders: {
    answers: {
      'application/json': [
        { id: 'oidc', kind: 'oidc', name: 'Company login', loginUrl: '/api/v1/auth/login/oidc' },
      ],
    },
  },
  listServers: { answer: { items: [SERVER] } },
  getServer: { answer: SERVER },
  createServer: {
    request: {
      name: 'shop',
      group: 'Production',
      host: 'shop.db.example.com',
      port: 5432,
      maintenanceDb: 'shop',
      passthrough: true,
    },
    answer: SERVER,
  },
  updateServer: { request: { comment: 'Moves to a new host in May.' }, answer: SERVER },
  connectToServer: { request: { database: 'shop' } },
  approveBinding: {
    request: BINDING,
    answer: { id: EXECUTION, ...BINDING, origin: 'approved', boundAt: MORNING },
  },
  runQuery: {
    request: {
      sql: 'select id, name from customers where city = :city',
      namedParams: { city: 'Bern' },
      maxRows: 100,
    },
    answers: ANSWERS,
  },
  copyRows: COPY,
  createDownload: {
    request: { serverId: SHOP, sql: 'table customers', format: 'csv', filename: 'customers' },
    answer: DOWNLOAD,
  },
  createSessionDownload: {
    request: { sql: 'table customers', format: 'csv', filename: 'customers' },
    answer: DOWNLOAD,
  },
  getLimits: {
    answer: {
      runs: {
        defaultTimeoutMs: 60_000,
        maxTimeoutMs: 600_000,
        connectTimeoutMs: 5000,
        stallTimeoutMs: 60_000,
        defaultJsonRows: 1000,
        maxJsonRows: 100_000,
        maxJsonBytes: 67_108_864,
        maxBytes: null,
        maxCellBytes: 16_777_216,
        maxRowBytes: 16_777_216,
        maxSqlBytes: 262_144,
        maxParams: 1000,
        maxBodyBytes: 1_048_576,
      },
      databaseSessions: {
        perPerson: 5,
        idleMs: 1_800_000,
        transactionIdleMs: 300_000,
        absoluteMs: 28_800_000,
      },
      signIn: { idleMs: 1_800_000, absoluteMs: 43_200_000 },
      history: { days: 30, maxRuns: 10_000, keepsSqlText: false, maxSqlBytes: 65_536 },
    },
  },
  cancelExecution: { answer: ENDED },
  openDatabaseSession: { request: { serverId: SHOP, database: 'shop' }, answer: SESSION },
  getDatabaseSession: { answer: SESSION },
  copySessionRows: COPY,
  runSessionQuery: { request: { sql: 'select id, name from customers' }, answers: ANSWERS },
};

/** Puts an operation's examples beside the schemas of its bodies. */
export function addExamples(operation: Operation): void {
  const { request, answer, requests, answers } = EXAMPLES[operation.operationId ?? ''] ?? {};
  const { requestBody, responses } = operation;
  const good = responses['200'] ?? responses['201'];
  put(requestBody, requests ?? json(request));
  put(good, answers ?? json(answer));
}

type Described = Operation['requestBody'] | Operation['responses'][string];

function put(place: Described, examples: Readonly<Record<string, unknown>>): void {
  const content = place !== undefined && 'content' in place ? (place.content ?? {}) : {};
  for (const [type, example] of Object.entries(examples)) {
    const described = content[type];
    if (described !== undefined) described.example = example;
  }
}

function json(example: object | undefined): Readonly<Record<string, unknown>> {
  return example === undefined ? {} : { 'application/json': example };
}
