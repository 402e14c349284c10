import fc from 'fast-check';
import { NdjsonReader } from '../../sdk/src/ndjson.js';

/** Texts of which JSON escapes some, and others look like the ends and beginnings of lines. */
const text = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.string({
    unit: fc.constantFrom('\n', '{', '[', ']', '}', '"', '\\', ',', '\r', '\u2028', '😀'),
  }),
);
const row = fc.array(fc.option(text), { maxLength: 4 });
const event = fc.record({
  kind: text,
  detail: fc.anything().map((value) => JSON.stringify(value)),
});
const lines = fc.array(fc.oneof({ weight: 3, arbitrary: row }, event), { maxLength: 30 });

/** The values of the lines, whichever of them came together. */
function read(chunks: readonly Uint8Array[]): unknown[] {
  const reader = new NdjsonReader();
  return chunks
    .flatMap((chunk) => reader.push(chunk))
    .flatMap((part) => ('rows' in part ? part.rows : [part.value]));
}

/** The bytes in pieces that end at the places. */
function cut(bytes: Uint8Array, places: readonly number[]): Uint8Array[] {
  const ends = [...new Set(places.map((place) => place % (bytes.length + 1)))].sort(
    (a, b) => a - b,
  );
  return [...ends, bytes.length].map((end, index) => bytes.subarray(ends[index - 1] ?? 0, end));
}

function encode(values: readonly unknown[]): Uint8Array {
  return new TextEncoder().encode(values.map((value) => `${JSON.stringify(value)}\n`).join(''));
}

describe('NdjsonReader', () => {
  it('gives every line, in order, however the bytes are cut', () => {
    fc.assert(
      fc.property(lines, fc.array(fc.nat(), { maxLength: 20 }), (values, places) => {
        const parsed: unknown = JSON.parse(JSON.stringify(values));
        expect(read(cut(encode(values), places))).toEqual(parsed);
      }),
      { numRuns: 500 },
    );
  });

  it('gives each line with the piece that completes it', () => {
    fc.assert(
      fc.property(lines, (values) => {
        const reader = new NdjsonReader();
        for (const value of values) expect(reader.push(encode([value]))).toHaveLength(1);
      }),
    );
  });

  it('gives neighbouring rows together', () => {
    const [part, ...others] = new NdjsonReader().push(encode([['1'], ['2'], ['3']]));
    expect([part, others]).toEqual([{ rows: [['1'], ['2'], ['3']] }, []]);
  });

  it('gives nothing of a line that was cut', () => {
    fc.assert(
      fc.property(row, fc.nat(), (value, place) => {
        const bytes = encode([value]);
        expect(read([bytes.subarray(0, place % bytes.length)])).toEqual([]);
      }),
    );
  });

  it.each(['[1],[2\n', '[1] [2]\n', '{"kind":\n', '[1]\n2\n', 'x\n'])('refuses %j', (line) => {
    expect(() => read([new TextEncoder().encode(line)])).toThrow(SyntaxError);
  });
});
