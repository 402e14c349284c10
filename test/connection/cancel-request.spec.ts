import { createSecureContext, type SecureContext } from 'node:tls';
import { parseDatabaseUser } from '../../src/auth/database-user.js';
import { type CancelTarget, requestCancel } from '../../src/connection/cancel-request.js';
import { buildDsn } from '../../src/connection/dsn.js';
import { Lease } from '../../src/connection/lease.js';
import { openSession } from '../../src/connection/session.js';
import {
  type Certificate,
  type CertificateAuthority,
  createCertificateAuthority,
  issueCertificate,
} from '../../src/demo/certificates.js';
import { SSL_MODES, type SslMode } from '../../src/servers/server-definition.js';
import { FakePostgres } from '../support/fake-postgres.js';
import { RecordingServer, type RecordingServerOptions } from '../support/recording-server.js';

/** Resolves to nothing, anywhere (RFC 6761). */
const NAME = 'db.example.invalid';
const ADDRESS = '127.0.0.1';
const SSL_REQUEST = Buffer.from([0, 0, 0, 8, 0x04, 0xd2, 0x16, 0x2f]);
/** CancelRequest for backend 4711 with the secret 42. */
const PACKET = Buffer.from('0000001004d2162e000012670000002a', 'hex');
const ENCRYPTED: readonly SslMode[] = SSL_MODES.filter((mode) => mode !== 'disable');

let ca: CertificateAuthority;
let certificate: Certificate;
let secureContext: SecureContext;
beforeAll(async () => {
  ca = await createCertificateAuthority('test CA');
  certificate = await issueCertificate(ca, { commonName: NAME, usage: 'server', hosts: [NAME] });
  const client = await issueCertificate(ca, { commonName: 'usher-proxy', usage: 'client' });
  secureContext = createSecureContext({
    cert: client.certPem,
    key: client.keyPem,
    ca: ca.certPem,
  });
});

interface Got {
  /** All that came in clear, connection by connection. */
  readonly clear: readonly Buffer[];
  readonly secure: Buffer;
  readonly names: readonly string[];
}

/** What a server gets that is asked to cancel. */
async function cancelAt(
  server: Partial<RecordingServerOptions>,
  target: Partial<CancelTarget> = {},
): Promise<Got> {
  const recording = await RecordingServer.start({ ...certificate, hangUp: true, ...server });
  try {
    const whole: CancelTarget = {
      host: NAME,
      address: ADDRESS,
      sslMode: 'verify-full',
      port: recording.port,
      secureContext,
      processId: 4711,
      secretKey: 42,
      ...target,
    };
    await requestCancel(whole, 2000);
    await recording.quiet();
    return recording;
  } finally {
    await recording.stop();
  }
}

describe('a cancel request', () => {
  it('goes over TLS, and nothing but the request for TLS goes in clear', async () => {
    const got = await cancelAt({});
    expect(got.clear).toEqual([SSL_REQUEST]);
    expect(got.secure).toEqual(PACKET);
  });

  it('goes to the address that was reached, for the name that was asked for', async () => {
    // The name cannot be looked up, and the certificate does not have the address.
    const got = await cancelAt({});
    expect(got.secure).toEqual(PACKET);
    expect(got.names).toEqual([NAME]);
  });

  it.each(ENCRYPTED)('is encrypted with sslMode %s', async (sslMode) => {
    const got = await cancelAt({}, { sslMode });
    expect(got.clear).toEqual([SSL_REQUEST]);
    expect(got.secure).toEqual(PACKET);
  });

  it('goes in clear with sslMode disable', async () => {
    const got = await cancelAt({}, { sslMode: 'disable' });
    expect(got.clear).toEqual([PACKET]);
    expect(got.secure).toHaveLength(0);
  });
});

describe('the secret is not sent to a server', () => {
  it.each(['verify-full', 'verify-ca'] as const)('of a foreign CA (%s)', async (sslMode) => {
    const foreign = await createCertificateAuthority('test CA');
    const stranger = await issueCertificate(foreign, {
      commonName: NAME,
      usage: 'server',
      hosts: [NAME],
    });
    const got = await cancelAt(stranger, { sslMode });
    expect(got.clear).toEqual([SSL_REQUEST]);
    expect(got.secure).toHaveLength(0);
  });

  it.each([
    ['another host', ['other.example.invalid']],
    ['only the address', [ADDRESS]],
  ])('whose certificate names %s', async (_name, hosts) => {
    const [commonName = ''] = hosts;
    const got = await cancelAt(await issueCertificate(ca, { commonName, usage: 'server', hosts }));
    expect(got.secure).toHaveLength(0);
  });

  it.each(ENCRYPTED)('that does not offer TLS (%s)', async (sslMode) => {
    const got = await cancelAt({ answer: 'N', hangUp: false }, { sslMode });
    expect(got.clear).toEqual([SSL_REQUEST]);
  });

  it.each([
    ['one byte', 'SS'],
    ['a message', 'SE\0\0\0\u0004'],
  ])('that says %s more before TLS than S', async (_name, answer) => {
    const got = await cancelAt({ answer, hangUp: false });
    expect(got.clear).toEqual([SSL_REQUEST]);
    expect(got.secure).toHaveLength(0);
    expect(got.names).toEqual([]);
  });

  it('that answers an error instead of S', async () => {
    const got = await cancelAt({ answer: 'E', hangUp: false });
    expect(got.clear).toEqual([SSL_REQUEST]);
  });
});

describe('a cancel request that cannot be made', () => {
  it('is given up without a failure when nobody listens', async () => {
    const server = await RecordingServer.start(certificate);
    const { port } = server;
    await server.stop();
    const target = { host: NAME, address: ADDRESS, sslMode: 'verify-full', port } as const;
    await expect(
      requestCancel({ ...target, secureContext, processId: 1, secretKey: 2 }, 2000),
    ).resolves.toBe(false);
  });

  it('is given up, and its connection closed, when the server does not answer', async () => {
    const server = await RecordingServer.start({ ...certificate, answer: '' });
    const { port } = server;
    const target = { host: NAME, address: ADDRESS, sslMode: 'verify-full', port } as const;
    await requestCancel({ ...target, secureContext, processId: 1, secretKey: 2 }, 100);
    await server.quiet();
    await server.stop();
  });
});

describe('a statement that is given up', () => {
  it('is cancelled where its session is, not where the name leads by now', async () => {
    const local = await issueCertificate(ca, { commonName: 'localhost', usage: 'server' });
    const fake = await FakePostgres.start(local);
    const { port } = fake;
    const elsewhere = { ...local, address: '127.0.0.2', port, hangUp: true };
    const recording = await RecordingServer.start(elsewhere);
    try {
      const dsn = buildDsn({
        host: 'localhost',
        port,
        database: 'shop',
        user: parseDatabaseUser('db_user', 'alice'),
        requestId: '6f1b0e0c-3f0e-4b39-9d5a-000000000003',
        sslMode: 'verify-full',
      });
      const credentials = { secureContext };
      const session = await openSession(dsn, {
        credentials,
        signal: AbortSignal.timeout(2000),
        maxMessageBytes: 100_000,
        serverName: 'shop',
      });
      expect(session.address).toBe('127.0.0.1');
      const lease = new Lease({
        session: { ...session, address: '127.0.0.2' },
        identity: { sessionUser: '', currentUser: '', database: '', serverVersion: '' },
        dsn,
        credentials,
        check: () => undefined,
        terminate: () => Promise.resolve(),
      });
      const events = lease.run({ sql: 'select 1' }, AbortSignal.timeout(50));
      await expect(events.next()).rejects.toThrow();
      expect(recording.secure).toEqual(PACKET);
      expect(recording.names).toEqual(['localhost']);
    } finally {
      await fake.stop();
      await recording.stop();
    }
  });
});
