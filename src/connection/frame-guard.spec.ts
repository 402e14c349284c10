import fc from 'fast-check';
import { FrameGuard } from './frame-guard.js';

function message(bodyBytes: number, announced = bodyBytes + 4): Buffer {
  const bytes = Buffer.alloc(5 + bodyBytes, 'x');
  bytes.write('D', 0, 'latin1');
  bytes.writeUInt32BE(announced, 1);
  return bytes;
}

/** Feeds the bytes in pieces of the given sizes (repeated); the first offending length, if any. */
function feed(guard: FrameGuard, bytes: Buffer, sizes: readonly number[]): number | undefined {
  let offset = 0;
  for (let piece = 0; offset < bytes.length; piece += 1) {
    const size = sizes[piece % sizes.length] ?? 1;
    const offending = guard.inspect(bytes.subarray(offset, offset + size));
    if (offending !== undefined) return offending;
    offset += size;
  }
  return undefined;
}

const pieces = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 20 });

describe('FrameGuard', () => {
  it('lets every stream of messages within the limit pass, however it is cut', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 96 }), { maxLength: 30 }),
        pieces,
        (sizes, cut) => {
          const stream = Buffer.concat(sizes.map((size) => message(size)));
          expect(feed(new FrameGuard(100), stream, cut)).toBeUndefined();
        },
      ),
    );
  });

  it('names the first message that is announced too large, before its body comes', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 96 }), { maxLength: 10 }),
        fc.integer({ min: 101, max: 0xffffffff }),
        pieces,
        (sizes, announced, cut) => {
          const stream = Buffer.concat([
            ...sizes.map((size) => message(size)),
            message(0, announced),
          ]);
          expect(feed(new FrameGuard(100), stream, cut)).toBe(announced);
        },
      ),
    );
  });

  it.each([0, 1, 2, 3])('refuses a length of %d, which is less than the length field', (length) => {
    expect(new FrameGuard(100).inspect(message(0, length))).toBe(length);
  });
});
