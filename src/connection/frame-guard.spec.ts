import fc from 'fast-check';
import { FrameGuard, type MessageTarget, type Refusal } from './frame-guard.js';

const MAX = 100_000;

function message(type: string, body: Buffer | string = '', announced?: number): Buffer {
  const bytes = Buffer.from(body as string, 'latin1');
  const header = Buffer.alloc(5);
  header.write(type, 0, 'latin1');
  header.writeUInt32BE(announced ?? bytes.length + 4, 1);
  return Buffer.concat([header, bytes]);
}

function int16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16BE(value);
  return bytes;
}

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
}

function columns(names: readonly string[]): Buffer {
  const fields = names.map((name) =>
    Buffer.concat([Buffer.from(`${name}\0`), Buffer.alloc(18, 7)]),
  );
  return message('T', Buffer.concat([int16(names.length), ...fields]));
}

function row(cells: readonly (string | null)[]): Buffer {
  const values = cells.map((cell) =>
    cell === null ? int32(-1) : Buffer.concat([int32(Buffer.byteLength(cell)), Buffer.from(cell)]),
  );
  return message('D', Buffer.concat([int16(cells.length), ...values]));
}

const AUTHENTICATED = message('R', int32(0));
const READY = message('Z', 'I');
const LOGIN = Buffer.concat([AUTHENTICATED, message('K', Buffer.alloc(8)), READY]);

const IGNORE: MessageTarget = { rows: () => undefined, others: () => undefined };

/** Feeds the bytes in pieces of the given sizes (repeated); the first refusal, if any. */
function feed(bytes: Buffer, sizes: readonly number[], maxBytes = MAX): Refusal | undefined {
  const guard = new FrameGuard(maxBytes);
  let offset = 0;
  for (let piece = 0; offset < bytes.length; piece += 1) {
    const size = sizes[piece % sizes.length] ?? 1;
    const refusal = guard.read(bytes.subarray(offset, offset + size), IGNORE);
    if (refusal !== undefined) return refusal;
    offset += size;
  }
  return undefined;
}

/** How many rows, and nothing but rows, the bytes are. */
function rowsIn(bytes: Buffer): number {
  let count = 0;
  let at = 0;
  while (at < bytes.length && bytes[at] === 0x44) {
    at += 1 + bytes.readUInt32BE(at + 1);
    count += 1;
  }
  return at === bytes.length ? count : NaN;
}

const pieces = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 20 });
const word = fc.stringMatching(/^[^\0]{0,12}$/);
const errorFields = fc
  .array(fc.tuple(fc.constantFrom('S', 'C', 'M', 'D', 'H', 'x'), word), { maxLength: 6 })
  .map((fields) => Buffer.from(`${fields.map(([type, text]) => `${type}${text}\0`).join('')}\0`));
const results = fc.array(word, { maxLength: 4 }).chain((names) =>
  fc
    .array(fc.array(fc.option(word), { minLength: names.length, maxLength: names.length }), {
      maxLength: 5,
    })
    .map((rows) => Buffer.concat([columns(names), ...rows.map(row), message('C', 'SELECT 1\0')])),
);
const answers = fc.oneof(
  results,
  errorFields.map((body) => message('E', body)),
  errorFields.map((body) => message('N', body)),
  fc.tuple(word, word).map((pair) => message('S', Buffer.from(`${pair.join('\0')}\0`))),
  fc
    .tuple(word, word)
    .map((pair) => message('A', Buffer.concat([int32(7), Buffer.from(`${pair.join('\0')}\0`)]))),
  fc.uint8Array({ maxLength: 40 }).map((bytes) => message('d', Buffer.from(bytes))),
  fc
    .array(fc.constantFrom(0, 1), { maxLength: 5 })
    .map((formats) =>
      message('H', Buffer.concat([Buffer.of(0), int16(formats.length), ...formats.map(int16)])),
    ),
  fc.constantFrom(...['1', '2', 'n', 's', 'I', 'c'].map((type) => message(type))),
  fc.constantFrom('I', 'T', 'E').map((status) => message('Z', status)),
);
const streams = fc.array(answers, { maxLength: 12 }).map((all) => Buffer.concat([LOGIN, ...all]));

const malformed = (messageType: string): Refusal => ({ kind: 'malformed', messageType });

describe('FrameGuard', () => {
  it('lets every well-formed stream pass, however it is cut', () => {
    fc.assert(
      fc.property(streams, pieces, (stream, cut) => {
        expect(feed(stream, cut)).toBeUndefined();
      }),
      { numRuns: 500 },
    );
  });

  it('hands on every byte once and in order, the rows apart and whole', () => {
    fc.assert(
      fc.property(streams, pieces, (stream, cut) => {
        const handed: Buffer[] = [];
        const guard = new FrameGuard(MAX);
        const target: MessageTarget = {
          rows: (bytes, count) => {
            expect(rowsIn(bytes)).toBe(count);
            handed.push(bytes);
          },
          others: (bytes) => {
            handed.push(bytes);
          },
        };
        for (let offset = 0, piece = 0; offset < stream.length; piece += 1) {
          const size = cut[piece % cut.length] ?? 1;
          guard.read(stream.subarray(offset, offset + size), target);
          offset += size;
        }
        expect(Buffer.concat(handed)).toEqual(stream);
      }),
      { numRuns: 500 },
    );
  });

  it('says the same of every stream, however it is cut', () => {
    const changes = fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), {
      minLength: 1,
      maxLength: 3,
    });
    fc.assert(
      fc.property(streams, changes, pieces, (stream, bytes, cut) => {
        for (const [at, byte] of bytes) stream[at % stream.length] = byte;
        expect(feed(stream, cut)).toEqual(feed(stream, [stream.length]));
      }),
      { numRuns: 2000 },
    );
  });

  it('names the first message that is announced too large, before its body comes', () => {
    fc.assert(
      fc.property(
        streams,
        fc.integer({ min: MAX + 1, max: 0xffffffff }),
        pieces,
        (stream, announced, cut) => {
          const all = Buffer.concat([stream, message('D', '', announced)]);
          expect(feed(all, cut)).toEqual({ kind: 'oversized', announcedBytes: announced });
        },
      ),
    );
  });

  it.each([0, 1, 2, 3])('refuses a length of %d, which is less than the length field', (length) => {
    expect(feed(message('R', '', length), [5])).toEqual(malformed('R'));
  });

  it('stays refused', () => {
    const guard = new FrameGuard(MAX);
    expect(guard.read(Buffer.from('HTTP/1.1'), IGNORE)).toEqual(malformed('H'));
    expect(guard.read(LOGIN, IGNORE)).toEqual(malformed('H'));
  });

  it.each<[string, string, Buffer]>([
    ['an error without its last NUL', 'E', message('E', 'SERROR\0Mno\0')],
    ['an error of no bytes', 'E', message('E')],
    ['a field without a string', 'E', message('E', 'M')],
    ['a field that does not end', 'E', message('E', 'Mno')],
    ['bytes behind the last NUL', 'N', message('N', 'Mno\0\0x')],
    ['a string that ends in the next message', 'C', message('C', 'SELECT 1')],
    ['two command tags', 'C', message('C', 'SELECT 1\0SELECT 2\0')],
    ['a parameter without a value', 'S', message('S', 'TimeZone\0')],
    ['a notification without a payload', 'A', message('A', '\0\0\0\x01channel\0')],
    ['a status of two bytes', 'Z', message('Z', 'II')],
    ['a status that there is not', 'Z', message('Z', 'X')],
    ['no status', 'Z', message('Z')],
    ['a body where none belongs', '1', message('1', 'x')],
    ['more columns than there are', 'T', message('T', int16(1))],
    ['a negative number of columns', 'T', message('T', int16(65535))],
    [
      'fewer columns than there are',
      'T',
      message('T', Buffer.concat([int16(0), Buffer.alloc(19)])),
    ],
    ['a row without columns', 'D', row(['x'])],
    ['a row of other columns', 'D', Buffer.concat([columns(['a']), row(['x', 'y'])])],
    [
      'a row of what was described before NoData',
      'D',
      Buffer.concat([columns(['a']), message('n'), row(['x'])]),
    ],
    [
      'a row behind the end of its result',
      'D',
      Buffer.concat([columns(['a']), message('C', 'SELECT 0\0'), row(['x'])]),
    ],
    [
      'a row of what the statement before it had described',
      'D',
      Buffer.concat([columns(['a']), READY, row(['x'])]),
    ],
    [
      'a row behind an error',
      'D',
      Buffer.concat([columns(['a']), message('E', 'Mno\0\0'), row(['x'])]),
    ],
    ['a row behind its portal', 'D', Buffer.concat([columns(['a']), message('s'), row(['x'])])],
    ['a second description', 'T', Buffer.concat([columns(['a']), columns(['b'])])],
    [
      'a value that is longer than its row',
      'D',
      Buffer.concat([columns(['a']), message('D', Buffer.concat([int16(1), int32(9)]))]),
    ],
    [
      'a value that goes back',
      'D',
      Buffer.concat([columns(['a']), message('D', Buffer.concat([int16(1), int32(-2)]))]),
    ],
    ['more formats than there are', 'G', message('G', '\0\0\x02\0\0')],
    ['a negative number of formats', 'H', message('H', '\0\xff\xff')],
    ['an authentication request', 'R', message('R', int32(3))],
    ['another key', 'K', message('K', Buffer.alloc(8))],
    ...['3', 't', 'V', 'v', 'W', 'p', '\0', '\xff'].map((type): [string, string, Buffer] => [
      `the type ${JSON.stringify(type)}`,
      type,
      message(type),
    ]),
  ])('refuses %s', (_what, type, answer) => {
    // What follows would complete the message for a parser that reads on.
    const stream = Buffer.concat([LOGIN, answer, READY, READY]);
    expect(feed(stream, [stream.length])).toEqual(malformed(type));
    expect(feed(stream, [1])).toEqual(malformed(type));
  });

  it.each<[string, string, Buffer]>([
    ['a row', 'D', row([])],
    ['readiness before the login', 'Z', READY],
    ['a mechanism that pg does not have', 'R', message('R', int32(7))],
    ['a salt of three bytes', 'R', message('R', Buffer.concat([int32(5), Buffer.alloc(3)]))],
    [
      'mechanisms without an end',
      'R',
      message('R', Buffer.concat([int32(10), Buffer.from('A\0')])),
    ],
    ['a second request', 'R', Buffer.concat([message('R', int32(3)), message('R', int32(3))])],
    ['a second success', 'R', Buffer.concat([AUTHENTICATED, AUTHENTICATED])],
    ['a short key', 'K', Buffer.concat([AUTHENTICATED, message('K', Buffer.alloc(4))])],
    ['another protocol', 'v', message('v', Buffer.alloc(8))],
  ])('refuses %s while it signs in', (_what, type, stream) => {
    expect(feed(stream, [1])).toEqual(malformed(type));
  });

  it('lets SCRAM pass', () => {
    const steps = [
      Buffer.concat([int32(10), Buffer.from('SCRAM-SHA-256-PLUS\0SCRAM-SHA-256\0\0')]),
      Buffer.concat([int32(11), Buffer.from('r=n,s=c2FsdA==,i=4096')]),
      Buffer.concat([int32(12), Buffer.from('v=c2lnbmF0dXJl')]),
    ];
    const stream = Buffer.concat([...steps.map((step) => message('R', step)), LOGIN]);
    expect(feed(stream, [1])).toBeUndefined();
  });
});
