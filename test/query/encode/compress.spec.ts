import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { Readable, type Transform } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { finished } from 'node:stream/promises';
import * as zlib from 'node:zlib';
import {
  chooseCoding,
  codingHeaders,
  compress,
  type ContentCoding,
} from '../../../src/query/encode/compress.js';
import { say } from '../../support/say.js';

const createZstdDecompress: unknown = Reflect.get(zlib, 'createZstdDecompress');
const HAS_ZSTD = typeof createZstdDecompress === 'function';
const CODINGS: ContentCoding[] = HAS_ZSTD ? ['zstd', 'br', 'gzip'] : ['br', 'gzip'];
if (!HAS_ZSTD) say('zstd is not tested: this Node.js has none (22.15 and newer do).');

function unpack(coding: ContentCoding): Transform {
  switch (coding) {
    case 'br':
      return zlib.createBrotliDecompress();
    case 'gzip':
      return zlib.createGunzip();
    case 'zstd':
      return (createZstdDecompress as () => Transform)();
  }
}

describe('the coding of an answer', () => {
  const best = CODINGS[0];
  it.each([
    [undefined, undefined],
    ['', undefined],
    ['identity', undefined],
    ['deflate, compress', undefined],
    ['gzip', 'gzip'],
    ['GZIP', 'gzip'],
    ['x-gzip', 'gzip'],
    ['br', 'br'],
    ['gzip, br', 'br'],
    ['gzip, deflate, br, zstd', best],
    ['zstd', HAS_ZSTD ? 'zstd' : undefined],
    ['gzip;q=1, br;q=0.9, zstd;q=0.8', 'gzip'],
    ['gzip;q=0', undefined],
    ['gzip;q=0, br;q=0.001', 'br'],
    ['gzip;q=0.5, identity', undefined],
    ['gzip, identity;q=0.5', 'gzip'],
    ['gzip, identity', 'gzip'],
    ['*', 'gzip'],
    ['*;q=0', undefined],
    ['gzip;q=0, *', undefined],
    ['br, *;q=0', 'br'],
    ['gzip;q=2', undefined],
    ['gzip;q=-1', undefined],
    ['gzip;q=x', undefined],
    [';;,,q=1', undefined],
  ])('for Accept-Encoding: %s is %s', (accept, coding) => {
    expect(chooseCoding(accept)).toBe(coding);
  });

  it('is none where packing does not pay, unless nothing else is taken', () => {
    expect(chooseCoding('gzip', 1023)).toBeUndefined();
    expect(chooseCoding('gzip', 1024)).toBe('gzip');
    expect(chooseCoding('gzip, identity;q=0', 10)).toBe('gzip');
    expect(chooseCoding('gzip, *;q=0', 10)).toBe('gzip');
  });

  it('is what caches keep answers apart by', () => {
    expect(codingHeaders(undefined)).toEqual({ Vary: 'Accept, Accept-Encoding' });
    expect(codingHeaders('br')).toEqual({
      Vary: 'Accept, Accept-Encoding',
      'Content-Encoding': 'br',
    });
  });
});

describe.each(CODINGS)('an answer in %s', (coding) => {
  it('is the same when it is unpacked, and smaller before', async () => {
    const chunks = Array.from({ length: 50 }, (_none, index) =>
      Buffer.from(`["row ${index}","${'text '.repeat(index * 40)}"]\n`),
    );
    const packed = await buffer(compress(Readable.from(chunks, { objectMode: false }), coding));
    const whole = Buffer.concat(chunks);
    expect(packed.length).toBeLessThan(whole.length / 10);
    expect((await buffer(Readable.from([packed]).pipe(unpack(coding)))).equals(whole)).toBe(true);
  });

  it('is whole when it is empty', async () => {
    const packed = await buffer(compress(Readable.from([]), coding));
    expect(await buffer(Readable.from([packed]).pipe(unpack(coding)))).toHaveLength(0);
  });

  it('shows its first row while the body waits for the second', async () => {
    let goOn = (): void => undefined;
    const waiting = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    const rows = async function* () {
      yield Buffer.from('["1"]\n');
      await waiting;
      yield Buffer.from('["2"]\n');
    };
    const plain = compress(Readable.from(rows(), { objectMode: false }), coding).pipe(
      unpack(coding),
    );
    const [first] = await once(plain, 'data');
    expect(String(first)).toBe('["1"]\n');
    goOn();
    expect((await buffer(plain)).toString()).toBe('["2"]\n');
  });

  it('stops the body while nobody reads', async () => {
    let made = 0;
    const endless = function* () {
      for (;;) {
        made += 1;
        yield randomBytes(64 * 1024);
      }
    };
    const packed = compress(Readable.from(endless(), { objectMode: false }), coding);
    let before = -1;
    while (made !== before) {
      before = made;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    expect(made).toBeLessThan(40);
    packed.destroy();
    await finished(packed).catch(() => undefined);
  });

  it('ends its body, and does not make it fail, when it is dropped', async () => {
    let ended = false;
    let failure: unknown;
    const endless = async function* () {
      try {
        for (;;) {
          yield randomBytes(1000);
          await new Promise((resolve) => setImmediate(resolve));
        }
      } catch (error) {
        failure = error;
      } finally {
        ended = true;
      }
    };
    const body = Readable.from(endless(), { objectMode: false });
    const packed = compress(body, coding);
    await once(packed, 'data');
    packed.destroy();
    if (!body.closed) await once(body, 'close');
    expect([ended, failure]).toEqual([true, undefined]);
  });

  it.each([
    ['fails', new Error('broken')],
    ['is dropped', undefined],
  ])('breaks off when its body %s', async (_name, error) => {
    const body = new Readable({ read: () => undefined });
    const packed = compress(body, coding);
    body.push('["1"]\n');
    packed.resume();
    body.destroy(error);
    const failure = await finished(packed).then(
      () => undefined,
      (reason: unknown) => reason,
    );
    expect(failure).toBeDefined();
    if (error !== undefined) expect(failure).toBe(error);
    expect(packed.destroyed).toBe(true);
  });
});
