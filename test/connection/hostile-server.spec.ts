import { monitorEventLoopDelay } from 'node:perf_hooks';
import { createSecureContext, type SecureContext } from 'node:tls';
import fc from 'fast-check';
import { parseDatabaseUser } from '../../src/auth/database-user.js';
import { Problem } from '../../src/common/problem.js';
import { decodeRows } from '../../src/connection/data-rows.js';
import { buildDsn } from '../../src/connection/dsn.js';
import { destroySession, openSession } from '../../src/connection/session.js';
import { statementProblem } from '../../src/connection/statement-failure.js';
import { Statement } from '../../src/connection/statement.js';
import { createCertificateAuthority, issueCertificate } from '../../src/demo/certificates.js';
import { backend, FakePostgres, int32, login, READY } from '../support/fake-postgres.js';

const SEED = Number(process.env['HOSTILE_SEED'] ?? 20261201);
/** A case that takes longer has hung, or keeps everybody else waiting; a busy machine takes part of it. */
const BOUND_MS = 20_000;
/** A login without its end is given up after this. */
const CONNECT_MS = 400;
const AT_ONCE = 16;

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

/** Signs in and runs one statement: how it ended, with the text of every cell that came. */
async function outcome(
  signIn: Buffer,
  answer: Buffer,
): Promise<{ readonly end: string; readonly cells: readonly (string | null)[] }> {
  const cells: (string | null)[] = [];
  const fake = await FakePostgres.start({
    ...server,
    answer: () => signIn,
    onMessage: (type) => (type === 'Q' ? answer : undefined),
    hangUp: true,
  });
  try {
    const dsn = buildDsn({
      host: 'localhost',
      port: fake.port,
      database: 'shop',
      user: parseDatabaseUser('db_user', 'alice'),
      requestId: '6f1b0e0c-3f0e-4b39-9d5a-000000000002',
      sslMode: 'verify-full',
    });
    const { client } = await openSession(dsn, {
      credentials: { secureContext },
      signal: AbortSignal.timeout(CONNECT_MS),
      maxMessageBytes: 100_000,
      serverName: 'shop',
    });
    try {
      const statement = client.query(new Statement({ sql: 'select 1' }, true));
      for await (const batch of statement.events()) {
        for (const event of batch)
          if (event.kind === 'rows') cells.push(...decodeRows(event.bytes).flat());
      }
      return { end: 'done', cells };
    } catch (error) {
      return { end: statementProblem(error).code, cells };
    } finally {
      destroySession(client);
    }
  } catch (error) {
    return { end: error instanceof Problem ? error.code : String(error), cells };
  } finally {
    await fake.stop();
  }
}

async function bounded(signIn: Buffer, answer: Buffer): ReturnType<typeof outcome> {
  let timer: NodeJS.Timeout | undefined;
  const hung = new Promise<Awaited<ReturnType<typeof outcome>>>((resolve) => {
    timer = setTimeout(() => {
      resolve({ end: 'hung', cells: [] });
    }, BOUND_MS);
  });
  try {
    return await Promise.race([outcome(signIn, answer), hung]);
  } finally {
    clearTimeout(timer);
  }
}

function int16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16BE(value);
  return bytes;
}

function columns(...names: readonly string[]): Buffer {
  const type = Buffer.concat([int32(0), int16(0), int32(25), int16(65535), int32(-1), int16(0)]);
  const fields = names.flatMap((name) => [`${name}\0`, type]);
  return backend('T', int16(names.length), ...fields);
}

function row(...cells: readonly string[]): Buffer {
  const values = cells.flatMap((cell) => [int32(Buffer.byteLength(cell)), cell]);
  return backend('D', int16(cells.length), ...values);
}

const LOGIN = login({ session_authorization: 'alice', is_superuser: 'off' });
const DONE = backend('C', 'SELECT 1\0');
const ONE = columns('a');
const MANY = Buffer.concat(Array.from({ length: 20 }, (_, index) => row(`cell ${String(index)}`)));
const ERROR = backend('E', 'SERROR\0', 'C42601\0', 'Mno\0', 'Hmaybe\0', '\0');
const NOTICE = backend('N', 'SNOTICE\0', 'C00000\0', 'Mhear\0', '\0');

/** Answers that no PostgreSQL gives. Whatever follows in the stream would complete them. */
const MALFORMED: readonly (readonly [string, Buffer])[] = [
  ['an error without its last NUL', backend('E', 'SERROR\0', 'C42601\0', 'Mno\0')],
  ['an error whose string does not end', backend('E', 'Mno')],
  ['an error of no bytes', backend('E')],
  ['an error with a field without a string', backend('E', 'M')],
  ['an error with bytes behind its end', backend('E', 'Mno\0', '\0', 'x')],
  ['a notice without its last NUL', backend('N', 'SNOTICE\0', 'Mhear\0')],
  ['a notice of no bytes', backend('N')],
  ['a notice whose string does not end', backend('N', 'Mhear')],
  ['a notice with bytes behind its end', backend('N', '\0', '\0')],
  ['65,535 columns in no bytes', backend('T', int16(65535))],
  ['32,767 columns in no bytes', backend('T', int16(32767))],
  ['columns without a count', backend('T')],
  ['columns with half a count', backend('T', Buffer.alloc(1))],
  ['a column without its type', backend('T', int16(1), 'a\0')],
  ['a column whose name does not end', backend('T', int16(1), 'a'.repeat(30))],
  ['two columns announced, one there', backend('T', int16(2), ONE.subarray(7))],
  ['no column announced, one there', backend('T', int16(0), ONE.subarray(7))],
  ['a row without columns before it', row('x')],
  ['a row without a count', Buffer.concat([ONE, backend('D')])],
  ['a row of -1 values', Buffer.concat([ONE, backend('D', int16(65535))])],
  ['a row of 32,767 values', Buffer.concat([ONE, backend('D', int16(32767))])],
  ['a row of too many values', Buffer.concat([ONE, row('x', 'y')])],
  ['a row of too few values', Buffer.concat([columns('a', 'b'), row('x')])],
  ['a value of -2 bytes', Buffer.concat([ONE, backend('D', int16(1), int32(-2))])],
  ['a value of -2^31 bytes', Buffer.concat([ONE, backend('D', int16(1), int32(-(2 ** 31)))])],
  ['a value of 2^31 - 1 bytes', Buffer.concat([ONE, backend('D', int16(1), int32(2 ** 31 - 1))])],
  ['a value of one byte too many', Buffer.concat([ONE, backend('D', int16(1), int32(2), 'x')])],
  ['a value that leaves bytes', Buffer.concat([ONE, backend('D', int16(1), int32(1), 'xy')])],
  ['half a length', Buffer.concat([ONE, backend('D', int16(1), Buffer.alloc(2))])],
  ['a value that goes back to the one before', goingBack(2000)],
  ['a tag without NUL', backend('C', 'SELECT 1')],
  ['a tag of no bytes', backend('C')],
  ['two tags', backend('C', 'SELECT 1\0', 'SELECT 1\0')],
  ['a parameter without NUL', backend('S', 'TimeZone')],
  ['a parameter without a value', backend('S', 'TimeZone\0')],
  ['a parameter whose value does not end', backend('S', 'TimeZone\0', 'UTC')],
  ['a parameter with two values', backend('S', 'TimeZone\0', 'UTC\0', 'CET\0')],
  ['a status of no bytes', backend('Z')],
  ['a status that there is not', backend('Z', 'X')],
  ['a status that is not ASCII', backend('Z', Buffer.of(0xff))],
  ['a status of two bytes', backend('Z', 'II')],
  ['a notification of no bytes', backend('A')],
  ['a notification without strings', backend('A', int32(1))],
  ['a notification without a payload', backend('A', int32(1), 'channel\0')],
  ['a notification whose payload does not end', backend('A', int32(1), 'channel\0', 'text')],
  ['a COPY both ways', backend('W', Buffer.alloc(3))],
  ['a COPY without formats', backend('G')],
  ['a COPY of -1 columns', backend('H', Buffer.alloc(1), int16(65535))],
  ['a COPY of more columns than there are', backend('H', Buffer.alloc(1), int16(3), int16(0))],
  ['a success of the login', backend('R', int32(0))],
  ['a request for a password', backend('R', int32(3))],
  ['a request for an MD5 password', backend('R', int32(5), 'salt')],
  ['a request for SCRAM', backend('R', int32(10), 'SCRAM-SHA-256\0', '\0')],
  ['a step of SCRAM', backend('R', int32(11), 'r=n,s=c2FsdA==,i=100000')],
  ['a request that there is not', backend('R', int32(99))],
  ['a request of no bytes', backend('R')],
  ['another key', backend('K', int32(1), int32(2))],
  ['a key of no bytes', backend('K')],
  ['another protocol', backend('v', int32(196610), int32(0))],
  ['parameters that nobody asked for', backend('t', int16(65535))],
  ['the result of a function', backend('V', int32(-1))],
  ['the end of a close', backend('3')],
  ['a type that there is not', backend('?', 'what')],
  ['the type NUL', Buffer.alloc(64)],
  ['a body where none belongs', backend('1', 'x')],
  ['a length of 3', Buffer.from([0x43, 0, 0, 0, 3])],
  ['a length of 0', Buffer.from([0x43, 0, 0, 0, 0])],
  ['a length of -1', Buffer.from([0x64, 0xff, 0xff, 0xff, 0xff])],
  ['another protocol altogether', Buffer.from('HTTP/1.1 200 OK\r\nServer: x\r\n\r\n')],
];

/** A row whose every second value takes a careless reader back to the first one. */
function goingBack(count: number): Buffer {
  const text = 'x'.repeat(50_000);
  const names = Array.from({ length: count }, () => 'a');
  const rest = Array.from({ length: count - 2 }, () => int32(-1));
  const row = backend(
    'D',
    int16(count),
    int32(text.length),
    text,
    int32(-(text.length + 8)),
    ...rest,
  );
  return Buffer.concat([columns(...names), row]);
}

const ANSWERS: readonly Buffer[] = [
  Buffer.concat([ONE, MANY, DONE, READY]),
  Buffer.concat([NOTICE, columns('a', 'b'), row('x', 'y'), NOTICE, row('', 'z'), DONE, READY]),
  Buffer.concat([ONE, row('x'), ERROR, READY]),
  Buffer.concat([
    ONE,
    DONE,
    columns('a', 'b', 'c'),
    backend('D', int16(3), int32(-1), int32(0), int32(1), 'x'),
    DONE,
    backend('I'),
    backend('S', 'TimeZone\0', 'UTC\0'),
    backend('A', int32(1), 'channel\0', 'text\0'),
    READY,
  ]),
  Buffer.concat([
    backend('H', Buffer.of(0), int16(1), int16(0)),
    backend('d', 'x\n'),
    ERROR,
    READY,
  ]),
];

type Edit = (stream: Buffer) => Buffer;

/** Where the messages of a well-formed stream begin. */
function starts(stream: Buffer): number[] {
  const found: number[] = [];
  for (let at = 0; at + 5 <= stream.length; at += 1 + stream.readUInt32BE(at + 1)) found.push(at);
  return found;
}

const edits: fc.Arbitrary<Edit> = fc.oneof(
  fc.tuple(fc.nat(), fc.nat(7)).map(([at, bit]): Edit => (stream) => {
    const changed = Buffer.from(stream);
    const index = at % stream.length;
    changed[index] = (changed[index] ?? 0) ^ (1 << bit);
    return changed;
  }),
  fc.tuple(fc.nat(), fc.integer({ min: 1, max: 12 })).map(([at, count]): Edit => (stream) => {
    const index = at % stream.length;
    return Buffer.concat([stream.subarray(0, index), stream.subarray(index + count)]);
  }),
  fc
    .tuple(fc.nat(), fc.uint8Array({ minLength: 1, maxLength: 12 }))
    .map(([at, bytes]): Edit => (stream) => {
      const index = at % (stream.length + 1);
      return Buffer.concat([stream.subarray(0, index), bytes, stream.subarray(index)]);
    }),
  fc
    .tuple(fc.nat(), fc.oneof(fc.integer({ min: -8, max: 8 }), fc.integer()))
    .map(([which, change]): Edit => (stream) => {
      const all = starts(stream);
      const at = (all[which % all.length] ?? 0) + 1;
      const changed = Buffer.from(stream);
      changed.writeUInt32BE((stream.readUInt32BE(at) + change) >>> 0, at);
      return changed;
    }),
);

/** One edit of the login, or of one of the answers. */
const mutations = fc.oneof(
  edits.map((edit) => ({ signIn: edit(LOGIN), answer: READY })),
  ...ANSWERS.map((answer) => edits.map((edit) => ({ signIn: LOGIN, answer: edit(answer) }))),
);

/** What a stream may end with: a fault of ours or a hang is not among it. */
const ENDS: ReadonlySet<string> = new Set([
  'done',
  'query-failed',
  'query-cancelled',
  'statement-unsupported',
  'result-too-large',
  'server-misbehaved',
  'connection-lost',
  'server-unreachable',
  'server-untrusted',
  'certificate-rejected',
]);

// Jest makes an uncaught exception and an unhandled rejection failures of the test that runs.
describe('a server that breaks the protocol', () => {
  it('is told so for every malformed or unexpected answer', async () => {
    expect(MALFORMED.length).toBeGreaterThanOrEqual(40);
    const ends: (readonly [string, string])[] = [];
    for (const [what, answer] of MALFORMED) {
      const { end } = await bounded(LOGIN, Buffer.concat([answer, DONE, READY]));
      ends.push([what, end]);
    }
    const large = new Set(['a length of -1', 'another protocol altogether']);
    expect(ends).toEqual(
      MALFORMED.map(([what]) => [what, large.has(what) ? 'result-too-large' : 'server-misbehaved']),
    );
  });

  it('never gets at memory that was not sent', async () => {
    // In two pieces: pg's parser then collects them in a larger buffer of allocUnsafe.
    const value = backend('D', int16(1), int32(3000), 'x'.repeat(2000));
    const { end, cells } = await bounded(LOGIN, Buffer.concat([ONE, value]));
    expect({ end, cells }).toEqual({ end: 'server-misbehaved', cells: [] });
  });

  it('can mutate its streams as it likes', async () => {
    const cases = fc.sample(mutations, { seed: SEED, numRuns: 2400 });
    const delay = monitorEventLoopDelay({ resolution: 10 });
    delay.enable();
    const counts = new Map<string, number>();
    let next = 0;
    const worker = async (): Promise<void> => {
      for (let one = cases[next++]; one !== undefined; one = cases[next++]) {
        const { end } = await bounded(one.signIn, one.answer);
        counts.set(end, (counts.get(end) ?? 0) + 1);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
    delay.disable();
    const survived = [...counts].reduce((sum, [end, n]) => sum + (ENDS.has(end) ? n : 0), 0);
    process.stdout.write(
      `hostile server: ${String(cases.length)} tried, ${String(survived)} survived, seed ${String(SEED)}\n`,
    );
    expect([...counts.keys()].filter((end) => !ENDS.has(end))).toEqual([]);
    expect(delay.max / 1e6).toBeLessThan(BOUND_MS);
  }, 180_000);
});
