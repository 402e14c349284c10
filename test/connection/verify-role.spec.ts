import { createSecureContext, type SecureContext, type TLSSocket } from 'node:tls';
import { Logger } from '@nestjs/common';
import type { AuditCaller, AuditOutcome, AuditService } from '../../src/audit/audit.service.js';
import { parseDatabaseUser } from '../../src/auth/database-user.js';
import type { OAuthPrincipal } from '../../src/auth/principal.js';
import { Problem } from '../../src/common/problem.js';
import type { AppConfig } from '../../src/config/config.js';
import { PassthroughCaller } from '../../src/connection/caller.js';
import { Acts } from '../../src/connection/acts.service.js';
import { ConnectionService } from '../../src/connection/connection.service.js';
import type { Gate } from '../../src/connection/gate.js';
import type { LiveWork } from '../../src/connection/live-work.js';
import type { StoredTls } from '../../src/connection/stored-tls.js';
import {
  type Certificate,
  createCertificateAuthority,
  issueCertificate,
} from '../../src/demo/certificates.js';
import type { ServerDefinition } from '../../src/servers/server-definition.js';
import type { ServersService } from '../../src/servers/servers.service.js';
import { backend, int32, login, READY } from '../support/fake-postgres.js';
import { RecordingServer } from '../support/recording-server.js';

/** Step 9 against servers that say at start-up what we want to hear, and something else later. */
const STATEMENT = "select 'of the person'";
/** Longer than any answer takes, also where the machine is busy. */
const PATIENCE_MS = 20_000;
/** With a server that does not go on. Reaching the question who the session is takes less. */
const SHORT_PATIENCE_MS = 2000;
/** An attempt that takes longer has no end. */
const HANGS_MS = 15_000;

let certificate: Certificate;
let secureContext: SecureContext;
beforeAll(async () => {
  Logger.overrideLogger(false);
  const ca = await createCertificateAuthority('test CA');
  certificate = await issueCertificate(ca, { commonName: 'localhost', usage: 'server' });
  const client = await issueCertificate(ca, { commonName: 'usher-proxy', usage: 'client' });
  secureContext = createSecureContext({
    cert: client.certPem,
    key: client.keyPem,
    ca: ca.certPem,
  });
});

function int16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeInt16BE(value);
  return bytes;
}

function description(count: number): Buffer {
  const type = Buffer.concat([int32(0), int16(0), int32(25), int16(-1), int32(-1), int16(0)]);
  const fields = Array.from({ length: count }, () => ['c\0', type]).flat();
  return backend('T', int16(count), ...fields);
}

function row(cells: readonly string[]): Buffer {
  const values = cells.flatMap((cell) => [int32(Buffer.byteLength(cell)), cell]);
  return backend('D', int16(cells.length), ...values);
}

const PARSED = Buffer.concat([backend('1'), backend('2')]);
const SELECTED = backend('C', 'SELECT 1\0');

/** What PostgreSQL answers when asked who the session is, with nothing that protects the role. */
function identity(sessionUser: string, currentUser: string): Buffer {
  return row([sessionUser, currentUser, 'shop', 'f', 'f', 'f', 'f', 'f', 'f', 'f', 'f']);
}

function identityAnswer(...rows: readonly Buffer[]): Buffer {
  return Buffer.concat([PARSED, description(11), ...rows, SELECTED, READY]);
}

const ALICE = identityAnswer(identity('alice', 'alice'));

const LONG_VERSION = `18.1 ${'x'.repeat(10_000)}`;

/** What a server does at each Sync, in turn. */
type Turn = (socket: TLSSocket) => void;

const say =
  (bytes: Buffer): Turn =>
  (socket) => {
    socket.write(bytes);
  };
const hold: Turn = () => undefined;

interface Ending {
  /** The first cell, or the code of the failure. */
  readonly end: string | null;
  /** The texts that were sent to be run. */
  readonly statements: readonly string[];
  readonly outcome: AuditOutcome;
  /** Of the server, as it is passed on; undefined where there was no connection. */
  readonly version: string | undefined;
  /** Whether the server's connection was closed. */
  readonly closed: boolean;
}

/** Runs the person's statement as the service does, but for the store and the login. */
async function run(
  turns: readonly Turn[],
  { gone = new AbortController().signal, patienceMs = PATIENCE_MS } = {},
): Promise<Ending> {
  const statements: string[] = [];
  let turn = 0;
  const server = await RecordingServer.start({
    ...certificate,
    onMessage: (type, body, socket) => {
      if (type === '') {
        const reports = { session_authorization: 'alice', is_superuser: 'off' };
        socket.write(login({ ...reports, server_version: LONG_VERSION }));
      }
      if (type === 'P') statements.push(body.toString('utf8', 1, body.indexOf(0, 1)));
      if (type === 'Q') statements.push(body.toString('utf8', 0, body.length - 1));
      if (type === 'S') turns[turn++]?.(socket);
    },
  });
  try {
    let outcome: AuditOutcome = { outcome: 'ok' };
    const audit = {
      begin: () => Promise.resolve({ intent: {}, startedAt: 0 }),
      end: (_act: unknown, result: AuditOutcome) => {
        outcome = result;
        return Promise.resolve();
      },
    } as unknown as AuditService;
    let version: string | undefined;
    const onVersion = (said: string): void => void (version = said);
    const end = await ask(server.port, { audit, gone, patienceMs, onVersion });
    const closed = await server.quiet().then(
      () => true,
      () => false,
    );
    return { end, statements, outcome, version, closed };
  } finally {
    await server.stop();
  }
}

interface Asking {
  readonly audit: AuditService;
  readonly gone: AbortSignal;
  readonly patienceMs: number;
  readonly onVersion: (version: string) => void;
}

async function ask(port: number, asking: Asking): Promise<string | null> {
  const { audit, gone, patienceMs, onVersion } = asking;
  const config = {
    query: {
      connectTimeoutMs: patienceMs,
      defaultTimeoutMs: patienceMs,
      maxTimeoutMs: patienceMs,
      maxMessageBytes: 1_000_000,
      defaultMaxRows: 100,
      maxRows: 100,
      maxJsonBytes: 1_000_000,
    },
  } as AppConfig;
  const role = parseDatabaseUser('db_user', 'alice');
  const gate = { admitRole: () => Promise.resolve({ secureContext, role }) } as unknown as Gate;
  const connections = new ConnectionService(
    gate,
    {} as ServersService,
    {} as StoredTls,
    audit,
    config,
  );
  const signal = new AbortController().signal;
  const liveWork = { begin: () => ({ signal, over: () => undefined }) } as unknown as LiveWork;
  const acts = new Acts(connections, audit, liveWork);
  const definition = {
    id: 'shop',
    name: 'shop',
    host: 'localhost',
    port,
    maintenanceDb: 'shop',
    allowProtected: [],
  } as unknown as ServerDefinition;
  try {
    const [first] = await acts.run(
      PassthroughCaller.afterStepThree({} as OAuthPrincipal, definition),
      { requestId: '6f1b0e0c-3f0e-4b39-9d5a-000000000004' } as AuditCaller,
      { action: 'query', gone },
      (lease, gone) => {
        onVersion(lease.report.serverVersion);
        return lease.rows(STATEMENT, [], gone);
      },
    );
    return first?.[0] ?? null;
  } catch (error) {
    return error instanceof Problem ? error.code : String(error);
  }
}

const RESULT = Buffer.concat([PARSED, description(1), row(['yes'])]);

describe('a session that is the person’s', () => {
  it('gets the person’s statement, after the question who it is', async () => {
    const answer = Buffer.concat([RESULT, SELECTED, READY]);
    const { end, statements, outcome } = await run([say(ALICE), say(answer)]);
    expect(end).toBe('yes');
    expect(statements).toEqual([expect.stringContaining('session_user'), STATEMENT]);
    expect(outcome).toMatchObject({ outcome: 'ok', sessionUser: 'alice', currentUser: 'alice' });
  });
});

it('has no more of what the server calls its version than a version takes', async () => {
  const { version } = await run([say(ALICE), say(Buffer.concat([RESULT, SELECTED, READY]))]);
  expect(version).toBe(LONG_VERSION.slice(0, 100));
});

describe('a session that is another’s gets no statement and is closed', () => {
  it.each([
    ['another session_user', identityAnswer(identity('bob', 'alice'))],
    ['another current_user', identityAnswer(identity('alice', 'bob'))],
    ['both others', identityAnswer(identity('bob', 'bob'))],
    ['a name that is longer', identityAnswer(identity('alice2', 'alice'))],
    ['another case', identityAnswer(identity('Alice', 'alice'))],
    ['a longer current_user', identityAnswer(identity('alice', 'alice2'))],
    ['a current_user of another case', identityAnswer(identity('alice', 'Alice'))],
    ['no row', identityAnswer()],
    [
      'the right row behind a wrong one',
      identityAnswer(identity('bob', 'bob'), identity('alice', 'alice')),
    ],
    ['no result', Buffer.concat([PARSED, backend('n'), SELECTED, READY])],
  ])('%s', async (_name, answer) => {
    const { end, statements, outcome, closed } = await run([say(answer), say(RESULT)]);
    expect(end).toBe('identity-mismatch');
    expect(statements).toHaveLength(1);
    expect(statements).not.toContain(STATEMENT);
    expect(outcome).toMatchObject({ outcome: 'failed', problem: { code: 'identity-mismatch' } });
    expect(closed).toBe(true);
  });

  it.each([3, 4, 5, 6, 7, 8, 9, 10])('a role that is protected by column %i', async (index) => {
    const cells = ['alice', 'alice', 'shop', 'f', 'f', 'f', 'f', 'f', 'f', 'f', 'f'];
    cells[index] = 't';
    const { end, statements, closed } = await run([say(identityAnswer(row(cells))), say(RESULT)]);
    expect(end).toBe('role-protected');
    expect(statements).toHaveLength(1);
    expect(closed).toBe(true);
  });
});

describe('a server that does not say who the session is', () => {
  const endless: Turn = (socket) => {
    socket.write(Buffer.concat([PARSED, description(11)]));
    const rows = Buffer.concat(Array.from({ length: 100 }, () => identity('alice', 'alice')));
    const more = (): void => {
      if (socket.destroyed) return;
      socket.write(rows);
      setImmediate(more);
    };
    more();
  };

  const silent: readonly (readonly [string, Turn])[] = [
    ['says nothing', hold],
    [
      'stops behind the row',
      say(Buffer.concat([PARSED, description(11), identity('alice', 'alice')])),
    ],
    ['never ends its rows', endless],
  ];

  it.each(silent)(
    'is given up when it %s',
    async (_name, turn) => {
      const { end, statements, closed } = await run([turn, say(RESULT)], {
        patienceMs: SHORT_PATIENCE_MS,
      });
      expect(end).toBe('server-unreachable');
      expect(statements).toHaveLength(1);
      expect(closed).toBe(true);
    },
    HANGS_MS,
  );

  it.each(silent)(
    'is left when the client leaves and it %s',
    async (_name, turn) => {
      const client = new AbortController();
      const leave: Turn = (socket) => {
        turn(socket);
        client.abort(new Problem('query-cancelled', { detail: 'The client left.' }));
      };
      const { end, statements, outcome, closed } = await run([leave, say(RESULT)], {
        gone: client.signal,
      });
      expect(end).toBe('query-cancelled');
      expect(statements).toHaveLength(1);
      expect(outcome.outcome).toBe('client-aborted');
      expect(closed).toBe(true);
    },
    HANGS_MS,
  );

  it('is told apart from one that hangs up', async () => {
    const { end, statements } = await run([(socket) => socket.end(), say(RESULT)]);
    expect(end).toBe('connection-lost');
    expect(statements).toHaveLength(1);
  });
});

describe('a session that becomes another’s in the middle of a statement', () => {
  const reports: readonly (readonly [string, Buffer])[] = [
    ['another role', backend('S', 'session_authorization\0bob\0')],
    ['a role of another case', backend('S', 'session_authorization\0Alice\0')],
    ['nobody', backend('S', 'session_authorization\0\0')],
    ['a superuser', backend('S', 'is_superuser\0on\0')],
    ['perhaps a superuser', backend('S', 'is_superuser\0\0')],
  ];

  it.each(reports)('is ended: %s', async (_name, report) => {
    const { end, outcome, closed } = await run([say(ALICE), say(Buffer.concat([RESULT, report]))]);
    expect(end).toBe('identity-mismatch');
    expect(outcome).toMatchObject({ outcome: 'failed', problem: { code: 'identity-mismatch' } });
    expect(closed).toBe(true);
  });

  // As PostgreSQL reports it: right before ReadyForQuery, in the same packet.
  it.each(reports)('is on record although the statement is done: %s', async (_name, report) => {
    const { end, outcome, closed } = await run([
      say(ALICE),
      say(Buffer.concat([RESULT, SELECTED, report, READY])),
    ]);
    expect(end).toBe('identity-mismatch');
    expect(outcome).toMatchObject({ outcome: 'failed', problem: { code: 'identity-mismatch' } });
    expect(closed).toBe(true);
  });

  it('goes on when it is told again whose it is', async () => {
    const same = Buffer.concat([
      backend('S', 'session_authorization\0alice\0'),
      backend('S', 'is_superuser\0off\0'),
      backend('S', 'TimeZone\0bob\0'),
    ]);
    const { end } = await run([say(ALICE), say(Buffer.concat([RESULT, same, SELECTED, READY]))]);
    expect(end).toBe('yes');
  });
});
