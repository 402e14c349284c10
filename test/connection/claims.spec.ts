import { createSecureContext, type SecureContext } from 'node:tls';
import { beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { principalFromClaims, TokenFault } from '../../src/auth/claims.js';
import type { DatabaseUser } from '../../src/auth/database-user.js';
import { databaseUserOf } from '../../src/auth/username-transform.js';
import { Problem } from '../../src/common/problem.js';
import type { UsernameTransform } from '../../src/config/config.js';
import { buildDsn } from '../../src/connection/dsn.js';
import { destroySession, openSession } from '../../src/connection/session.js';
import {
  type Certificate,
  createCertificateAuthority,
  issueCertificate,
} from '../../src/demo/certificates.js';
import { testProvider } from '../support/auth-app.js';
import { FakePostgres } from '../support/fake-postgres.js';

const SEED = 20_261_123;
const CLAIMS = 20_000;
const PACKETS = 1000;
const AT_ONCE = 10;
const CLAIM = 'https://claims.example/db.user:name';
const DOMAINS = ['corp.example', 'old.example'];
const TRANSFORMS: UsernameTransform[] = [
  { kind: 'none' },
  { kind: 'lowercase' },
  { kind: 'strip-domain', domains: DOMAINS },
];

/** The policy once more, in other words than the code's. */
function policy(value: unknown, transform: UsernameTransform): string | undefined {
  if (typeof value !== 'string') return undefined;
  let name = value;
  if (transform.kind === 'lowercase') {
    name = Array.from(value, (character) => {
      const code = character.codePointAt(0) ?? 0;
      return code >= 65 && code <= 90 ? String.fromCodePoint(code + 32) : character;
    }).join('');
  }
  if (transform.kind === 'strip-domain') {
    const at = value.indexOf('@');
    if (at < 1 || at !== value.lastIndexOf('@')) return undefined;
    if (!DOMAINS.includes(value.slice(at + 1))) return undefined;
    name = value.slice(0, at);
  }
  const letters = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_';
  const allowed = new Set(`${letters}0123456789.@+-`);
  const fits = name.length >= 1 && Buffer.byteLength(name) <= 63;
  const good = fits && letters.includes(name.charAt(0)) && [...name].every((c) => allowed.has(c));
  return good ? name : undefined;
}

const piece = fc.constantFrom(
  ...['a', 'Z', '_', '9', '.', '@', '+', '-', ' ', '\0', '\n', "'", '"', '\\', '=', '/', ','],
  ...['é', 'а', 'ﬁ', '\u200b', '\u202e', '\u212a', '\u0130', '\ud800', '\udc00', '😀', '\ufeff'],
);
const name = fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_.+-]{0,62}$/);
const domain = fc.constantFrom(...DOMAINS, 'evil.example', 'CORP.example', '', 'corp.example@x');
const claims = fc.oneof(
  { weight: 6, arbitrary: name },
  { weight: 5, arbitrary: fc.tuple(name, domain).map(([user, host]) => `${user}@${host}`) },
  { weight: 4, arbitrary: fc.array(piece, { maxLength: 8 }).map((parts) => parts.join('')) },
  { weight: 3, arbitrary: fc.tuple(name, piece, name).map((parts) => parts.join('')) },
  { weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 70 }) },
  { weight: 2, arbitrary: fc.integer({ min: 55, max: 200 }).map((length) => 'x'.repeat(length)) },
  { weight: 2, arbitrary: fc.jsonValue({ maxDepth: 3 }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      undefined,
      'alice\0user\0postgres',
      'alice\0options\0-c role=bob',
      "alice' sslmode=disable host=evil",
      'alice?user=bob',
      'alice\nuser=bob',
      ['alice', 'postgres'],
      { toString: 'alice' },
    ),
  },
);

interface Accepted {
  readonly role: DatabaseUser;
  readonly expected: string;
}

function admitted(value: unknown, transform: UsernameTransform): DatabaseUser | undefined {
  const provider = testProvider('https://idp.example', { usernameClaim: CLAIM, transform });
  try {
    const token = { sub: 'subject', [CLAIM]: value };
    const person = principalFromClaims(token, { ...provider, adminGroups: [] });
    return databaseUserOf(person, [provider]);
  } catch (error) {
    if (error instanceof Problem || error instanceof TokenFault) return undefined;
    throw error;
  }
}

describe('20 000 generated claims', () => {
  let server: Certificate;
  let secureContext: SecureContext;
  beforeAll(async () => {
    const ca = await createCertificateAuthority('test CA');
    server = await issueCertificate(ca, { commonName: 'localhost', usage: 'server' });
    const proxy = await issueCertificate(ca, { commonName: 'usher-proxy', usage: 'client' });
    secureContext = createSecureContext({ cert: proxy.certPem, key: proxy.keyPem, ca: ca.certPem });
  });

  it('name a database user by the policy, and the packet names that one and no other', async () => {
    const accepted: Accepted[] = [];
    fc.sample(claims, { numRuns: CLAIMS, seed: SEED }).forEach((value, index) => {
      const transform = TRANSFORMS[index % TRANSFORMS.length] ?? { kind: 'none' };
      const role = admitted(value, transform);
      const expected = policy(value, transform);
      expect([value, transform.kind, role]).toEqual([value, transform.kind, expected]);
      if (role !== undefined && expected !== undefined) accepted.push({ role, expected });
    });
    const step = Math.max(1, Math.floor(accepted.length / PACKETS));
    const sample = accepted.filter((_one, index) => index % step === 0);
    const wrong = await wrongPackets(sample, server, secureContext);
    process.stdout.write(
      `Claims: ${CLAIMS} tried, ${CLAIMS - accepted.length} refused as expected, ${accepted.length} accepted by the policy, ${sample.length} start-up packets, ${wrong.length} with another user, seed ${SEED}\n`,
    );
    expect(wrong).toEqual([]);
    expect(accepted.length).toBeGreaterThan(4000);
    expect(CLAIMS - accepted.length).toBeGreaterThan(4000);
    expect(sample.length).toBeGreaterThanOrEqual(PACKETS);
  });
});

/** Connects as each; gives the ones whose packet does not name exactly them. */
async function wrongPackets(
  sample: readonly Accepted[],
  server: Certificate,
  secureContext: SecureContext,
): Promise<Accepted[]> {
  const fake = await FakePostgres.start(server);
  const wrong: Accepted[] = [];
  const options = {
    credentials: { secureContext },
    signal: AbortSignal.timeout(60_000),
    maxMessageBytes: 100_000,
    serverName: 'shop',
  };
  try {
    for (let at = 0; at < sample.length; at += AT_ONCE) {
      const batch = sample.slice(at, at + AT_ONCE).map(async (one, index) => {
        // The request's id tells which packet belongs to which claim.
        const requestId = `00000000-0000-4000-8000-${String(at + index).padStart(12, '0')}`;
        const target = { host: 'localhost', port: fake.port, database: 'shop', requestId };
        const dsn = buildDsn({ ...target, user: one.role, sslMode: 'verify-full' });
        destroySession((await openSession(dsn, options)).client);
        const packet = fake.startups.find((pairs) =>
          pairs.some(([, value]) => value === `pg-usher/${requestId}`),
        );
        const users = (packet ?? []).filter(([key]) => key === 'user').map(([, value]) => value);
        const names = new Set((packet ?? []).map(([key]) => key));
        const exact = users.length === 1 && users[0] === one.expected && names.size === 5;
        if (!exact || packet?.length !== 5) wrong.push(one);
      });
      await Promise.all(batch);
      fake.startups.length = 0;
    }
    return wrong;
  } finally {
    await fake.stop();
  }
}
