import { createSecureContext, type SecureContext } from 'node:tls';
import { parseDatabaseUser } from '../../src/auth/database-user.js';
import { buildDsn } from '../../src/connection/dsn.js';
import { CancelUnanswered, Lease } from '../../src/connection/lease.js';
import { openSession, type Session } from '../../src/connection/session.js';
import { statementProblem } from '../../src/connection/statement-failure.js';
import { createCertificateAuthority, issueCertificate } from '../../src/demo/certificates.js';
import { backend, FakePostgres, int32, READY } from '../support/fake-postgres.js';
import { until } from '../support/two-instances.js';

/** Servers whose answers could be taken for those of another statement, or for whole ones. */
const NEVER = new AbortController().signal;
const BOUND = backend('1');
const ONE_COLUMN = Buffer.concat([
  BOUND,
  backend('2'),
  backend('T', Buffer.of(0, 1), 'a\0', Buffer.alloc(18)),
]);
const DONE = backend('C', 'SELECT 1\0');
const OTHER_ERROR = backend('E', 'SERROR\0', 'C42809\0', 'Mcannot copy to view\0', '\0');

function row(text: string): Buffer {
  return backend('D', Buffer.of(0, 1), int32(text.length), text);
}

let server: { certPem: string; keyPem: string };
let secureContext: SecureContext;
beforeAll(async () => {
  const ca = await createCertificateAuthority('test CA');
  server = await issueCertificate(ca, { commonName: 'localhost', usage: 'server' });
  const client = await issueCertificate(ca, { commonName: 'usher-proxy', usage: 'client' });
  secureContext = createSecureContext({
    cert: client.certPem,
    key: client.keyPem,
    ca: ca.certPem,
  });
});

/** A pinned lease on a server that answers each Sync with the next of these. */
async function withLease(
  answers: readonly Buffer[],
  use: (lease: Lease, client: Session['client']) => Promise<void>,
): Promise<void> {
  const left = [...answers];
  const fake = await FakePostgres.start({
    ...server,
    onMessage: (type) => (type === 'S' ? left.shift() : undefined),
  });
  try {
    const dsn = buildDsn({
      host: 'localhost',
      port: fake.port,
      database: 'shop',
      user: parseDatabaseUser('db_user', 'alice'),
      requestId: '6f1b0e0c-3f0e-4b39-9d5a-000000000004',
      sslMode: 'verify-full',
    });
    const credentials = { secureContext };
    const session = await openSession(dsn, {
      credentials,
      signal: AbortSignal.timeout(5000),
      maxMessageBytes: 16 * 1024 * 1024,
      serverName: 'shop',
    });
    const lease = new Lease({
      session,
      identity: { sessionUser: '', currentUser: '', database: '', serverVersion: '' },
      dsn,
      credentials,
      pinned: true,
      check: () => undefined,
      terminate: () => Promise.resolve(),
    });
    await use(lease, session.client);
    await lease.release();
  } finally {
    await fake.stop();
  }
}

async function codeOf(lease: Lease): Promise<string> {
  try {
    await lease.rows('select 1', [], NEVER);
    return 'done';
  } catch (error) {
    return statementProblem(error).code;
  }
}

it('a COPY that fails before it has heard of our refusal ends the connection', async () => {
  const copy = Buffer.concat([
    BOUND,
    backend('2'),
    backend('n'),
    backend('G', Buffer.of(0, 0, 0)),
    OTHER_ERROR,
    READY,
  ]);
  // The Sync of the statement was not spent, nor was ours: there is one ReadyForQuery more.
  await withLease([copy, READY], async (lease) => {
    expect(await codeOf(lease)).not.toBe('done');
    expect(lease.usable).toBe(false);
    expect(await codeOf(lease)).toBe('connection-lost');
  });
});

it('a connection that is ready although nothing runs is given up', async () => {
  const answer = Buffer.concat([ONE_COLUMN, row('x'), DONE, READY]);
  await withLease([answer, READY], async (lease, client) => {
    expect(await codeOf(lease)).toBe('done');
    // What the server says to this nobody has asked for.
    client.connection.sync();
    await until(() => Promise.resolve(!lease.usable));
    expect(await codeOf(lease)).toBe('connection-lost');
  });
});

it('a connection whose cancel has no answer is given up, although the statement ended', async () => {
  const [rows, end] = [Buffer.concat([ONE_COLUMN, row('x')]), Buffer.concat([DONE, READY])];
  await withLease([rows, end], async (lease, client) => {
    for await (const batch of lease.run({ sql: 'select 1' }, NEVER)) {
      if (!batch.some(({ kind }) => kind === 'rows')) continue;
      client.connection.sync();
      break;
    }
    expect(lease.usable).toBe(false);
    expect(lease.failure).toBeInstanceOf(CancelUnanswered);
  });
});

it.each([
  ['no end of a result', Buffer.concat([ONE_COLUMN, row('x'), READY])],
  ['nothing but readiness', READY],
  ['two ends of a result', Buffer.concat([ONE_COLUMN, row('x'), DONE, DONE, READY])],
])('%s does not pass for a whole answer', async (_what, answer) => {
  await withLease([answer], async (lease) => {
    expect(await codeOf(lease)).toBe('server-misbehaved');
  });
});

it('an answer that comes behind a premature readiness is not taken for the next one', async () => {
  const late = Buffer.concat([ONE_COLUMN, row('of the first'), DONE, READY]);
  await withLease([READY, late], async (lease) => {
    expect(await codeOf(lease)).toBe('server-misbehaved');
    expect(lease.usable).toBe(false);
    expect(await codeOf(lease)).toBe('connection-lost');
  });
});

it('a command tag of 4 MiB is cut', async () => {
  const tag = backend('C', `${'x'.repeat(4 * 1024 * 1024)}\0`);
  await withLease([Buffer.concat([ONE_COLUMN, tag, READY])], async (lease) => {
    const tags: (string | null)[] = [];
    for await (const batch of lease.run({ sql: 'select 1' }, NEVER)) {
      for (const event of batch) if (event.kind === 'complete') tags.push(event.command);
    }
    expect(tags).toEqual(['x'.repeat(64)]);
  });
});
