import { createSecureContext, type SecureContext } from 'node:tls';
import fc from 'fast-check';
import { parseDatabaseUser } from '../../src/auth/database-user.js';
import { Problem } from '../../src/common/problem.js';
import { buildDsn, type Dsn } from '../../src/connection/dsn.js';
import {
  destroySession,
  openSession,
  type Session,
  verifyStartup,
} from '../../src/connection/session.js';
import {
  type CertificateAuthority,
  createCertificateAuthority,
  issueCertificate,
} from '../../src/demo/certificates.js';
import {
  backend,
  FakePostgres,
  type FakePostgresOptions,
  int32,
  login,
} from '../support/fake-postgres.js';

const REQUEST = '6f1b0e0c-3f0e-4b39-9d5a-000000000001';
let ca: CertificateAuthority;
let server: { certPem: string; keyPem: string };
let secureContext: SecureContext;

beforeAll(async () => {
  ca = await createCertificateAuthority('test CA');
  server = await issueCertificate(ca, { commonName: 'localhost', usage: 'server' });
  const client = await issueCertificate(ca, { commonName: 'usher-proxy', usage: 'client' });
  secureContext = createSecureContext({
    cert: client.certPem,
    key: client.keyPem,
    ca: ca.certPem,
  });
});

function dsnFor(port: number, user = 'alice', database = 'shop'): Dsn {
  return buildDsn({
    host: 'localhost',
    port,
    database,
    user: parseDatabaseUser('db_user', user),
    requestId: REQUEST,
    sslMode: 'verify-full',
  });
}

const options = () => ({
  credentials: { secureContext },
  signal: AbortSignal.timeout(2000),
  maxMessageBytes: 100_000,
  serverName: 'shop',
});

async function withFake<T>(
  change: Partial<FakePostgresOptions>,
  act: (fake: FakePostgres) => Promise<T>,
): Promise<T> {
  const fake = await FakePostgres.start({ ...server, ...change });
  try {
    return await act(fake);
  } finally {
    await fake.stop();
  }
}

async function codeOf(promise: Promise<unknown>): Promise<string> {
  try {
    await promise;
    return 'no failure';
  } catch (error) {
    return error instanceof Problem ? error.code : String(error);
  }
}

async function openAs(fake: FakePostgres, user: string): Promise<Session> {
  return openSession(dsnFor(fake.port, user), options());
}

describe('the start-up packet', () => {
  it('has exactly our parameters, each once, in clear to nobody', async () => {
    await withFake({}, async (fake) => {
      destroySession((await openAs(fake, 'alice')).client);
      expect(fake.startups).toEqual([
        [
          ['user', 'alice'],
          ['database', 'shop'],
          ['application_name', `pg-usher/${REQUEST}`],
          ['options', '-c client_connection_check_interval=500 -c role=none'],
          // pg's own: values come as UTF-8 whatever the database's encoding is.
          ['client_encoding', 'UTF8'],
        ],
      ]);
      expect(fake.clearBytes).toBe(0);
    });
  });

  it('does not take anything from the environment of the driver', async () => {
    const hostile = {
      PGUSER: 'bob',
      PGPASSWORD: 'hunter2',
      PGOPTIONS: '-c role=bob',
      PGDATABASE: 'other',
      PGHOST: '192.0.2.1',
      PGSSLMODE: 'disable',
      PGAPPNAME: 'spoofed',
      PGREPLICATION: 'true',
      USER: 'bob',
    };
    const before = { ...process.env };
    Object.assign(process.env, hostile);
    try {
      await withFake({}, async (fake) => {
        destroySession((await openAs(fake, 'alice')).client);
        const startup = Object.fromEntries(fake.startups[0] ?? []);
        expect(startup).toMatchObject({ user: 'alice', database: 'shop' });
        expect(startup['options']).not.toContain('bob');
        expect(startup['application_name']).toBe(`pg-usher/${REQUEST}`);
      });
    } finally {
      for (const name of Object.keys(hostile)) delete process.env[name];
      Object.assign(process.env, before);
    }
  });

  it('names the claim byte for byte, or there is none', async () => {
    const seed = 20261123;
    const part = fc.constantFrom('a', 'Z', '_', '9', '.', '@', '+', '-', ' ', '\0', "'", '=', 'é');
    const claims = fc.oneof(
      { weight: 5, arbitrary: fc.stringMatching(/^[a-z_][a-zA-Z0-9_.@+-]{0,62}$/) },
      { weight: 5, arbitrary: fc.array(part, { maxLength: 8 }).map((parts) => parts.join('')) },
      { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 70 }) },
      {
        weight: 1,
        arbitrary: fc.constantFrom(
          "alice' sslmode=disable host=evil",
          'alice\0user\0postgres',
          'alice?sslmode=no-verify',
          'postgres://bob@evil/',
          'alice\nuser=bob',
          '$(id)',
          'alice ',
          'x'.repeat(64),
        ),
      },
    );
    let connected = 0;
    let refused = 0;
    await withFake({}, async (fake) => {
      const { port } = fake;
      await fc.assert(
        fc.asyncProperty(claims, async (claim) => {
          fake.startups.length = 0;
          let dsn: Dsn;
          try {
            dsn = dsnFor(port, claim);
          } catch (error) {
            expect(error).toBeInstanceOf(Problem);
            refused += 1;
            return;
          }
          destroySession((await openSession(dsn, options())).client);
          connected += 1;
          const users = (fake.startups[0] ?? []).filter(([name]) => name === 'user');
          expect(users).toEqual([['user', claim]]);
          expect(fake.startups[0]).toHaveLength(5);
        }),
        { numRuns: 1000, seed },
      );
    });
    process.stdout.write(
      `Claims: ${String(connected)} connected byte for byte, ${String(refused)} refused, seed ${String(seed)}\n`,
    );
    expect(connected).toBeGreaterThan(200);
    expect(refused).toBeGreaterThan(200);
  });
});

describe('a server that asks for a password', () => {
  const requests: [string, Buffer][] = [
    ['cleartext', backend('R', int32(3))],
    ['md5', backend('R', int32(5), Buffer.from([1, 2, 3, 4]))],
    ['SCRAM', backend('R', int32(10), 'SCRAM-SHA-256\0\0')],
    ['GSS', backend('R', int32(7))],
    ['SSPI', backend('R', int32(9))],
  ];

  it.each(requests)('gets nothing (%s), although PGPASSWORD is set', async (name, request) => {
    process.env['PGPASSWORD'] = 'hunter2';
    try {
      await withFake({ answer: () => request }, async (fake) => {
        const code = await codeOf(openAs(fake, 'alice'));
        expect(code).toBe(
          ['GSS', 'SSPI'].includes(name) ? 'server-misbehaved' : 'certificate-rejected',
        );
        expect(fake.messages).toEqual([]);
      });
    } finally {
      delete process.env['PGPASSWORD'];
    }
  });
});

describe('step 9, at start-up', () => {
  const role = () => parseDatabaseUser('db_user', 'alice');

  async function verdict(parameters: Record<string, string>): Promise<string> {
    return withFake({ answer: () => login(parameters) }, async (fake) => {
      const session = await openAs(fake, 'alice');
      const code = await codeOf(
        Promise.resolve().then(() => {
          verifyStartup(session, role());
        }),
      );
      destroySession(session.client);
      expect(fake.messages).toEqual([]);
      return code;
    });
  }

  it('passes for the very role, no superuser', async () => {
    expect(await verdict({ session_authorization: 'alice', is_superuser: 'off' })).toBe(
      'no failure',
    );
  });

  it.each([
    ['another role', { session_authorization: 'bob', is_superuser: 'off' }, 'identity-mismatch'],
    ['a shorter role', { session_authorization: 'alic', is_superuser: 'off' }, 'identity-mismatch'],
    ['another case', { session_authorization: 'Alice', is_superuser: 'off' }, 'identity-mismatch'],
    ['a blank more', { session_authorization: 'alice ', is_superuser: 'off' }, 'identity-mismatch'],
    ['no report at all', {}, 'identity-mismatch'],
    ['a superuser', { session_authorization: 'alice', is_superuser: 'on' }, 'role-protected'],
    ['no word on superuser', { session_authorization: 'alice' }, 'role-protected'],
  ])('refuses %s before a statement is sent', async (_name, parameters, code) => {
    expect(await verdict(parameters as Record<string, string>)).toBe(code);
  });
});

describe('a server that cannot be trusted', () => {
  it('gets no start-up packet when its CA is unknown', async () => {
    const foreign = await createCertificateAuthority('foreign CA');
    const certificate = await issueCertificate(foreign, {
      commonName: 'localhost',
      usage: 'server',
    });
    await withFake(certificate, async (fake) => {
      expect(await codeOf(openAs(fake, 'alice'))).toBe('server-untrusted');
      expect(fake.startups).toEqual([]);
    });
  });

  it('gets no start-up packet when its certificate names another host', async () => {
    const certificate = await issueCertificate(ca, {
      commonName: 'other.example',
      usage: 'server',
      hosts: ['other.example'],
    });
    await withFake(certificate, async (fake) => {
      expect(await codeOf(openAs(fake, 'alice'))).toBe('server-untrusted');
      expect(fake.startups).toEqual([]);
    });
  });
});

describe('a server that misbehaves while connecting', () => {
  it('is given up when it says nothing', async () => {
    await withFake({ answer: () => Buffer.alloc(0) }, async (fake) => {
      const short = { ...options(), signal: AbortSignal.timeout(200) };
      expect(await codeOf(openSession(dsnFor(fake.port), short))).toBe('server-unreachable');
    });
  });

  it('is cut off when it announces a message of 2 GB', async () => {
    const huge = Buffer.from([0x52, 0x7f, 0xff, 0xff, 0xff]);
    await withFake({ answer: () => huge }, async (fake) => {
      expect(await codeOf(openAs(fake, 'alice'))).toBe('server-misbehaved');
    });
  });

  it('does not end the process with bytes that are no protocol', async () => {
    const seed = 20261123;
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 200 }), async (bytes) => {
        await withFake({ answer: () => Buffer.from(bytes) }, async (fake) => {
          const short = { ...options(), signal: AbortSignal.timeout(100) };
          const code = await codeOf(openSession(dsnFor(fake.port), short));
          expect(['server-misbehaved', 'server-unreachable', 'server-untrusted']).toContain(code);
        });
      }),
      { numRuns: 50, seed },
    );
  });
});
